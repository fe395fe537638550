import { z } from "zod";
import { Words } from "../words.ts";

/** One value of a code table. `number` is stable and goes into the database; order in the table is light to heavy where that matters. */
export const Code = z.strictObject({
  number: z.number().int().positive(),
  value: z.string().min(1),
  name: Words,
  /** Other spellings and codes met in departments' files ("01", "普通许可"). */
  aliases: z.array(z.string()),
});
export type Code = z.infer<typeof Code>;

export const CodeTable = z.strictObject({
  id: z.string().regex(/^[a-z][a-z-]*$/),
  name: Words,
  source: z.string(),
  codes: z.array(Code).min(1),
  /** Words that are often sent and are no value of this table, with the reason and what to do instead: said along with the rejection. */
  refused: z.array(z.strictObject({ words: z.array(z.string().min(1)).min(1), why: Words })).optional(),
});
export type CodeTable = z.infer<typeof CodeTable>;

/** A department or agency that sends data, and how its own words map to the standard's. */
export const Source = z.strictObject({
  id: z.string().regex(/^[a-z][a-z-]*$/),
  number: z.number().int().positive(),
  name: Words,
  uscc: z.string().nullable(),
  /** GB/T 2260 code of the county or city it works for. */
  region: z.string().regex(/^\d{6}$/),
  /** Item ids that it may send. */
  items: z.array(z.string()).min(1),
  /** Sector of its decisions, for publicity thresholds (market-supervision, environment …). */
  sector: z.string().nullable(),
  /** Per field: the source's own value → the standard's value. */
  valueMaps: z.record(z.string(), z.record(z.string(), z.string())),
});
export type Source = z.infer<typeof Source>;

/** GB/T 2260 division, or a local pseudo-code for a functional zone. */
export const Region = z.strictObject({
  code: z.string().regex(/^\d{6}$/),
  name: Words,
  level: z.enum(["province", "city", "county", "zone"]),
  /** Abolished codes still met in old organisation codes. */
  abolished: z.boolean(),
});
export type Region = z.infer<typeof Region>;
