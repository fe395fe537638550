import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import {
  foldKey,
  isGarbledName,
  isGarbledText,
  isNullWord,
  scanText,
  tidyText,
  TEXT_CONTROL,
  TEXT_DIGITS,
  TEXT_INVISIBLE,
  TEXT_REPLACEMENT,
  TEXT_UNTRIMMED,
} from "./read-text.ts";

test("one pass finds control characters, half surrogates, replacement characters, invisible ones, blank ends and long digits", () => {
  for (const [text, flags] of [
    ["", 0],
    ["丹东 abc 123，。", 0],
    ["第一行\n第二行\t。", 0],
    ["a\u0000b", TEXT_CONTROL],
    ["a\u001Fb", TEXT_CONTROL],
    ["a\u007Fb", TEXT_CONTROL],
    ["a\u0085b", TEXT_CONTROL],
    ["a\uD83Db", TEXT_CONTROL],
    ["a\uDE00b", TEXT_CONTROL],
    ["a😀b𠀀", 0],
    ["有限\uFFFD司", TEXT_REPLACEMENT],
    ["a\u200Bb", TEXT_INVISIBLE],
    ["a\u202Eb", TEXT_INVISIBLE],
    [" a", TEXT_UNTRIMMED],
    ["a\u3000", TEXT_UNTRIMMED],
    ["123456789012345", TEXT_DIGITS],
    ["123456 78901234 5", TEXT_DIGITS],
    ["12345678901234号5", 0],
  ] as const) {
    assert.equal(scanText(text), flags, JSON.stringify(text));
  }
});

test("tidying takes off blank ends and invisible characters and nothing else", () => {
  const tidy = (text: string): string => tidyText(text, scanText(text));
  assert.equal(tidy("　丹东 市\u200B场\uFEFF \n"), "丹东 市场");
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 20 }), (text) => {
      const tidied = tidy(text);
      assert.equal(tidy(tidied), tidied);
      const visible = (t: string): string =>
        t.replace(/[\s\u00AD\u180E\u200B-\u200F\u202A-\u202E\u2060-\u2069\uFEFF]/g, "");
      assert.equal(visible(tidied), visible(text));
    }),
    { numRuns: 3000 },
  );
});

test("words for nothing are nothing, words that only contain them are something", () => {
  for (const word of [
    "—",
    "——",
    "— —",
    "-",
    "--",
    "/",
    "无",
    "暂无",
    "暂无数据",
    "N/A",
    "n/a",
    "null",
    "NULL",
    "(null)",
    "\\N",
    "\\n",
    "#N/A",
    "空",
    "*",
    "未填写",
  ])
    assert.ok(isNullWord(word), word);
  for (const word of ["无锡", "0", "00", "N", "无故停业", "A", "暂停", "空调店", "1/2"])
    assert.ok(!isNullWord(word), word);
});

test("names destroyed by a wrong decoding are recognised, right ones are not", () => {
  const utf8AsGbk = (text: string): string => new TextDecoder("gbk").decode(new TextEncoder().encode(text));
  const utf8AsLatin1 = (text: string): string => new TextDecoder("latin1").decode(new TextEncoder().encode(text));
  for (const name of [
    "江城商贸有限凬司",
    "江城商贸有限公卸",
    "江城有限责任凬司",
    "锟斤拷锟斤拷",
    utf8AsGbk("丹东江城商贸有限公司"),
    utf8AsLatin1("丹东江城商贸有限公司"),
  ]) {
    assert.ok(isGarbledName(name), name);
  }
  for (const name of [
    "丹东江城商贸有限公司",
    "丹东江城有限责任公司",
    "江城投资中心（有限合伙）",
    "有限公司江城分公司",
    "Café 江城",
    "丹东市司法局",
    "鏈条厂",
  ])
    assert.ok(!isGarbledName(name), name);
  assert.ok(isGarbledText("销售\uFFFD食品", scanText("销售\uFFFD食品")));
  assert.ok(!isGarbledText("锟铻剑", scanText("锟铻剑")));
});

test("document numbers in all brackets, widths and cases are one number", () => {
  const one = foldKey("丹市监罚〔2026〕第7号");
  for (const text of [
    "丹市监罚【2026】第7号",
    "丹市监罚[2026]第7号",
    "丹市监罚（2026）第7号",
    "丹市监罚(2026) 第７号",
    "丹市监罚﹝2026﹞第7号",
    "丹市监罚［2026］第7号",
    "丹市监罚〈2026〉第7号\u200B",
  ]) {
    assert.equal(foldKey(text), one, text);
  }
  assert.equal(foldKey("jy－3321—1"), foldKey("JY-3321-1"));
  assert.notEqual(foldKey("丹市监罚〔2026〕7号"), foldKey("丹市监罚〔2026〕71号"));
  assert.notEqual(foldKey("丹〔20261〕2号"), foldKey("丹〔2026〕12号"));
});

test("folding a folded key changes nothing", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 20 }), (text) =>
      assert.equal(foldKey(foldKey(text)), foldKey(text)),
    ),
    { numRuns: 3000 },
  );
});

test("a cell of blanks with something at its ends is tidied in good time", () => {
  const text = `a${" ".repeat(100_000)}b `;
  assert.equal(tidyText(text, scanText(text)).length, 100_002);
});
