import { isoDay } from "./invent-organisation.ts";
import type { Occasion, RecordKind } from "./invent-record.ts";
import { certificates, conducts, findings, licenceContents, statutes } from "./vocabulary.ts";

/** Columns 1–13, the same in both standards: who it is about. Identity documents stay empty. */
const subjectHeaders = [
  "行政相对人名称",
  "行政相对人类别",
  "行政相对人代码_1（统一社会信用代码）",
  "行政相对人代码_2（工商注册号）",
  "行政相对人代码_3（组织机构代码）",
  "行政相对人代码_4（税务登记号）",
  "行政相对人代码_5（事业单位证书号）",
  "行政相对人代码_6（社会组织登记证号）",
  "法定代表人",
  "法定代表人证件类型",
  "法定代表人证件号码",
  "（自然人）证件类型",
  "（自然人）证件号码",
] as const;

const subjectCells = ({ organisation, representative }: Occasion): string[] => [
  organisation.name,
  organisation.subjectKind,
  organisation.uscc,
  "",
  "",
  "",
  "",
  "",
  representative,
  "",
  "",
  "",
  "",
];

const slashed = (iso: string): string => `${iso.slice(0, 4)}/${iso.slice(5, 7)}/${iso.slice(8)}`;

const sequence = (index: number): string => String(index + 1).padStart(8, "0");

const kindOfLicence = (at: number): string =>
  at < 0.6 ? "普通" : at < 0.75 ? "登记" : at < 0.87 ? "核准" : at < 0.95 ? "认可" : "特许";

/** 行政许可: the 28 columns of the 2018 data standard (发改办财金〔2018〕424号 annexes), by their Chinese names. */
export const licence: RecordKind = {
  item: "licence",
  stream: 2,
  headers: [
    ...subjectHeaders,
    "行政许可决定文书名称",
    "行政许可决定文书号",
    "许可类别",
    "许可证书名称",
    "许可编号",
    "许可内容",
    "许可决定日期",
    "有效期自",
    "有效期至",
    "许可机关",
    "许可机关统一社会信用代码",
    "当前状态",
    "数据来源单位",
    "数据来源单位统一社会信用代码",
    "备注",
  ],
  spoil: { code: 2, date: 19, coded: 15, subjectKind: 1 },
  corrected: 27,
  cells(occasion) {
    const { index, authority, day, decidedOn, year, random } = occasion;
    const certificate = random.pick(certificates);
    const content = `${random.pick(licenceContents)}；${random.pick(licenceContents)}`;
    const until = random.next() < 0.12 ? "2099-12-31" : isoDay(day + 365 * (1 + random.below(5)));
    const date = random.next() < 0.5 ? slashed(decidedOn) : decidedOn;
    return [
      ...subjectCells(occasion),
      "准予行政许可决定书",
      `${authority.short}许〔${year}〕${sequence(index)}号`,
      kindOfLicence(random.next()),
      certificate,
      `XK${year}${sequence(index)}`,
      random.next() < 0.1 ? `"${content},详见""${certificate}""副本"` : content,
      date,
      date,
      until,
      authority.name,
      authority.uscc,
      "1",
      authority.name,
      authority.uscc,
      `受理号${authority.short}受字〔${year}〕${sequence(index)}号，${random.next() < 0.2 ? "窗口办理" : "全程网办"}`,
    ];
  },
};

/** 行政处罚: the 30 columns of the 2018 data standard, by their Chinese names. */
export const penalty: RecordKind = {
  item: "penalty",
  stream: 3,
  headers: [
    ...subjectHeaders,
    "行政处罚决定书文号",
    "违法行为类型",
    "违法事实",
    "处罚依据",
    "处罚类别",
    "处罚内容",
    "罚款金额（万元）",
    "没收违法所得、没收非法财物的金额（万元）",
    "暂扣或吊销证照名称及编号",
    "处罚决定日期",
    "处罚有效期",
    "公示截止期",
    "处罚机关",
    "处罚机关统一社会信用代码",
    "数据来源单位",
    "数据来源单位统一社会信用代码",
    "备注",
  ],
  spoil: { code: 2, date: 22, coded: 17, subjectKind: 1 },
  corrected: 29,
  cells(occasion) {
    const { index, authority, day, decidedOn, year, random } = occasion;
    const conduct = random.pick(conducts);
    const at = random.next();
    const fined = at < 0.85;
    const confiscated = at >= 0.7 && at < 0.85;
    const suspended = at >= 0.97;
    const wan = fined ? Math.round(Math.exp(random.next() * 7 - 2.5) * 100) / 100 || 0.1 : 0;
    const kinds = suspended
      ? "暂扣许可证件"
      : confiscated
        ? "罚款;没收违法所得"
        : fined
          ? "罚款"
          : at < 0.94
            ? "警告"
            : "责令停产停业";
    const content = fined
      ? `罚款人民币${wan}万元${confiscated ? "，没收违法所得1.5万元" : ""}`
      : `${kinds}，并责令改正`;
    return [
      ...subjectCells(occasion),
      `${authority.short}罚〔${year}〕${sequence(index)}号`,
      conduct,
      `${random.pick(findings)}；${random.pick(findings)}`,
      `${random.pick(statutes)}第${1 + random.below(90)}条第${1 + random.below(4)}款`,
      kinds,
      content,
      fined ? String(wan) : "",
      confiscated ? "1.5" : "",
      suspended ? `${random.pick(certificates)}${year}${sequence(index)}` : "",
      slashed(decidedOn),
      slashed(isoDay(day + 1095)),
      "",
      authority.name,
      authority.uscc,
      authority.name,
      authority.uscc,
      "",
    ];
  },
};
