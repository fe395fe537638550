import { isoDay } from "./invent-organisation.ts";
import type { RecordKind } from "./invent-record.ts";
import { conducts, goods, honours, inspections, licenceContents, promises } from "./vocabulary.ts";

const numbered = (index: number): string => String(index + 1).padStart(8, "0");

/** 信用承诺, columns of the national form; its code is division, day and six digits. */
export const commitment: RecordKind = {
  item: "commitment",
  stream: 4,
  headers: [
    "承诺编码",
    "承诺人名称",
    "承诺人类别",
    "承诺人代码",
    "承诺类型",
    "承诺事由",
    "承诺内容",
    "违诺责任",
    "承诺作出日期",
    "承诺有效期",
    "承诺履行状态",
    "承诺受理单位",
    "承诺受理单位代码",
    "公开类型",
    "备注",
  ],
  spoil: { code: 3, date: 8, coded: 4, subjectKind: 2 },
  corrected: 14,
  cells: ({ index, organisation, authority, day, decidedOn, random }) => [
    `${authority.uscc.slice(2, 8)}${decidedOn.replaceAll("-", "")}0${numbered(index).slice(-5)}`,
    organisation.name,
    organisation.subjectKind,
    organisation.uscc,
    random.pick(["审批替代型", "容缺受理型", "证明事项型", "主动型", "行业自律型"]),
    `申请办理${random.pick(licenceContents)}`,
    random.pick(promises),
    "撤销行政决定，按规定公示，并承担相应法律责任",
    decidedOn,
    random.next() < 0.6 ? isoDay(day + 365) : "",
    random.next() < 0.93 ? "全部履行" : "待履行",
    authority.name,
    authority.uscc,
    "可向社会公开",
    "",
  ],
};

/** 行政监督检查. */
export const inspection: RecordKind = {
  item: "inspection",
  stream: 5,
  headers: [
    "行政相对人名称",
    "行政相对人类别",
    "统一社会信用代码",
    "法定代表人",
    "事项名称",
    "文书号",
    "监督检查结果",
    "检查类型",
    "检查任务编号",
    "内容",
    "依据",
    "决定日期",
    "机关",
    "机关统一社会信用代码",
    "数据来源单位",
    "数据来源单位统一社会信用代码",
    "备注",
  ],
  spoil: { code: 2, date: 11, coded: 6, subjectKind: 1 },
  corrected: 16,
  cells({ index, organisation, authority, decidedOn, year, random, representative }) {
    const faulty = random.next() < 0.08;
    return [
      organisation.name,
      organisation.subjectKind,
      organisation.uscc,
      representative,
      `${random.pick(inspections)}（第${numbered(index)}次）`,
      "",
      faulty ? "发现问题已责令改正" : "未发现问题",
      random.next() < 0.8 ? "双随机" : "专项检查",
      `JC${year}${numbered(index)}`,
      faulty ? `${random.pick(conducts)}，已责令限期改正` : "本次检查未发现问题",
      "",
      decidedOn,
      authority.name,
      authority.uscc,
      authority.name,
      authority.uscc,
      "",
    ];
  },
};

/** 合同履约. */
export const contract: RecordKind = {
  item: "contract-performance",
  stream: 6,
  headers: [
    "合同编号",
    "合同名称",
    "合同类型",
    "采购人（甲方）",
    "甲方统一社会信用代码",
    "供应商（乙方）",
    "乙方统一社会信用代码",
    "主要标的名称",
    "合同金额（万元）",
    "履约期限",
    "采购方式",
    "合同签订日期",
    "合同公告日期",
    "履约状态",
    "其他补充事宜",
  ],
  spoil: { code: 6, date: 11, coded: 13, subjectKind: null },
  corrected: 14,
  cells({ index, organisation, authority, day, decidedOn, year, random }) {
    const what = random.pick(goods);
    return [
      `HT${year}${numbered(index)}`,
      `${authority.name}${what}采购合同`,
      random.next() < 0.7 ? "行政合同" : "市场化合同",
      authority.name,
      authority.uscc,
      organisation.name,
      organisation.uscc,
      what,
      (Math.exp(random.next() * 6) * 1.5).toFixed(2),
      isoDay(day + 90 + random.below(700)),
      "招标",
      decidedOn,
      isoDay(day + 3),
      random.pick(["履约中", "已履约", "已履约", "已履约", "部分履约"]),
      "",
    ];
  },
};

/** 荣誉表彰. */
export const honour: RecordKind = {
  item: "honour",
  stream: 7,
  headers: [
    "企业名称",
    "统一社会信用代码",
    "荣誉名称",
    "荣誉级别",
    "表彰文号",
    "荣誉内容",
    "授予日期",
    "有效期至",
    "授予机关",
    "授予机关统一社会信用代码",
    "备注",
  ],
  spoil: { code: 1, date: 6, coded: 3, subjectKind: null },
  corrected: 10,
  cells({ index, organisation, authority, day, decidedOn, year, random }) {
    const name = random.pick(honours);
    return [
      organisation.name,
      organisation.uscc,
      `${year}年度${name}`,
      random.pick(["市级", "县级", "省级"]),
      `${authority.short}发〔${year}〕${numbered(index)}号`,
      `授予${name}称号`,
      decidedOn,
      isoDay(day + 1095),
      authority.name,
      authority.uscc,
      "",
    ];
  },
};

/** 经营异常名录. */
export const abnormalEntry: RecordKind = {
  item: "abnormal-list",
  stream: 8,
  headers: [
    "企业名称",
    "统一社会信用代码",
    "名录名称",
    "列入事由",
    "列入决定文书号",
    "列入日期",
    "列入机关",
    "列入机关统一社会信用代码",
    "移出日期",
    "移出事由",
    "移出机关",
    "备注",
  ],
  spoil: { code: 1, date: 5, coded: 2, subjectKind: null },
  corrected: 11,
  cells({ index, organisation, authority, day, decidedOn, year, random }) {
    const removed = random.next() < 0.6;
    return [
      organisation.name,
      organisation.uscc,
      organisation.subjectKind === "个体工商户" ? "个体工商户经营异常状态" : "企业经营异常名录",
      random.pick([
        "未按照规定期限公示年度报告",
        "通过登记的住所或者经营场所无法联系",
        "公示企业信息隐瞒真实情况、弄虚作假",
      ]),
      `${authority.short}异〔${year}〕${numbered(index)}号`,
      decidedOn,
      authority.name,
      authority.uscc,
      removed ? isoDay(day + 30 + random.below(900)) : "",
      removed ? "补报年度报告并公示后申请移出" : "",
      removed ? authority.name : "",
      "",
    ];
  },
};
