/**
 * What the catalogue refuses to register (charter 1 to 3), as words. The list is code and not a file of the catalogue: no configuration can shorten it.
 * `zh` is looked for anywhere in a name; `en` among the words of a name or id (camelCase, snake_case and hyphens are split), several words in a row.
 */
export const refusedTopics = [
  {
    topic: "naturalPersons",
    zh: [
      "自然人信用",
      "个人信用",
      "公民信用",
      "居民信用",
      "市民信用",
      "村民信用",
      "个人积分",
      "信用积分",
      "市民分",
      "个人档案",
      "公务员诚信",
      "未成年人",
      "学生信用",
    ],
    en: [
      "natural person",
      "natural persons",
      "citizen score",
      "social score",
      "personal credit",
      "personal score",
      "citizen",
    ],
  },
  {
    topic: "onlineBehaviour",
    zh: [
      "网络言论",
      "网上言论",
      "网络行为",
      "上网",
      "发帖",
      "跟帖",
      "点赞",
      "浏览记录",
      "社交账号",
      "社交媒体",
      "微博",
      "微信",
      "抖音",
      "聊天",
      "网民",
      "网络账号",
      "言论",
    ],
    en: [
      "online",
      "social media",
      "browsing",
      "posts",
      "chat",
      "speech",
      "weibo",
      "wechat",
      "internet behaviour",
      "internet behavior",
    ],
  },
  {
    topic: "location",
    zh: ["定位", "轨迹", "行踪", "经纬度", "经度", "纬度", "GPS", "实时位置", "地理位置", "基站"],
    en: ["gps", "geolocation", "location", "latitude", "longitude", "trajectory", "whereabouts", "tracking"],
  },
  {
    topic: "travel",
    zh: [
      "出行记录",
      "出行信息",
      "出行数据",
      "出行方式",
      "出行轨迹",
      "个人出行",
      "居民出行",
      "交通出行",
      "绿色出行",
      "文明出行",
      "乘机",
      "乘车",
      "旅客",
      "出入境",
      "航班",
      "车次",
      "住宿登记",
      "闯红灯",
      "交通违法",
      "驾驶人",
    ],
    en: [
      "travel",
      "trips",
      "flight",
      "flights",
      "passenger",
      "passengers",
      "border crossing",
      "jaywalking",
      "traffic violation",
      "driver",
    ],
  },
  {
    topic: "household",
    zh: ["家庭", "户籍", "户口", "婚姻", "配偶", "子女", "亲属", "家属", "父母", "住户"],
    en: ["household", "family", "marital", "marriage", "spouse", "children", "relatives", "kinship"],
  },
  {
    topic: "belief",
    zh: ["信仰", "信教", "政治面貌", "党派", "民族成分", "民族成份", "政治倾向"],
    en: ["belief", "beliefs", "religion", "faith", "political", "ethnicity"],
  },
  {
    topic: "biometrics",
    zh: ["指纹", "人脸", "虹膜", "声纹", "基因", "DNA", "血型", "生物特征", "生物识别", "步态"],
    en: ["biometric", "biometrics", "fingerprint", "face", "facial", "iris", "voiceprint", "dna", "gait"],
  },
  {
    topic: "health",
    zh: ["病历", "病史", "健康状况", "残疾", "疫苗接种", "体检"],
    en: ["medical history", "health status", "disability", "vaccination"],
  },
  {
    topic: "socialRelations",
    zh: ["社会关系", "人际关系", "通讯录", "好友", "朋友", "同事"],
    en: ["social relation", "social relations", "contacts", "friends"],
  },
  {
    topic: "petitions",
    zh: ["信访", "上访", "缠访", "举报人", "投诉人"],
    en: ["petition", "petitions", "petitioner", "complainant", "whistleblower"],
  },
  {
    topic: "personalConduct",
    zh: [
      "个人行为",
      "不文明",
      "养犬",
      "物业费",
      "垃圾分类",
      "献血",
      "道德",
      "志愿服务时长",
      "酗酒",
      "赌博人员",
      "失信人员",
      "个人失信",
      "责任人员",
    ],
    en: ["personal conduct", "behaviour", "behavior", "conduct", "morality", "dog", "littering", "gambling"],
  },
] as const satisfies readonly {
  readonly topic: string;
  readonly zh: readonly string[];
  readonly en: readonly string[];
}[];

/** Columns that hold a person's identity or private contact: they may be known, so that they can be dropped, and are never kept. */
export const identityWords = {
  zh: /身份证|(?<!许可)证件(?:号|类型)|护照|手机|家庭住址|银行卡|社保卡号/u,
  en: /identity (?:card|number|document)|passport|mobile/iu,
};

/** Columns that name a person within an organisation's record: kept from the public and out of every key (charter 4). */
export const personWords = {
  zh: /法定代表人|法人代表|负责人|姓名|联系人|经办人|承办人|执法人员|检查人员|投资人|股东|合伙人|实际控制人|监护人/u,
  en: /legal representative|contact person|person in charge|shareholder/iu,
};

/** Words of grading: with them, sole traders are no subject (charter 1). */
export const gradingWords = {
  zh: /评级|评分|得分|分值|排名|信用等级|评价等级|信用评价|风险等级|风险分级/u,
  en: /\b(?:rating|score|scores|rank|ranking|grade)\b/iu,
};

/** Raw subject kinds that stand for people, whatever the file calls them. */
export const naturalPersonKinds = /natural|person|people|citizen|individual|resident|自然人|个人|公民|居民/iu;

const bare = (text: string): string =>
  text
    .normalize("NFKC")
    .replace(/[^\p{L}\p{N}]/gu, "")
    .toUpperCase();

/** `onlineBehaviour_2` → " online behaviour 2 ": whole words to look for. */
export const wordsOf = (text: string): string =>
  ` ${text
    .normalize("NFKC")
    .replace(/([a-z])([A-Z])/g, "$1 $2")
    .replace(/([A-Z]+)([A-Z][a-z])/g, "$1 $2")
    .replace(/[^A-Za-z0-9]+/g, " ")
    .trim()
    .toLowerCase()} `;

/** The first refused topic that a name or id speaks of, with the word that says so. Width, blanks and punctuation within the text hide nothing. */
export const refusedTopic = (text: string): { readonly topic: string; readonly word: string } | null => {
  const folded = bare(text);
  const words = wordsOf(text);
  for (const { topic, zh, en } of refusedTopics) {
    const word = zh.find((w) => folded.includes(w)) ?? en.find((w) => words.includes(` ${w} `));
    if (word !== undefined) return { topic, word };
  }
  return null;
};
