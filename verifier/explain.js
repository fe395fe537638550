/** What a check that held shows and what it does not, as codes with their data; {@link say} puts words to them. */

/** @typedef {[code: string, data: Record<string, unknown>]} Line */
/** @typedef {{ shown: Line[], not: Line[] }} Explained */
/** @typedef {import("./checkpoint.js").Checkpoint} Checkpoint */
/** @typedef {import("./disclosure.js").Opened} Opened */

/** @param {string} code @param {Record<string, unknown>} [data] @returns {Line} */
const line = (code, data = {}) => [code, data];

/** @param {number} seconds since 1970; a witness may name any number, a date ends with the year 275760 */
const clock = (seconds) =>
  `${new Date(Math.min((seconds + 28_800) * 1000, 8.64e15)).toISOString().slice(0, -5).replace("T", " ")} UTC+8`;

/** @param {Checkpoint} checkpoint @param {Line[]} [shown] what else is shown, first @param {Line[]} [not] @returns {Explained} */
export const explainCheckpoint = ({ origin, size, cosigners }, shown = [], not = []) => {
  const seen = cosigners.map(({ name, time }) => line("shown.cosigned", { name, time: clock(time ?? 0) }));
  const unseen = cosigners.length === 0 ? [line("not.witnessed")] : [];
  return {
    shown: [...shown, line("shown.checkpoint", { origin, size }), ...seen],
    not: [...not, ...unseen, line("not.key", { origin })],
  };
};

/** @param {{ index: number, time: number, opened: Opened | null }} entry @returns {Line[]} */
const linesOf = ({ index, time, opened }) => {
  const at = { index, time: clock(time / 1e6) };
  if (!opened) return [line("shown.erased", at)];
  const { uscc, statement, content } = opened;
  const what = line(`statement.${statement.kind}`, { ...statement, ...at, uscc });
  if (statement.kind !== "record") return [what];
  const until = /^\d/.test(statement.publicUntil) ? "until.day" : `until.${statement.publicUntil}`;
  const laid = line(content === null ? "shown.hidden" : "shown.content", { content });
  return [what, line(`change.${statement.change}`), line(until, { ...statement }), laid];
};

/** @param {{ index: number, checkpoint: Checkpoint } & Opened} proof */
export const explainEntry = ({ index, checkpoint, ...opened }) =>
  explainCheckpoint(
    checkpoint,
    [line("shown.entry", { index }), ...linesOf({ index, time: opened.time, opened })],
    [line("not.true"), line("not.newest", { size: checkpoint.size }), line("not.time")],
  );

/** @param {Awaited<ReturnType<typeof import("./file-proof.js").verifyFileProof>>} file */
export const explainFile = ({ checkpoint, uscc, statement, entries }) =>
  explainCheckpoint(
    checkpoint,
    [line("shown.file", { ...statement, uscc, count: entries.length }), ...entries.flatMap(linesOf)],
    [line("not.true"), line("not.reported"), line("not.later", statement), line("not.time")],
  );

/** @param {Awaited<ReturnType<typeof import("./follow.js").follow>>} look */
export const explainFollow = ({ seen, checkpoint }) =>
  explainCheckpoint(checkpoint, [line(seen === 0 ? "shown.first" : "shown.followed", { seen, size: checkpoint.size })]);

/** Nothing that came from a file steers a terminal or turns the direction of writing. @param {unknown} value */
const visible = (value) =>
  String(value).replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, (sign) => `\\u{${sign.codePointAt(0)?.toString(16)}}`);

/** The words of a code, or of its group. @param {Record<string, string>} words of one language @param {Line} line */
export const say = (words, [code, data]) =>
  (words[code] ?? words[code.split(".")[0] ?? ""] ?? code).replace(/\{(\w+)\}/g, (_, name) => visible(data[name]));
