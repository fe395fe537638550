import { unsealedSeconds } from "../audit/watch-limits.ts";
import { localTime } from "./sentence.ts";
import type { EventFault, EventFaultKind } from "../audit/event-fault.ts";

/** 核验程序发现的每一种问题，说给没有技术背景的人听。 */
type Say = (fault: EventFault) => string;

const chainOf = ({ organisationId }: EventFault): string =>
  organisationId === 0 ? "平台自身的事件链" : `第 ${organisationId} 号组织的事件链`;
const between = ({ data }: EventFault): string =>
  `（${data["from"] === "" ? "开始" : localTime(data["from"])} 至 ${localTime(data["to"])}）`;

export const eventFaults: Readonly<Record<EventFaultKind, Say>> = {
  "event.missing": (fault) =>
    `${chainOf(fault)}缺少 ${fault.data["missing"]} 个事件：第 ${fault.chainNo} 号${fault.data["missing"] === 1 ? "" : `至第 ${fault.data["until"]} 号`}`,
  "event.changed": (fault) =>
    `${chainOf(fault)}第 ${fault.chainNo} 号事件与其校验码不符：内容被改动，或从别处挪来，或前一个事件被改动`,
  "event.blanked": (fault) => `${chainOf(fault)}第 ${fault.chainNo} 号事件的校验码被抹去`,
  "event.misnumbered": (fault) =>
    `${chainOf(fault)}第 ${fault.chainNo} 号事件的总编号 ${fault.data["number"]} 不在应有的次序上`,
  "chain.end_differs": (fault) =>
    `${chainOf(fault)}到第 ${fault.chainNo} 号为止，登记的末尾是第 ${fault.data["expected"]} 号：末尾被删、被添或被改`,
  "chain.end_missing": (fault) => `${chainOf(fault)}有 ${fault.chainNo} 号及以前的事件，却没有末尾登记`,
  "chain.empty": (fault) => `${chainOf(fault)}登记有 ${fault.data["expected"]} 个事件，却一个也没有`,
  "seal.missing": (fault) => `缺少第 ${fault.sealNo} 号至第 ${fault.data["until"]} 号封印`,
  "seal.changed": ({ sealNo }) => `第 ${sealNo} 号封印与其校验码不符：被改动，或前一个封印被改动`,
  "seal.not_contiguous": ({ sealNo }) => `第 ${sealNo} 号封印不是从前一个封印结束处开始的`,
  "seal.events_differ": (fault) =>
    `第 ${fault.sealNo} 号封印${between(fault)}封存了 ${fault.data["expected"]} 个事件，现在是 ${fault.data["found"]} 个`,
  "seal.content_differs": (fault) => `第 ${fault.sealNo} 号封印${between(fault)}封存的事件数目相同，内容不同`,
  "seal.unchained": ({ sealNo, data }) => `第 ${sealNo} 号封印范围内多出 ${data["events"]} 个没有校验码的事件`,
  "seal.log_differs": ({ sealNo }) =>
    `透明日志中登记的第 ${sealNo} 号封印在数据库中不存在，或是另一个：封印被删除或被替换`,
  "seal.not_logged": ({ sealNo }) => `第 ${sealNo} 号封印没有登记在透明日志中：它是事后添上的，或登记被删除`,
  "seal.future": ({ data }) => `${data["events"]} 个事件的事务编号尚未发生`,
  "seal.behind": ({ data }) =>
    `${data["events"]} 个事件早于 ${unsealedSeconds} 秒而未被封存（最早 ${localTime(data["oldest"])}）：程序没有运行，或封存失败`,
  "file.none": () => "数据库之外的封印文件不存在：它被删除，或这里不是封存所在的机器",
  "file.damaged": ({ sealNo, data }) =>
    sealNo === null ? `封印文件第 ${data["line"]} 行不可读` : `封印文件在第 ${sealNo} 号封印处次序不对或有缺`,
  "file.ahead": ({ sealNo, data }) =>
    `封印文件里有 ${data["seals"]} 个封印（自第 ${sealNo} 号，${localTime(data["at"])}）不在数据库中：数据库被退回到较早的状态`,
  "file.behind": ({ sealNo, data }) => `封印文件只到第 ${data["inFile"]} 号，数据库已有第 ${sealNo} 号`,
  "file.differs": ({ sealNo }) => `第 ${sealNo} 号封印在文件与数据库中不一致`,
};
