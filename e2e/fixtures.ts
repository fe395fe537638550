import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { usccCheckCharacter } from "@chengxin/domain/organisation/uscc.ts";
import type { Instance } from "./instance.ts";

/** An invented code with a true check character. */
const code = (first17: string): string => first17 + usccCheckCharacter(first17);

/** Invented organisations; no real body has these names or codes. */
export const cannery = {
  uscc: code("91210603MATEXT1XX"),
  name: "鸭绿江畔试验罐头有限公司",
  formerName: "江畔试验罐头厂",
} as const;
export const namesakes = [
  { uscc: code("91210681MATEXT2XX"), name: "孤山试验农机服务有限公司" },
  { uscc: code("91210682MATEXT3XX"), name: "孤山试验农机服务有限公司" },
] as const;
export const idle = { uscc: code("91210604MATEXT4XX"), name: "振安试验家具有限公司" } as const;

export const authorities = ["丹东市市场监督管理局", "凤城市市场监督管理局"] as const;
export const penaltyCount = 45;

const day = (daysAgo: number): string =>
  new Date(Date.now() + 8 * 3_600_000 - daysAgo * 86_400_000).toISOString().slice(0, 10);

const csv = (rows: readonly (readonly string[])[]): string =>
  `${rows.map((row) => row.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(",")).join("\r\n")}\r\n`;

const organisations = csv([
  ["企业名称", "统一社会信用代码", "注册日期", "企业类型", "注册地址", "曾用名"],
  [cannery.name, cannery.uscc, "2015-07-09", "有限责任公司", "丹东市振兴区试验路1号", cannery.formerName],
  ...namesakes.map(({ uscc, name }) => [name, uscc, "2018-03-01", "有限责任公司", "东港市试验街2号", ""]),
  [idle.name, idle.uscc, "2020-11-30", "有限责任公司", "丹东市振安区试验巷3号", ""],
]);

/** All of the cannery's, one every five days, by two authorities in turn. */
const penalties = csv([
  [
    "行政相对人名称",
    "行政相对人类别",
    "行政相对人代码_1（统一社会信用代码）",
    "行政处罚决定书文号",
    "违法行为类型",
    "违法事实",
    "处罚依据",
    "处罚类别",
    "处罚内容",
    "罚款金额（万元）",
    "处罚决定日期",
    "处罚机关",
    "数据来源单位",
  ],
  ...Array.from({ length: penaltyCount }, (_, index) => [
    cannery.name,
    "法人及非法人组织",
    cannery.uscc,
    `试市监处罚〔2026〕${index + 1}号`,
    `经营标签不合规定的食品（第 ${index + 1} 次）`,
    "销售的罐头标签未标明生产日期。",
    "《中华人民共和国食品安全法》第一百二十五条",
    "罚款",
    "罚款人民币贰万元整",
    "2",
    day(3 + index * 5),
    authorities[index % 2] ?? authorities[0],
    authorities[0],
  ]),
]);

/** Promised by the idle organisation and not kept. */
const commitments = csv([
  [
    "承诺编码",
    "承诺人名称",
    "承诺人类别",
    "承诺人代码",
    "承诺类型",
    "承诺事由",
    "承诺内容",
    "承诺作出日期",
    "承诺履行状态",
    "承诺受理单位",
  ],
  [
    "21060420260105000001",
    idle.name,
    "法人及非法人组织",
    idle.uscc,
    "主动型",
    "办理试验许可",
    "按期补齐材料",
    day(200),
    "全部未履行",
    authorities[0],
  ],
]);

/** Imports the invented data through the import command; every row must be accepted. */
export const fill = async (instance: Instance): Promise<void> => {
  const folder = mkdtempSync(join(tmpdir(), "chengxin-fixtures-"));
  try {
    for (const [item, text] of [
      ["organisation", organisations],
      ["penalty", penalties],
      ["commitment", commitments],
    ] as const) {
      const path = join(folder, `${item}.csv`);
      writeFileSync(path, text);
      const receipt = await instance.importFile(item, path);
      if (receipt.accepted !== receipt.read || receipt.read === 0)
        throw new Error(`${item}: not every row was accepted: ${JSON.stringify(receipt)}`);
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
};
