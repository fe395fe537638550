/** One file of an archive. */
export interface TarFile {
  readonly name: string;
  readonly bytes: Buffer;
}

const block = 512;

const octal = (value: number, width: number): string => `${value.toString(8).padStart(width - 1, "0")}\0`;

/** @param at stands as the time of the file */
const header = ({ name, bytes }: TarFile, at: Date): Buffer => {
  const head = Buffer.alloc(block);
  head.write(name, 0, 100, "utf8");
  head.write(octal(0o644, 8), 100);
  head.write(octal(0, 8), 108);
  head.write(octal(0, 8), 116);
  head.write(octal(bytes.length, 12), 124);
  head.write(octal(Math.floor(at.getTime() / 1000), 12), 136);
  head.write("        ", 148);
  head.write("0", 156);
  head.write("ustar\x0000", 257, "latin1");
  const sum = head.reduce((total, byte) => total + byte, 0);
  head.write(`${sum.toString(8).padStart(6, "0")}\0 `, 148);
  return head;
};

/** A tar archive (ustar) of small files with short names; the same files give the same bytes. */
export const tarOf = (files: readonly TarFile[], at: Date): Buffer =>
  Buffer.concat([
    ...files.flatMap((file) => [
      header(file, at),
      file.bytes,
      Buffer.alloc((block - (file.bytes.length % block)) % block),
    ]),
    Buffer.alloc(2 * block),
  ]);
