/** Kinds of organisation and their registration statuses in words: the same on the screen, in CSV and in dumps. */
export const organisationKinds = {
  government: { zh: "机关", en: "Government body" },
  institution: { zh: "事业单位", en: "Public institution" },
  legalService: { zh: "法律服务机构", en: "Legal service body" },
  socialOrganisation: { zh: "社会组织", en: "Social organisation" },
  grassrootsSelfGovernment: { zh: "基层群众性自治组织", en: "Grassroots self-government body" },
  tradeUnion: { zh: "工会", en: "Trade union" },
  enterprise: { zh: "企业", en: "Enterprise" },
  soleTrader: { zh: "个体工商户", en: "Sole trader (business)" },
  cooperative: { zh: "农民专业合作社", en: "Farmers' cooperative" },
  collective: { zh: "农村集体经济组织", en: "Rural collective" },
  other: { zh: "其他组织", en: "Other organisation" },
} as const;

export const organisationStatuses = {
  active: { zh: "存续", en: "Active" },
  revoked: { zh: "吊销", en: "Licence revoked" },
  cancelled: { zh: "注销", en: "Deregistered" },
  movedOut: { zh: "迁出", en: "Moved out" },
  suspended: { zh: "歇业", en: "Suspended" },
  unknown: { zh: "状态未报送", en: "Status not reported" },
} as const;

/** One language of such a map. */
export const inLanguage = <K extends string>(
  words: Readonly<Record<K, { readonly zh: string; readonly en: string }>>,
  language: "zh" | "en",
): Record<K, string> => {
  const entries = Object.entries<{ readonly zh: string; readonly en: string }>(words);
  return Object.fromEntries(entries.map(([key, { [language]: word }]) => [key, word])) as Record<K, string>;
};
