import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import type { CatalogueItem } from "../catalogue/item.ts";
import { validateCatalogue } from "../catalogue/validate-catalogue.ts";
import { rowProblems as rowProblemsEn } from "../text/en.ts";
import { rowProblems } from "../text/zh-CN.ts";
import { rowChecker } from "./check-row.ts";
import type { CheckedRow } from "./checked-row.ts";
import { anyIdentityNumber, company, today } from "./fixture.ts";
import { matchHeader } from "./match-header.ts";

const folder = fileURLToPath(new URL("../../catalogue/", import.meta.url));
const files = ["national", "dandong"].flatMap((pack) =>
  readdirSync(folder + pack, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".json"))
    .map((name) => ({
      path: `${pack}/${name.replaceAll("\\", "/")}`,
      content: JSON.parse(readFileSync(`${folder}${pack}/${name}`, "utf8")) as unknown,
    })),
);
const validated = validateCatalogue(files, "dandong", "");
assert.ok(validated.ok, JSON.stringify(validated));
const { catalogue } = validated;
const items = [...catalogue.items.values()];
const source = catalogue.sources.get("market-supervision");
assert.ok(source);

const itemOf = (id: string): CatalogueItem => {
  const item = catalogue.items.get(id);
  assert.ok(item, id);
  return item;
};
const fieldsOf = (item: CatalogueItem, headers: readonly string[]): readonly (string | null)[] => {
  const matched = matchHeader(item, headers, items);
  assert.ok("match" in matched, `${item.id}: ${JSON.stringify(matched)}`);
  return matched.match.fields;
};
const checkerOf = (item: CatalogueItem, headers: readonly string[]) => {
  const matched = matchHeader(item, headers, items);
  assert.ok("match" in matched, `${item.id}: ${JSON.stringify(matched)}`);
  return rowChecker({ item, catalogue, source, header: matched.match, today });
};

test("every item knows its own fields by Chinese name and by code", () => {
  for (const item of items) {
    const ids = item.fields.map((field) => field.id);
    assert.deepEqual(
      fieldsOf(
        item,
        item.fields.map((field) => field.name.zh),
      ),
      ids,
      item.id,
    );
    assert.deepEqual(fieldsOf(item, ids), ids, item.id);
  }
});

test("the headers that departments really send are known", () => {
  const known = (id: string, headers: string): void => assert.ok(fieldsOf(itemOf(id), headers.split(",")).length > 5);
  known("organisation", "企业名称,统一社会信用代码,注册日期,企业类型,注册资金,经营范围,所在省份,地区,注册地址");
  known(
    "licence",
    "行政相对人名称,统一社会信用代码,许可文书号,文书名称,许可类别,决定日期,有效期自,有效期至,许可内容,许可机关,数据来源单位",
  );
  known(
    "penalty",
    "当事人,决定书文号,处罚类别,罚款金额_万元,决定日期,公示日期,处罚机关,违法行为类型,处罚依据,处罚内容摘要",
  );
  known(
    "commitment",
    "承诺编码,承诺人名称,承诺人代码,承诺类型,承诺事由,承诺作出日期,承诺受理单位,承诺受理单位代码,承诺履行状态",
  );
});

test("a penalty file in the layout of 2016 is known as one", () => {
  const matched = matchHeader(
    itemOf("penalty"),
    "CF_WSH,CF_CFMC,CF_CFLB1,CF_CFLB2,CF_SY,CF_YJ,CF_XDR_MC,CF_XDR_SHXYM,CF_XDR_ZDM,CF_XDR_GSDJ,CF_XDR_SWDJ,CF_XDR_SFZ,CF_FR,CF_JG,CF_JDRQ,CF_XZJG,CF_ZT,DFBM,SJC,BZ".split(
      ",",
    ),
    items,
  );
  assert.ok("match" in matched, JSON.stringify(matched));
  assert.equal(matched.match.layout, "layout-2016");
});

const old = (item: string, headers: string, mapped?: Record<string, Record<string, string>>) => {
  const matched = matchHeader(itemOf(item), headers.split(","), items);
  assert.ok("match" in matched, JSON.stringify(matched));
  return rowChecker({
    item: itemOf(item),
    catalogue,
    source: mapped ? { ...source, valueMaps: mapped } : source,
    header: matched.match,
    today,
  });
};
const penalty2016 =
  "CF_WSH,CF_CFMC,CF_CFLB1,CF_CFLB2,CF_SY,CF_YJ,CF_XDR_MC,CF_XDR_SHXYM,CF_XDR_ZDM,CF_FR,CF_JG,CF_JDRQ,CF_XZJG,CF_ZT,DFBM,SJC,BZ";
const penaltyRow2016 = (state: string): string[] => [
  "丹测罚〔2017〕3号",
  "未按规定公示案",
  "罚款",
  "没收违法所得",
  "未按规定公示",
  "某条例第一条",
  "丹东江城测试商贸有限公司",
  company,
  "",
  "",
  "罚款人民币二千元，没收违法所得三百元",
  "2017/5/6",
  "丹东市市场监督管理局",
  state,
  "210600",
  "2017-05-07 10:00:00",
  "",
];
/** What a row comes to: how the decision stands, or the first problem. */
const standing = (checked: CheckedRow): string =>
  checked.outcome === "draft"
    ? checked.draft.withdrawn
      ? "withdrawn"
      : "stands"
    : checked.outcome === "rejected"
      ? (checked.problems[0]?.code ?? "")
      : checked.outcome;

test("a penalty with a fine in the layout of 2016, which has no column for amounts, is taken in", () => {
  const checked = old("penalty", penalty2016)(penaltyRow2016("0"));
  assert.ok(checked.outcome === "draft", JSON.stringify(checked));
  assert.equal(checked.draft.amountCents, null);
  assert.deepEqual(checked.draft.content["CF_CFLB"], ["罚款", "没收违法所得"]);
  const missing = checked.notes.filter(({ code }) => code === "field.missing_by_standard").map(({ field }) => field);
  for (const field of ["CF_NR_FK", "CF_NR_WFFF"]) assert.ok(missing.includes(field), field);
});

test("an order to correct, sent as a penalty type, comes back with the reason and what to do", () => {
  for (const word of ["责令改正", "责令限期改正", "罚款;责令 改正"]) {
    const row = penaltyRow2016("0");
    row[2] = word;
    const checked = old("penalty", penalty2016)(row);
    assert.ok(checked.outcome === "rejected", word);
    const [problem] = checked.problems;
    assert.equal(problem?.code, "code.unknown_value");
    const zh = rowProblems["code.unknown_value"](problem?.data ?? {});
    assert.match(zh, /行政处罚法第九条.*第二十八条.*处罚内容/, zh);
    const en = rowProblemsEn["code.unknown_value"](problem?.data ?? {});
    assert.match(en, /article 9 .* article 28 .* content/, en);
  }
});

test("the state of a decision is read by its layout's numbering or its own words, and never guessed", () => {
  const states = (check: (state: string) => CheckedRow, expected: Readonly<Record<string, string>>): void => {
    for (const [state, outcome] of Object.entries(expected)) assert.equal(standing(check(state)), outcome, state);
  };
  const penalty = old("penalty", penalty2016);
  states((state) => penalty(penaltyRow2016(state)), {
    "": "stands",
    "0": "stands",
    "1": "withdrawn",
    "2": "stands",
    "3": "state.ambiguous",
    "4": "state.ambiguous",
    正常: "stands",
    撤销: "withdrawn",
    撤消: "withdrawn",
    其他: "state.ambiguous",
  });
  const mapped = old("penalty", penalty2016, { CF_ZT: { "1": "正常", "3": "撤销" } });
  states((state) => mapped(penaltyRow2016(state)), { "0": "stands", "1": "stands", "3": "withdrawn" });
  // outside of the old layout two numberings are in use
  const today_ = old(
    "penalty",
    penalty2016
      .replace("CF_CFLB1,CF_CFLB2", "处罚类别,处罚内容")
      .replace("CF_JG", "案件程序类别")
      .replace("CF_XZJG", "处罚机关")
      .replace("CF_FR,", "法定代表人,")
      .replace("CF_XDR_ZDM", "组织机构代码")
      .replace(",DFBM,SJC", ""),
  );
  states(
    (state) => {
      const row = penaltyRow2016(state);
      row[3] = "罚款人民币二千元";
      row[10] = "普通程序";
      row.splice(14, 2);
      return today_(row);
    },
    { "": "stands", "0": "state.ambiguous", "1": "state.ambiguous", 正常: "stands", 撤销: "withdrawn" },
  );
  const licence = old("licence", "XK_XDR,XK_XDR_SHXYM,XK_WSH,XK_XMMC,XK_SPLB,XK_NR,XK_JDRQ,XK_JZQ,XK_XZJG,XK_ZT,DFBM");
  states(
    (state) =>
      licence([
        "丹东江城测试商贸有限公司",
        company,
        "测许1号",
        "食品经营许可",
        "普通",
        "食品销售",
        "2017-01-02",
        "2022-01-01",
        "丹东市市场监督管理局",
        state,
        "210600",
      ]),
    { "0": "stands", "1": "state.ambiguous", "2": "state.ambiguous", 撤销: "withdrawn", 有效: "stands" },
  );
});

test("a file of one item sent as another is told by name", () => {
  for (const [sent, as] of [
    ["licence", "penalty"],
    ["penalty", "licence"],
    ["commitment", "penalty"],
    ["organisation", "licence"],
  ] as const) {
    const matched = matchHeader(
      itemOf(as),
      itemOf(sent).fields.map((field) => field.name.zh),
      items,
    );
    assert.ok("problems" in matched);
    assert.deepEqual(
      matched.problems.map((problem) => [problem.code, problem.data.item]),
      [["file.columns_of_other_item", sent]],
    );
  }
});

test("自然人 turns a row of any item that knows the category away", () => {
  let tried = 0;
  for (const item of items) {
    const { subjectKind } = item.roles;
    if (subjectKind === undefined) continue;
    tried++;
    const check = checkerOf(
      item,
      item.fields.map((field) => field.id),
    );
    for (const word of ["自然人", "01"]) {
      const cells: string[] = item.fields.map((field) =>
        field.id === subjectKind ? word : field.id === item.roles.subjectCode ? company : "x",
      );
      assert.deepEqual(check(cells), { outcome: "turnedAway", reason: "subject.natural_person_category" }, item.id);
    }
  }
  assert.ok(tried >= 3);
});

test("an identity number planted in any cell of any item is in nothing that is kept", () => {
  const checkers = items.map((item) => ({
    item,
    check: checkerOf(
      item,
      item.fields.map((field) => field.id),
    ),
  }));
  fc.assert(
    fc.property(
      fc.constantFrom(...checkers),
      fc.nat(),
      anyIdentityNumber,
      fc.constantFrom("", "，李某"),
      fc.constantFrom(company, ""),
      ({ item, check }, at, number, after, code) => {
        const cells: string[] = item.fields.map((field) =>
          field.id === item.roles.subjectCode
            ? code
            : field.type === "date"
              ? "2026-01-02"
              : field.id === item.roles.subjectName
                ? "丹东江城测试商贸有限公司"
                : field.type === "text" && field.disclosure === "public"
                  ? "甲"
                  : "",
        );
        cells[at % cells.length] = number + after;
        assert.ok(!JSON.stringify(check(cells)).includes(number));
      },
    ),
    { numRuns: 3000 },
  );
});

test("what only the standard demands does not reject a licence", () => {
  const item = itemOf("licence");
  const headers =
    "行政相对人名称,统一社会信用代码,许可文书号,文书名称,许可类别,决定日期,有效期自,有效期至,许可内容,许可机关".split(
      ",",
    );
  const checked = checkerOf(
    item,
    headers,
  )([
    "丹东江城测试商贸有限公司",
    company,
    "丹市监许〔2026〕1号",
    "准予许可决定书",
    "普通",
    "2026/01/02",
    "—",
    "2099-12-31",
    "食品销售",
    "丹东市市场监督管理局",
  ]);
  assert.equal(checked.outcome, "draft", JSON.stringify(checked));
  assert.ok(checked.outcome === "draft" && checked.notes.some((note) => note.code === "field.missing_by_standard"));
});

const real = new URL("../../../shared/data/", import.meta.url);

/** Enough for the files below: quotes, no line breaks in them. */
const rowsOf = (name: string): string[][] =>
  readFileSync(new URL(name, real), "utf8")
    .replace(/^\uFEFF/, "")
    .trimEnd()
    .split(/\r?\n/)
    .map((line) =>
      [...line.matchAll(/("(?:[^"]|"")*"|[^,]*)(?:,|$)/g)]
        .map((m) => (m[1] ?? "").replace(/^"|"$/g, "").replaceAll('""', '"'))
        .slice(0, (line.match(/,(?=(?:[^"]*"[^"]*")*[^"]*$)/g)?.length ?? 0) + 1),
    );

const outcomes = (id: string, name: string): { tally: Record<string, number>; checked: CheckedRow[] } => {
  const [headers = [], ...rows] = rowsOf(name);
  const check = checkerOf(itemOf(id), headers);
  const checked = rows.map((cells) => check(cells));
  const tally: Record<string, number> = {};
  for (const { outcome } of checked) tally[outcome] = (tally[outcome] ?? 0) + 1;
  return { tally, checked };
};
const reasons = (checked: readonly CheckedRow[], code: string): number =>
  checked.filter((row) => row.outcome === "rejected" && row.problems.some((problem) => problem.code === code)).length;

test("real files: every rejected row is rejected for its true reason", { skip: !existsSync(real) }, () => {
  const register = outcomes("organisation", "dandong_enterprises_1980_2019.csv");
  assert.deepEqual(register.tally, { draft: 9477, rejected: 1 });
  assert.equal(reasons(register.checked, "subject.code_check_digit"), 1);
  assert.deepEqual(outcomes("licence", "real_licences_sample.csv").tally, { draft: 16 });
  const penalties = outcomes("penalty", "real_penalties_env_sample.csv");
  assert.deepEqual([penalties.tally, reasons(penalties.checked, "subject.code_missing")], [{ rejected: 10 }, 10]);
  const commitments = outcomes("commitment", "real_commitments_sample.csv");
  assert.equal(commitments.checked.length, 6);
  assert.ok(
    commitments.checked.every(
      (row) =>
        row.outcome === "draft" ||
        (row.outcome === "rejected" && row.problems.every((problem) => problem.field === "commitmentCode")),
    ),
  );
});
