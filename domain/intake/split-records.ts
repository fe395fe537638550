/** Most cells of one record that are looked at; its problem counts no further. */
const maxRecordCells = 65_536;

/** One record of a CSV text. `malformed`: something follows the closing quotation mark of a cell. */
export type OnRecord = (cells: string[], malformed: boolean) => void;

/** A record without content: an empty line, or nothing but separators. */
export const isBlankRecord = (cells: readonly string[]): boolean => cells.every((cell) => cell === "");

const lineEnd = (text: string, start: number, newline: number): number =>
  newline > start && text.charCodeAt(newline - 1) === 13 ? newline - 1 : newline;

/** Cells of one record that has quotation marks; returns where the next record starts. */
const splitQuoted = (text: string, start: number, separator: string, onRecord: OnRecord): number => {
  const cells: string[] = [];
  let malformed = false;
  let i = start;
  for (;;) {
    let value = "";
    const quoted = text.charCodeAt(i) === 34;
    if (quoted) {
      let from = i + 1;
      let close = text.indexOf('"', from);
      let doubled = false;
      while (close !== -1 && text.charCodeAt(close + 1) === 34) {
        doubled = true;
        close = text.indexOf('"', close + 2);
      }
      if (close === -1) close = text.length; // the scanner has refused this before
      value = text.slice(from, close);
      if (doubled) value = value.replaceAll('""', '"');
      from = Math.min(close + 1, text.length);
      i = from;
    }
    const newlineAt = text.indexOf("\n", i);
    const newline = newlineAt === -1 ? text.length : newlineAt;
    const end = lineEnd(text, i, newline);
    const next = text.indexOf(separator, i);
    const cellEnd = next !== -1 && next < end ? next : end;
    if (cellEnd > i) {
      malformed ||= quoted;
      value += text.slice(i, cellEnd);
    }
    if (cells.length < maxRecordCells) cells.push(value);
    else if (value !== "") cells[maxRecordCells - 1] = value; // nothing filled is lost without a trace
    if (cellEnd === end) {
      onRecord(cells, malformed);
      return newline + 1;
    }
    i = cellEnd + 1;
  }
};

/**
 * Splits CSV text (whole records) into cells. A quotation mark quotes only at the start of a cell, `""` inside stands for one;
 * lines end in LF or CRLF. Of one record `maxRecordCells` cells are handed on. Blank records are handed on too, since they count as rows of the file.
 */
export const splitRecords = (text: string, separator: string, onRecord: OnRecord): void => {
  let i = 0;
  let nextQuote = text.indexOf('"');
  while (i < text.length) {
    const found = text.indexOf("\n", i);
    const newline = found === -1 ? text.length : found;
    if (nextQuote !== -1 && nextQuote < i) nextQuote = text.indexOf('"', i);
    if (nextQuote === -1 || nextQuote > newline) {
      const cells = text.slice(i, lineEnd(text, i, newline)).split(separator, maxRecordCells);
      if (cells.length < maxRecordCells) onRecord(cells, false);
      else splitQuoted(text, i, separator, onRecord);
      i = newline + 1;
    } else i = splitQuoted(text, i, separator, onRecord);
  }
};
