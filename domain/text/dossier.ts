import type { FileClass, FileVersion, PublicityState } from "../dossier/file.ts";
import type { ReadingRole } from "../access/files.ts";
import type { Reading, ReadWhat, ReaderRelation } from "../dossier/readers-api.ts";
import type { Words } from "../words.ts";

/** As what somebody read an organisation's file, as the organisation is told it. */
export const readerRoles: Readonly<Record<ReadingRole | "agent" | "operator", Words>> = {
  creditOffice: { zh: "信用办工作人员", en: "Credit office" },
  creditCentre: { zh: "信用中心工作人员", en: "Credit centre" },
  countyOffice: { zh: "县（市、区）信用办工作人员", en: "County credit office" },
  departmentClerk: { zh: "报送部门工作人员", en: "Reporting department" },
  windowClerk: { zh: "服务窗口工作人员", en: "Service window" },
  agent: { zh: "经办人", en: "Agent" },
  operator: { zh: "平台运维人员", en: "Operator of the platform" },
};

/** As what the person at the window stood there. */
export const readerRelations: Readonly<Record<ReaderRelation, Words>> = {
  legalRepresentative: { zh: "法定代表人到窗口", en: "legal representative at the window" },
  employee: { zh: "员工到窗口", en: "employee at the window" },
  lawyer: { zh: "律师到窗口", en: "lawyer at the window" },
  entrusted: { zh: "受托人到窗口", en: "entrusted person at the window" },
};

/** What was read. */
export const readWhat: Readonly<Record<ReadWhat, Words>> = {
  file: { zh: "档案", en: "The file" },
  download: { zh: "下载的整份档案", en: "The whole file, downloaded" },
  proof: { zh: "下载的完整性证明", en: "The proof of completeness, downloaded" },
  record: { zh: "一条记录", en: "One record" },
  mandate: { zh: "经办授权申请", en: "A request for a mandate" },
  readers: { zh: "查询名单", en: "The list of readings" },
  other: { zh: "其他", en: "Something else" },
};

/** On what the reading rested; with its number beside it, or the words that were given. */
export const readBasisKinds: Readonly<Record<Reading["basis"]["kind"], Words>> = {
  mandate: { zh: "经办授权", en: "Mandate" },
  ground: { zh: "查询登记", en: "Registered query" },
  authorisation: { zh: "本组织的授权", en: "The organisation's authorisation" },
  words: { zh: "书面依据", en: "Stated basis" },
};

/** Whether the public sees it, and if not, why. */
export const publicityStateWords: Readonly<Record<PublicityState, Words>> = {
  public: { zh: "正在公示", en: "Public" },
  ended: { zh: "公示期已满，不再公示", en: "No longer public: its term is over" },
  never: { zh: "按规则不公示", en: "Not published under the rules" },
  withdrawn: { zh: "已撤回，不公示", en: "Withdrawn, not public" },
  closed: { zh: "目录规定不公开", en: "Not public: its item is closed" },
  superseded: { zh: "旧版，已被后面的版本取代", en: "Earlier version, replaced by a later one" },
};

/** Who sees an item or a field. */
export const fileClassWords: Readonly<Record<FileClass, Words>> = {
  public: { zh: "向社会公开", en: "Public" },
  authorised: { zh: "授权查询，不公开", en: "On authorisation, not public" },
  government: { zh: "政务共享，不公开", en: "Shared among authorities, not public" },
};

/** How a version came about. */
export const changeWords: Readonly<Record<FileVersion["change"], Words>> = {
  reported: { zh: "首次报送", en: "First reported" },
  corrected: { zh: "报送单位更正", en: "Corrected by the source" },
  withdrawn: { zh: "撤回", en: "Withdrawn" },
  rules: { zh: "规则变了，公示期重新计算", en: "Rules changed, term computed again" },
};
