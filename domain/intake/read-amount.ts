import { readChineseNumber } from "./chinese-number.ts";

/** Units in which amounts are stored. */
export type AmountUnit = "万元" | "元";
export type AmountNote = "width" | "unitConverted" | "chineseCapitals" | "thousandsSeparator";

export type AmountReading =
  /** Decimal text in the field's unit, without leading or trailing noughts: exact, never a float. */
  | { readonly ok: true; readonly value: string; readonly notes: readonly AmountNote[] }
  | { readonly ok: false; readonly problem: "unreadable" | "negative" };

/** Powers of ten of a yuan. */
const exponents: Readonly<Record<string, number>> = {
  "": 0,
  十: 1,
  百: 2,
  千: 3,
  万: 4,
  十万: 5,
  百万: 6,
  千万: 7,
  亿: 8,
};
const exponentOf: Readonly<Record<AmountUnit, number>> = { 万元: 4, 元: 0 };
/** Whole digits an amount may have in the field's unit: ten times the standard's N(18,6). */
const MOST_WHOLE_DIGITS = 13;
const MOST_FRACTION_DIGITS = 12;

const unreadable: AmountReading = { ok: false, problem: "unreadable" };

/** Moves the decimal point to the right (or left), exactly, and takes off noughts that say nothing. */
export const shiftDecimal = (decimal: string, places: number): string => {
  const dot = decimal.indexOf(".");
  const whole = dot < 0 ? decimal : decimal.slice(0, dot);
  const fraction = dot < 0 ? "" : decimal.slice(dot + 1);
  let digits = whole + fraction;
  let point = whole.length + places;
  if (point < 0) {
    digits = "0".repeat(-point) + digits;
    point = 0;
  }
  if (point > digits.length) digits += "0".repeat(point - digits.length);
  const left = digits.slice(0, point).replace(/^0+(?=\d)/, "") || "0";
  const right = digits.slice(point).replace(/0+$/, "");
  return right === "" ? left : `${left}.${right}`;
};

const plain = /^\d+(?:\.\d*)?$|^\.\d+$/;
const grouped = /^\d{1,3}(?:,\d{3})+(?:\.\d*)?$/;
const scientific = /^(\d+(?:\.\d*)?)E([+-]?\d{1,2})$/i;
const written = /^([\d.,]+(?:E[+-]?\d{1,2})?)(亿|千万|百万|十万|万|千|百)?(元|圆)?(?:人民币)?(?:元|圆)?整?$/i;
const currency = /^(?:合计|共计|总计|计|罚款|处罚款)?(?:人民币|RMB|CNY)?(?:\(?大写\)?:?|:)?[¥￥]?/i;

interface Figure {
  /** In yuan, unless `unit` is null: then in whatever unit the column has. */
  readonly decimal: string;
  /** Power of ten of a yuan in which it was written. */
  readonly unit: number | null;
  readonly notes: readonly AmountNote[];
}

const readFigure = (text: string): Figure | null => {
  const body = text.replace(currency, "");
  const m = written.exec(body);
  if (m === null) {
    const cents = readChineseNumber(body);
    return cents === null ? null : { decimal: shiftDecimal(String(cents), -2), unit: 0, notes: ["chineseCapitals"] };
  }
  const [, number, multiple, yuan] = m as unknown as [string, string, string | undefined, string | undefined];
  const power = scientific.exec(number);
  const mantissa = power === null ? number : (power[1] as string);
  const notes: AmountNote[] = [];
  if (grouped.test(mantissa)) notes.push("thousandsSeparator");
  else if (!plain.test(mantissa)) return null;
  const bare = multiple === undefined && yuan === undefined && !/[¥￥]/.test(text);
  const unit = exponents[multiple ?? ""] as number;
  return {
    decimal: shiftDecimal(mantissa.replaceAll(",", ""), (power === null ? 0 : Number(power[2])) + unit),
    unit: bare ? null : unit,
    notes,
  };
};

const inField = (figure: Figure, column: AmountUnit, field: AmountUnit): AmountReading => {
  const value = shiftDecimal(figure.decimal, (figure.unit === null ? exponentOf[column] : 0) - exponentOf[field]);
  const dot = value.indexOf(".");
  if ((dot < 0 ? value.length : dot) > MOST_WHOLE_DIGITS || (dot >= 0 && value.length - dot - 1 > MOST_FRACTION_DIGITS))
    return unreadable;
  const converted = (figure.unit ?? exponentOf[column]) !== exponentOf[field];
  const notes: readonly AmountNote[] = converted ? [...figure.notes, "unitConverted"] : figure.notes;
  return { ok: true, value, notes };
};

/**
 * Reads an amount of money: digits with or without thousands separators, ￥, 元, 万元, 亿元, 人民币, or Chinese capitals (伍拾肆万元整).
 * A bare number is in the column's unit. Two figures, the second in brackets, must agree. Other currencies are not read.
 * @param field unit in which the field is stored
 * @param column unit named in the column's header, when it differs from the field's
 */
export const readAmount = (raw: string, field: AmountUnit, column: AmountUnit = field): AmountReading => {
  const halfWidth = raw.normalize("NFKC");
  // 5 1 may be two numbers as well as 51
  if (/[\d.,]\s+[\d.,]/.test(halfWidth)) return unreadable;
  const reading = readHalfWidth(halfWidth.replace(/\s+/g, "").replaceAll("。", ""), field, column);
  return reading.ok && /[\uFF10-\uFF19\uFF0C\uFF0E]/.test(raw)
    ? { ...reading, notes: ["width", ...reading.notes] }
    : reading;
};

const readHalfWidth = (text: string, field: AmountUnit, column: AmountUnit): AmountReading => {
  if (text.length === 0 || text.length > 80) return unreadable;
  if (/^(?:人民币|[¥￥])?[-−–]/.test(text) || /^\(\d[\d.,]*\)$/.test(text) || text.startsWith("负"))
    return { ok: false, problem: "negative" };
  const bracketed = /^([^()]+)\(([^()]+)\)$/.exec(text);
  if (bracketed === null || bracketed[1] === "人民币") {
    const figure = readFigure(text);
    return figure === null ? unreadable : inField(figure, column, field);
  }
  const [, first, second] = bracketed as unknown as [string, string, string];
  if (/^(万|亿)?元?(人民币)?元?$/.test(second) && /^[\d.,]+$/.test(first)) {
    const figure = readFigure(first + second);
    return figure === null ? unreadable : inField(figure, column, field);
  }
  const a = readFigure(first);
  const b = readFigure(second);
  if (a === null || b === null || (a.unit === null && b.unit === null)) return unreadable;
  const readings = [inField(a, column, field), inField(b, column, field)] as const;
  const [x, y] = readings;
  return x.ok && y.ok && x.value === y.value ? x : unreadable;
};

/**
 * A stored amount in cents of a yuan, halves rounded up; null when it does not fit a safe integer.
 * @param value decimal text as `readAmount` gives it
 */
export const amountInCents = (value: string, unit: AmountUnit): number | null => {
  const cents = shiftDecimal(value, exponentOf[unit] + 2);
  const dot = cents.indexOf(".");
  const whole = Number(dot < 0 ? cents : cents.slice(0, dot));
  const rounded = dot >= 0 && cents.charCodeAt(dot + 1) >= 53 ? whole + 1 : whole;
  return Number.isSafeInteger(rounded) ? rounded : null;
};
