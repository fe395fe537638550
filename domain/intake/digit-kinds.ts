/** What a code unit does to a run of digits. */
export const DIGIT = 1;
/** A letter ends the run. Punctuation and blank space (0) do not. */
export const LETTER = 2;

/** Digits as Chinese writes them, in plain and in capital form. */
export const hanDigits: ReadonlyMap<string, string> = new Map(
  ["〇零○", "一壹", "二贰", "三叁", "四肆", "五伍", "六陆", "七柒", "八捌", "九玖"].flatMap((forms, digit) =>
    [...forms].map((form): [string, string] => [form, String(digit)]),
  ),
);

const enclosed = /^\(?([0-9]+)[.,)]?$/;

/** The digits that a character outside ASCII stands for: full width, circled, superscript, mathematical, of any script. Null: none. */
export const digitsOf = (character: string): string | null => {
  const compatible = enclosed.exec(character.normalize("NFKC"))?.[1];
  if (compatible !== undefined) return compatible;
  if (!/^\p{Nd}$/u.test(character)) return null;
  // the ten digits of a script stand in a row
  const code = character.codePointAt(0) as number;
  let value = 0;
  while (value < 9 && /^\p{Nd}$/u.test(String.fromCodePoint(code - value - 1))) value++;
  return String(value);
};

const kinds = new Uint8Array(0x10000);
for (let code = 0; code < 0x80; code++) {
  if (code >= 48 && code <= 57) kinds[code] = DIGIT;
  else if ((code | 32) >= 97 && (code | 32) <= 122) kinds[code] = LETTER;
}
kinds.fill(LETTER, 0x4e00, 0xa000);
const number = /\p{N}/u;
for (let code = 0x80; code < 0xd800; code++) {
  if (code === 0x3400) code = 0xa000; // no digits among the ideographs but those below
  const character = String.fromCharCode(code);
  if (number.test(character) && digitsOf(character) !== null) kinds[code] = DIGIT;
}
for (let code = 0xff10; code <= 0xff19; code++) kinds[code] = DIGIT;
// the first half of any character beyond the basic plane: some are digits, and all are rare
kinds.fill(DIGIT, 0xd800, 0xdc00);
for (const form of hanDigits.keys()) kinds[form.charCodeAt(0)] = DIGIT;

/** By UTF-16 code unit: `DIGIT` for whatever may stand for a digit, `LETTER` for ASCII letters and ideographs, else 0. For looking at every character of a file. */
export const digitKinds: Readonly<Uint8Array> = kinds;
