import pg from "pg";

const { builtins } = pg.types;

const int8 = (text: string): number => {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new RangeError("a bigint beyond 2^53 can't be a number");
  return value;
};

const timestamp = pg.types.getTypeParser(builtins.TIMESTAMPTZ) as (text: string) => Date;

/**
 * How values of PostgreSQL arrive in TypeScript; `generate-tables.ts` writes the same as types.
 * `date` stays text (the driver would make a moment of it), `bigint` is a number or an error,
 * `numeric` stays text, `timestamptz` is a `Date` or the text `infinity` / `-infinity`.
 */
export const valueTypes: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: "text" | "binary") => {
    if (format === "binary") return pg.types.getTypeParser(oid, "binary");
    if (oid === builtins.DATE) return (text: string) => text;
    if (oid === builtins.INT8) return int8;
    if (oid === builtins.TIMESTAMPTZ) return (text: string) => (text.endsWith("infinity") ? text : timestamp(text));
    return pg.types.getTypeParser(oid, "text");
  }) as pg.CustomTypesConfig["getTypeParser"],
};
