/** How a public or printed form hides part of a value (charter 4). */

const compoundSurnames = new Set(
  "欧阳 太史 端木 上官 司马 东方 独孤 南宫 万俟 闻人 夏侯 诸葛 尉迟 公羊 赫连 澹台 皇甫 宗政 濮阳 公冶 太叔 申屠 公孙 慕容 仲孙 钟离 长孙 宇文 司徒 鲜于 司空 闾丘 令狐 呼延 完颜 拓跋 轩辕 西门 第五 叶赫 爱新".split(
    " ",
  ),
);

/** Surnames that, without a sign before them, are as likely another word (当事人于二月…, 负责人应当…, 经营者和…). */
const ambiguous = new Set("于和时有经应从向方单公安高常连都能成利相关全双农来车过查".split(""));

const surnames = new Set(
  (
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎鲁韦昌马苗凤花方俞任袁柳鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于时傅皮卞齐康伍余元卜顾孟平黄" +
    "和穆萧尹姚邵湛汪祁毛禹狄米贝明臧计伏成戴谈宋茅庞熊纪舒屈项祝董梁杜阮蓝闵席季麻强贾路娄危江童颜郭梅盛林刁钟徐邱骆高夏蔡田樊胡凌霍虞万支柯昝管卢莫经房裘缪干解应宗丁宣邓郁单杭洪包诸左石崔吉钮龚程嵇" +
    "邢滑裴陆荣翁荀羊於惠甄曲家封芮羿储靳汲邴糜松井段富巫乌焦巴弓牧隗山谷车侯宓蓬全郗班仰秋仲伊宫宁仇栾暴甘厉戎祖武符刘景詹束龙叶幸司韶郜黎蓟薄印宿白怀蒲邰从鄂索咸籍赖卓蔺屠蒙池乔阴胥能苍双闻莘党翟谭" +
    "贡劳逄姬申扶堵冉宰郦雍却璩桑桂濮牛寿通边扈燕冀郏浦尚农温别庄晏柴瞿阎充慕连茹习宦艾鱼容向古易慎戈廖庾终暨居衡步都耿满弘匡国文寇广禄阙东欧利蔚越隆师巩厍聂晁勾敖融冷訾辛阚那简饶空曾沙乜养鞠须丰巢关" +
    "相查后荆红游权盖益桓公肖闫付代佟岳帅亢况有琴海晋楚闰法汝鄢涂钦商牟佘佴伯赏仝邸初苑冮门修原由勇朴苟信卿么仉来栗靖宛矫线戢逯展闪降"
  ).split(""),
);

const isHan = (character: string | undefined): boolean => character !== undefined && /\p{Script=Han}/u.test(character);

const surnameOf = (name: string): string =>
  name.length >= 3 && compoundSurnames.has(name.slice(0, 2)) ? name.slice(0, 2) : ([...name][0] ?? "");

/** 张三 → 张某, 欧阳小明 → 欧阳某, "John Smith" → J***. One name. */
const maskOne = (name: string): string => {
  if (name === "" || /某/.test(name)) return name;
  return isHan(name) ? `${surnameOf(name)}某` : `${[...name][0] ?? ""}***`;
};

/** Every name in a cell that holds names only, separated as departments do: 张三、李四 → 张某、李某. */
export const maskPersonNames = (cell: string): string =>
  /\p{Script=Han}/u.test(cell)
    ? cell.replace(/[^\s、,，;；/|（）()]+/gu, maskOne)
    : cell.replace(/[^、,，;；/|]+/gu, (name) => maskOne(name.trim()));

/** 13804151234 → 138****1234; of shorter numbers the last four. */
export const maskPhone = (cell: string): string =>
  cell.replace(/\d[\d\s-]{5,}\d/g, (number) => {
    const digits = number.replace(/\D/g, "");
    return digits.length >= 11 ? `${digits.slice(0, 3)}****${digits.slice(-4)}` : `${digits.slice(0, -4)}****`;
  });

/** Words that begin like a name and follow a role as often as one (执法人员通知…). */
const notNames = new Set(
  "通知 通过 封存 盖章 索取 申请 申报 申领 申诉 解除 解释 展示 展开 曾于 曾在 曾对 曾向 曾因 曾经 计算 计划 关闭 关于 由于 充分 居住 终止 原在 原系 原为 房屋 支付 印制 法定 信用 舒适 牧业 党员 党组 费用 武装 万元 项目 方可 明确 满足 符合 巡查 包装 陈述 严格 严重 强制 强调 应当 应该".split(
    " ",
  ),
);

const roles =
  "法定代表人|法人代表|负责人|执法人员|执法员|检查人员|检查员|办案人员|调查人员|承办人员|承办人|经办人员|经办人|监护人|合伙人|经营者|业主|店主|厂长|当事人|驾驶员|驾驶人|司机|责任人员|责任人|股东|投资人|执行董事|董事长|总经理|经理|监事|员工|职工|工人|从业人员|联系人|委托代理人|代理人|委托人|实际控制人|死者|伤者|受害人|申请人|持证人|姓名";
/** What may follow a name within a sentence. */
const following = "均陪的于在未因系为是与和及等之将已被向从对擅违无不利、以所有自其使驾持到进作并也又即说称签确承";
const beforeName = new RegExp(`(?:${roles})(?<sign>\\s*(?:姓名)?\\s*[：:（(“"]\\s*)?`, "gu");

const startsName = (text: string): boolean =>
  compoundSurnames.has(text.slice(0, 2)) || (surnames.has(text.charAt(0)) && !ambiguous.has(text.charAt(0)));

/** How many characters of `text` from `from` on are a person's name: surname known, one or two characters, then a boundary; 0 when none. */
const nameLength = (text: string, from: number, signed: boolean): number => {
  const compound = compoundSurnames.has(text.slice(from, from + 2));
  const first = text.charAt(from);
  if (!signed && notNames.has(text.slice(from, from + 2))) return 0;
  if (!compound && (!surnames.has(first) || (!signed && ambiguous.has(first)))) return 0;
  const surname = compound ? 2 : 1;
  for (const given of [2, 1]) {
    const end = from + surname + given;
    const inside = text.slice(from + surname, end);
    if (inside.length < given || ![...inside].every((character) => isHan(character) && character !== "某")) continue;
    const next = text.charAt(end);
    if (next === "" || !isHan(next) || following.includes(next)) return surname + given;
  }
  return 0;
};

/** What stands between the names of a list: 执法人员孙志刚、赵磊. */
const listSigns = "、，,和及与";

const maskAfterRoles = (text: string): string => {
  let masked = "";
  let done = 0;
  for (const match of text.matchAll(beforeName)) {
    const from = match.index + match[0].length;
    let at = from;
    let length = from < done ? 0 : nameLength(text, from, match.groups?.["sign"] !== undefined);
    while (length > 0) {
      masked += text.slice(done, at) + maskOne(text.slice(at, at + length));
      done = at + length;
      if (!listSigns.includes(text.charAt(done)) || done >= text.length) break;
      at = done + 1;
      length = nameLength(text, at, false);
    }
  }
  return masked + text.slice(done);
};

/**
 * Hides persons' names within a sentence, as well as words allow: the names known from other fields of the record, names
 * behind a role (法定代表人张三), names before an identity document or sex. Best effort; fields that only hold a name are masked whole.
 * @param known names as they stand in other fields of the same record
 */
export const maskNamesInText = (text: string, known: readonly string[]): string => {
  let masked = text;
  for (const name of [...known].sort((a, b) => b.length - a.length))
    if ([...name].length >= 2) masked = masked.replaceAll(name, maskOne(name));
  masked = maskAfterRoles(masked);
  return masked.replace(
    /\p{Script=Han}{2,4}(?=[（(，,、]\s*(?:男|女|公民身份|居民身份|身份证|身份号|汉族|满族|朝鲜族))/gu,
    (tail: string) => {
      const length = [4, 3, 2].find(
        (n) => n <= tail.length && (n === 4 ? compoundSurnames.has(tail.slice(-4, -2)) : startsName(tail.slice(-n))),
      );
      return length === undefined ? tail : tail.slice(0, -length) + maskOne(tail.slice(-length));
    },
  );
};
