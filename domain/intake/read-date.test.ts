import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { isRealDate } from "../calendar/plain-date.ts";
import { readDate } from "./read-date.ts";

const dateOf = (raw: string): string => {
  const reading = readDate(raw, true);
  return reading.kind === "date" ? reading.date : reading.kind;
};

test("every form departments write is read as its day, and says so unless it is YYYY-MM-DD", () => {
  for (const [raw, date, form] of [
    ["2019-06-01", "2019-06-01", null],
    ["2020-6-18", "2020-06-18", "unpadded"],
    ["2019/01/01", "2019-01-01", "slashes"],
    ["2019/1/1", "2019-01-01", "slashes"],
    ["20190930", "2019-09-30", "compact"],
    ["20190930101500", "2019-09-30", "withTime"],
    ["2019年6月1日", "2019-06-01", "chinese"],
    ["2019年 6月 1日", "2019-06-01", "chinese"],
    ["2019年06月01号", "2019-06-01", "chinese"],
    ["二〇一九年六月一日", "2019-06-01", "chinese"],
    ["二○二〇年十二月三十一日", "2020-12-31", "chinese"],
    ["二零一九年十月二十日", "2019-10-20", "chinese"],
    ["2019.6.1", "2019-06-01", "dots"],
    ["２０１９－０６－０１", "2019-06-01", "unpadded"],
    ["2019-10-10 00:00:00", "2019-10-10", "withTime"],
    ["2019/10/10 8:05", "2019-10-10", "withTime"],
    ["2019-10-10T23:59:59.000", "2019-10-10", "withTime"],
    ["2019-10-10 00:00:00.0", "2019-10-10", "withTime"],
    ["43739", "2019-10-01", "excelSerial"],
    ["43739.5", "2019-10-01", "excelSerial"],
    ["1568180781000", "2019-09-11", "epoch"],
    ["1568180781", "2019-09-11", "epoch"],
  ] as const) {
    assert.deepEqual(readDate(raw, false), { kind: "date", date, form }, raw);
  }
});

test("an instant is the day it was in Shanghai", () => {
  assert.equal(dateOf("2019-10-09T16:00:00Z"), "2019-10-10");
  assert.equal(dateOf("2019-10-09T15:59:59.999Z"), "2019-10-09");
  assert.equal(dateOf("2019-12-31T17:00:00+00:00"), "2020-01-01");
  assert.equal(dateOf("2019-10-10T00:30:00+08:00"), "2019-10-10");
  assert.equal(dateOf(String(Date.UTC(2019, 9, 9, 16))), "2019-10-10");
});

test("no end: words, and years from 2099 on, where the field may have none", () => {
  for (const raw of [
    "2099-12-31",
    "2099-01-31",
    "2099/12/31",
    "9999-9-9",
    "9999-12-31",
    "20991231",
    "长期",
    "永久有效",
    "无固定期限",
    "73050",
  ]) {
    assert.equal(readDate(raw, true).kind, "openEnded", raw);
  }
  assert.equal(readDate("长期", false).kind, "unreadable");
  assert.equal(dateOf("2098-12-31"), "2098-12-31");
  assert.deepEqual(readDate("2099-12-31", false), { kind: "date", date: "2099-12-31", form: null });
});

test("placeholders mean nothing was given", () => {
  for (const raw of [
    "1900-1-1",
    "1900-01-01",
    "1900-1-1 0:00:00",
    "0001-01-01 00:00:00",
    "0000-00-00",
    "00000000",
    "1899-12-30",
    "无处罚期限",
  ]) {
    assert.equal(readDate(raw, true).kind, "missing", raw);
  }
});

test("days that do not exist are told from texts that are no dates", () => {
  for (const raw of [
    "2019-13-40",
    "2019-02-29",
    "20190230",
    "2019年6月31日",
    "2019-00-10",
    "2019/4/31",
    "二〇一九年二月三十日",
  ]) {
    assert.equal(readDate(raw, true).kind, "impossible", raw);
  }
  for (const raw of [
    "昨天",
    "2019",
    "2019-6",
    "19-06-01",
    "06/01/2019",
    "6月1日",
    "2019-06/01",
    "2019年6-1",
    "2019-06-01日",
    "2019-06-01 25:00",
    "12345",
    "2019101012",
    "99999999999999",
    "1e9",
    "-1",
    "2019-06-01 abc",
    "一九年六月一日",
  ]) {
    const { kind } = readDate(raw, true);
    assert.ok(kind === "unreadable" || (raw === "99999999999999" && kind === "impossible"), `${raw}: ${kind}`);
  }
});

test("what could be an hour as well as seconds since 1970 is not guessed", () => {
  assert.equal(readDate("1999123112", true).kind, "unreadable");
  assert.equal(readDate("1999123124", true).kind, "date");
});

test("every real day is read from every form it can be written in", () => {
  const day = fc
    .date({ min: new Date("1950-01-01"), max: new Date("2098-12-31"), noInvalidDate: true })
    .map((d) => d.toISOString().slice(0, 10));
  fc.assert(
    fc.property(day, (date) => {
      const [y, m, d] = date.split("-") as [string, string, string];
      const serial = String(Math.round((Date.parse(date) - Date.UTC(1899, 11, 30)) / 86_400_000));
      for (const raw of [
        date,
        `${y}/${m}/${d}`,
        `${y}.${Number(m)}.${Number(d)}`,
        y + m + d,
        `${y}年${Number(m)}月${Number(d)}日`,
        `${date} 10:11:12`,
        serial,
      ]) {
        assert.equal(dateOf(raw), date, raw);
      }
    }),
  );
});

test("whatever comes in, a date that is read is a real day of the calendar", () => {
  const pieces = fc
    .array(
      fc.constantFrom("2019", "20", "1", "0", "31", "02", "-", "/", ".", "年", "月", "日", " ", ":", "T", "Z", "长期"),
      { maxLength: 12 },
    )
    .map((p) => p.join(""));
  fc.assert(
    fc.property(
      fc.oneof(pieces, fc.string({ maxLength: 30 }), fc.stringMatching(/^\d{0,15}$/)),
      fc.boolean(),
      (raw, open) => {
        const reading = readDate(raw, open);
        if (reading.kind === "date") assert.ok(isRealDate(reading.date), `${raw} → ${reading.date}`);
        if (reading.kind === "openEnded") assert.ok(open);
      },
    ),
    { numRuns: 5000 },
  );
});

test("a moment in the summers of 1986 to 1991, when clocks stood at UTC+9, is the day it was in Shanghai", () => {
  for (const [moment, date] of [
    ["1988-05-31T15:00:00Z", "1988-06-01"],
    ["1988-05-31T14:59:59Z", "1988-05-31"],
    ["1988-05-31T16:00:00Z", "1988-06-01"],
    ["1986-05-03T15:30:00Z", "1986-05-03"],
    ["1986-09-13T15:30:00Z", "1986-09-14"],
    ["1991-09-14T15:30:00Z", "1991-09-15"],
    ["1991-09-15T15:30:00Z", "1991-09-15"],
    ["1992-06-30T15:30:00Z", "1992-06-30"],
  ] as const) {
    for (const text of [String(Date.parse(moment)), moment]) {
      const reading = readDate(text, false);
      assert.equal(reading.kind === "date" ? reading.date : reading.kind, date, text);
    }
  }
  const inShanghai = new Intl.DateTimeFormat("sv-SE", { timeZone: "Asia/Shanghai", dateStyle: "short" });
  for (let at = Date.UTC(1985, 0, 1, 15, 30); at < Date.UTC(1993, 0, 1); at += 86_400_000) {
    const reading = readDate(String(at), false);
    assert.equal(reading.kind === "date" ? reading.date : reading.kind, inShanghai.format(at), String(at));
  }
});
