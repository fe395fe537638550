const digits: Readonly<Record<string, number>> = Object.fromEntries(
  ["零〇○", "壹一幺", "贰二两貳", "叁三參叄", "肆四", "伍五", "陆六陸", "柒七", "捌八", "玖九"].flatMap(
    (forms, value) => [...forms].map((form) => [form, value]),
  ),
);
const units: Readonly<Record<string, number>> = { 拾: 10, 十: 10, 佰: 100, 百: 100, 仟: 1000, 千: 1000 };
const bigUnits: Readonly<Record<string, number>> = { 万: 10_000, 萬: 10_000, 亿: 100_000_000, 億: 100_000_000 };

/** A number below 10,000 in Chinese characters; null when the units do not fall or a digit has no place. */
const readSection = (text: string): number | null => {
  let total = 0;
  let lastUnit = 10_000;
  let digit: number | null = null;
  let zero = false;
  for (const [i, c] of [...text].entries()) {
    const value = digits[c];
    if (value !== undefined) {
      if (digit !== null) return null;
      if (value === 0) zero = true;
      else digit = value;
      continue;
    }
    const unit = units[c];
    if (unit === undefined || unit >= lastUnit) return null;
    // 拾万 for 壹拾万
    if (digit === null && !(unit === 10 && i === 0)) return null;
    total += (digit ?? 1) * unit;
    lastUnit = unit;
    digit = null;
    zero = false;
  }
  // 壹仟伍 (for 壹仟伍佰) is ambiguous; 壹仟零伍 and 拾伍 are not
  if (digit !== null && lastUnit > 10 && lastUnit < 10_000 && !zero) return null;
  return total + (digit ?? 0);
};

const readWhole = (text: string): number | null => {
  let total = 0;
  let lastUnit = Number.POSITIVE_INFINITY;
  let from = 0;
  const characters = [...text];
  for (const [i, c] of characters.entries()) {
    const unit = bigUnits[c];
    if (unit === undefined) continue;
    if (unit >= lastUnit || i === from) return null;
    const section = readSection(characters.slice(from, i).join(""));
    if (section === null) return null;
    total += section * unit;
    lastUnit = unit;
    from = i + 1;
  }
  const rest = characters.slice(from).join("");
  const section = rest === "" ? 0 : readSection(rest);
  return section === null ? null : total + section;
};

const form = /^([^元圆角分整正]*)(?:(元|圆)(?:零?([^元圆角分整正零])角)?(?:零?([^元圆角分整正零])分)?)?(整|正)?$/;

/**
 * An amount of money in Chinese capitals or plain characters (伍拾肆万元整, 叁仟零伍元贰角) in cents of a yuan; null when it is none.
 * 元 may be left out only behind 万 or 亿 (贰万).
 */
export const readChineseNumber = (text: string): number | null => {
  if (text.length === 0 || text.length > 40) return null;
  const m = form.exec(text);
  if (m === null || m[1] === "") return null;
  const [, whole, yuan, jiao, fen] = m as unknown as [string, string, string?, string?, string?];
  if (yuan === undefined && bigUnits[whole.slice(-1)] === undefined) return null;
  const value = readWhole(whole);
  const tenths = jiao === undefined ? 0 : digits[jiao];
  const hundredths = fen === undefined ? 0 : digits[fen];
  if (value === null || tenths === undefined || hundredths === undefined) return null;
  const cents = value * 100 + tenths * 10 + hundredths;
  return Number.isSafeInteger(cents) ? cents : null;
};
