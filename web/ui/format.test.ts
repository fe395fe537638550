import assert from "node:assert/strict";
import { test } from "node:test";
import { formatBytes, formatCount, formatDay, formatMoment, formatNumber, formatYuan } from "./format.ts";

test("a day reads as a Chinese or an English date without leading zeros", () => {
  assert.equal(formatDay("2026-05-06", "zh"), "2026年5月6日");
  assert.equal(formatDay("2026-05-06", "en"), "6 May 2026");
});

test("a moment is shown in the city's own time, over midnight too", () => {
  assert.equal(formatMoment("2026-05-06T16:05:00Z", "zh"), "2026年5月7日 00:05");
  assert.equal(formatMoment("2025-12-31T23:59:59.9Z", "en"), "1 January 2026 07:59");
});

test("an amount is shortened to 万元 only when no yuan is lost", () => {
  assert.equal(formatYuan(3000, "zh"), "3,000元");
  assert.equal(formatYuan(20_000, "zh"), "2万元");
  assert.equal(formatYuan(123_400, "zh"), "12.34万元");
  assert.equal(formatYuan(123_456.78, "zh"), "123,456.78元");
  assert.equal(formatYuan(250_000_000, "zh"), "2.5亿元");
  assert.equal(formatYuan(20_000, "en"), "20,000 yuan");
});

test("numbers are grouped by three, fractions are not", () => {
  assert.equal(formatNumber(1234567), "1,234,567");
  assert.equal(formatNumber(-1000.1234), "-1,000.1234");
  assert.equal(formatNumber(0), "0");
});

test("a count that stopped at its cap says so", () => {
  assert.equal(formatCount({ value: 10_000, atLeast: true }, "zh"), "超过 10,000");
  assert.equal(formatCount({ value: 12, atLeast: false }, "zh"), "12");
});

test("file sizes use the unit people read", () => {
  assert.equal(formatBytes(512), "512 B");
  assert.equal(formatBytes(1536), "1.5 KB");
  assert.equal(formatBytes(5 * 1024 ** 2), "5.0 MB");
});
