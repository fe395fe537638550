import { closeSync, openSync, writeSync } from "node:fs";

const bufferBytes = 4 << 20;

/** Writes a header and lines `from` … `from + n - 1` to a file, UTF-8. Each line ends with a line feed. Returns the bytes written. */
export const writeLines = (
  path: string,
  header: string,
  from: number,
  n: number,
  line: (index: number) => string,
): number => {
  const file = openSync(path, "w");
  const buffer = Buffer.allocUnsafe(bufferBytes);
  let filled = 0;
  let bytes = 0;
  const flush = (): void => {
    let written = 0;
    while (written < filled) written += writeSync(file, buffer, written, filled - written);
    bytes += filled;
    filled = 0;
  };
  const put = (text: string): void => {
    if (filled + text.length * 3 > bufferBytes) flush();
    filled += buffer.write(text, filled, "utf8");
  };
  try {
    put(header);
    for (let index = from; index < from + n; index += 1) put(line(index));
    flush();
  } finally {
    closeSync(file);
  }
  return bytes;
};
