import { z } from "zod";
import type { CatalogueFile, Located, Report } from "./catalogue-files.ts";

const folders = ["items", "code-tables", "publicity", "calendar"] as const;
type Folder = (typeof folders)[number];
const lists = ["alert-rules", "documents", "indicators", "limits", "purposes", "regions", "sources"] as const;
const single = ["city", "supplement"] as const;

const parse = <T>(file: string, shape: z.ZodType<T>, content: unknown, report: Report, at = ""): T | null => {
  const parsed = shape.safeParse(content);
  if (parsed.success) return parsed.data;
  for (const issue of parsed.error.issues)
    report(file, "shape.invalid", {
      path: [at, ...issue.path].filter((part) => part !== "").join("."),
      message: issue.message,
    });
  return null;
};

/** Reads shapes out of the files of the national pack and one city's; what has another shape is reported and left out. */
export const packReader = (files: readonly CatalogueFile[], city: string, report: Report) => {
  /** Files of both packs, with their path inside the pack. */
  const own = files.flatMap((file) => {
    const slash = file.path.indexOf("/");
    const pack = file.path.slice(0, slash);
    return pack === "national" || pack === city
      ? [{ ...file, local: pack !== "national", inside: file.path.slice(slash + 1, file.path.lastIndexOf(".json")) }]
      : [];
  });
  const inFolder = (folder: Folder) => own.filter((file) => file.inside.startsWith(`${folder}/`));

  /** One thing a file. `raw` sees the content whatever its shape. */
  const each = <T>(folder: Folder, shape: z.ZodType<T>, raw?: (file: string, content: unknown) => void): Located<T>[] =>
    inFolder(folder).flatMap(({ path, local, content }) => {
      raw?.(path, content);
      const value = parse(path, shape, content, report);
      return value === null ? [] : [{ file: path, local, value }];
    });

  /** A list a file; a bad entry does not hide the others. */
  const all = <T>(name: (typeof lists)[number] | "publicity", shape: z.ZodType<T>): Located<T>[] =>
    (name === "publicity" ? inFolder("publicity") : own.filter((file) => file.inside === name)).flatMap(
      ({ path, local, content }) =>
        (parse(path, z.array(z.unknown()), content, report) ?? []).flatMap((entry, index) => {
          const value = parse(path, shape, entry, report, String(index));
          return value === null ? [] : [{ file: path, local, value }];
        }),
    );

  /** A file that only the city has. */
  const ofCity = <T>(name: (typeof single)[number], shape: z.ZodType<T>, optional: boolean): Located<T> | null => {
    const file = own.find((f) => f.local && f.inside === name);
    if (file === undefined) {
      if (!optional) report(`${city}/${name}.json`, "file.missing");
      return null;
    }
    const value = parse(file.path, shape, file.content, report);
    return value === null ? null : { file: file.path, local: true, value };
  };

  const isExpected = (inside: string, local: boolean): boolean => {
    const [first, ...rest] = inside.split("/");
    if (rest.length === 0)
      return (lists as readonly string[]).includes(inside) || (local && (single as readonly string[]).includes(inside));
    return rest.length === 1 && (folders as readonly string[]).includes(first ?? "");
  };
  /** A file that nothing reads would be a rule that silently does not hold. */
  const refuseOthers = (): void => {
    for (const { path, inside, local } of own)
      if (!path.endsWith(".json") || !isExpected(inside, local)) report(path, "file.unexpected");
  };
  return { each, all, ofCity, refuseOthers };
};
