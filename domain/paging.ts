import { z } from "zod";

/** Query fields of every list. A cursor is opaque and stays valid while records come and go. */
export const paging = {
  cursor: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(20),
} as const;

/** How many there are; `atLeast` when counting stopped at the cap. */
export const Count = z.object({ value: z.number().int(), atLeast: z.boolean() });
export type Count = z.infer<typeof Count>;

export const pageOf = <T extends z.ZodType>(item: T) =>
  z.object({ items: z.array(item), next: z.string().nullable(), count: Count.nullable() });

/** `json` or `csv`: the rows on the screen, to take away. */
export const format = z.enum(["json", "csv"]).default("json");

/** Language of a CSV's headers and words; by default `Accept-Language` decides, and Chinese where it says nothing. */
export const language = z.enum(["zh", "en"]).optional();
