import type { LogDifference, LogDifferenceKind } from "../log/log-difference.ts";

/** 监测程序发现的每一种不符，说给没有技术背景的人听。 */
type Say = (difference: LogDifference) => string;

const place = ({ logNo, index }: LogDifference): string =>
  index === null ? "尚未排入日志的登记" : `第 ${logNo} 号日志第 ${index} 条登记`;
const owner = ({ organisationId, uscc }: LogDifference): string =>
  organisationId === null || organisationId === 0
    ? "平台自身"
    : `组织 ${uscc ?? "（代码不明）"}（第 ${organisationId} 号）`;
const version = (one: LogDifference): string => `${owner(one)}的记录 ${one.recordId} 第 ${one.version} 版`;

export const logDifferences: Readonly<Record<LogDifferenceKind, Say>> = {
  "group.gap": ({ logNo, data }) =>
    `第 ${logNo} 号日志缺少第 ${data["from"]} 至 ${data["last"]} 条登记：被删除，或改了位置`,
  "group.overlap": ({ logNo, index, data }) =>
    `第 ${data["group"]} 组登记排在第 ${logNo} 号日志第 ${index} 条，那里已有别的登记：被添入，或改了位置`,
  "group.beyond": ({ logNo, data }) =>
    `第 ${logNo} 号日志签名的检查点只到 ${data["size"]} 条，数据库中却排到了 ${data["placed"]} 条`,
  "tile.differs": ({ logNo, index, data }) =>
    `第 ${logNo} 号日志第 ${data["level"]} 层第 ${data["n"]} 块与由登记重算的不同${index === null ? "" : `，自第 ${index} 条登记起`}：登记或该块被改动`,
  "tile.missing": ({ logNo, data }) => `第 ${logNo} 号日志缺少第 ${data["level"]} 层第 ${data["n"]} 块`,
  "tile.extra": ({ logNo, data }) => `第 ${logNo} 号日志多出第 ${data["level"]} 层第 ${data["n"]} 块`,
  "checkpoint.root": ({ logNo, data }) =>
    `第 ${logNo} 号日志 ${data["size"]} 条处的检查点与由登记重算的不同：登记或检查点被改动${Number(data["more"]) > 0 ? `；其后 ${data["more"]} 个检查点也不同` : ""}`,
  "checkpoint.note": ({ logNo, data }) =>
    `第 ${logNo} 号日志 ${data["size"]} 条处的检查点，其文字或签名不是日志密钥所签的`,
  "key.unlogged": ({ logNo, data }) => `第 ${logNo} 号日志的密钥 ${data["vkey"]} 没有登记，或登记的密钥不在数据库中`,
  "signed.differs": ({ data }) => `数据库与数据库之外的签名记录不符：${data["message"]}`,
  "heads.head": (one) => `${owner(one)}的当日摘要（${one.data["day"]}）与由登记重算的不同：摘要被改动`,
  "heads.branch": ({ data }) => `当日摘要树（${data["day"]}）的一个分支与由登记重算的不同：分支或摘要被改动`,
  "heads.root": ({ data }) => `当日摘要树（${data["day"]}）的根与由登记重算的不同：摘要、组织名册或当日记载被改动`,
  "heads.statement": ({ data }) => `当日摘要（${data["day"]}）登记进日志的声明与由登记重算的不同`,
  "heads.entries": ({ data }) => `当日摘要（${data["day"]}）无法重算：登记缺少，或所属组织被改动`,
  "version.changed": (one) => `${version(one)}与其登记（${place(one)}）不符：内容、公示期限、状态、时间或盐被改动`,
  "version.hash": (one) => `${version(one)}的内容与其摘要不符`,
  "version.until": (one) => `${version(one)}的失效时间不是下一版的生效时间：被提前结束、重新启用，或中间的版本被删除`,
  "version.unlogged": (one) =>
    `${version(one)}没有登记：由程序之外的途径添入，或建立日志之前的版本尚未补记（启动程序后自动补记）`,
  "version.entry_missing": (one) => `${version(one)}所指的登记不存在：登记被删除，或版本被改指别处`,
  "entry.twice": (one) => `${version(one)}与另一事实指向同一条登记（${place(one)}）`,
  "entry.without_fact": (one) => `${place(one)}（${owner(one)}）所登记的事实不在数据库中：版本或声明被删除`,
  "statement.changed": (one) => `${place(one)}与其声明不符：声明或盐被改动`,
  "statement.entry_missing": ({ data }) => `声明 ${data["logAt"]} 所指的登记不存在`,
};
