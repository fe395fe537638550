import { tileWidth } from "./frontier.ts";

/** What a path below `tile/` asks for. */
export interface TileAsked {
  readonly level: number | "entries";
  readonly n: number;
  readonly width: number;
}

const form = /^(entries|0|[1-9]\d?)((?:\/x\d{3})*\/\d{3})(?:\.p\/([1-9]\d{0,2}))?$/;

/** Reads `<L>/<N>[.p/<W>]` (c2sp.org/tlog-tiles); null when it is not written in the one way there is. */
export const readTilePath = (path: string): TileAsked | null => {
  const parts = form.exec(path);
  if (!parts) return null;
  const [, level = "", number = "", width] = parts;
  const digits = number.replaceAll(/[/x]/g, "");
  // no more groups than the number needs
  if (digits.length > 15 || (digits.length > 3 && digits.startsWith("000"))) return null;
  const asked = {
    level: level === "entries" ? ("entries" as const) : Number(level),
    n: Number(digits),
    width: width === undefined ? tileWidth : Number(width),
  };
  return asked.width > tileWidth - (width === undefined ? 0 : 1) || Number(asked.level) > 63 ? null : asked;
};
