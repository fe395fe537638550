import { kindByName, mostUploadBytes, plainFileName } from "@chengxin/domain/upload/upload.ts";
import type { ProblemCode } from "@chengxin/domain/problem.ts";

/** Why a file can't be sent, known before a byte of it is; the server would answer the same. */
export interface FileFault {
  readonly code: ProblemCode;
  readonly data: Readonly<Record<string, string | number>>;
}

export const checkFile = ({
  name: given,
  size,
}: {
  readonly name: string;
  readonly size: number;
}): FileFault | null => {
  const name = plainFileName(given);
  if (name === "" || name.startsWith(".")) return { code: "upload.name_empty", data: {} };
  const kind = kindByName(name);
  if (kind === "oldWorkbook") return { code: "upload.old_workbook", data: { name } };
  if (kind === "other") return { code: "upload.type_refused", data: { name } };
  if (size === 0) return { code: "upload.empty", data: { name } };
  if (size > mostUploadBytes) return { code: "upload.too_large", data: { most: mostUploadBytes >> 20 } };
  return null;
};
