import { z } from "zod";

/** A name or sentence in both languages of the platform; Chinese is the source. */
export const Words = z.strictObject({ zh: z.string().min(1), en: z.string().min(1) });
export type Words = z.infer<typeof Words>;

/** A calendar day `YYYY-MM-DD` in the city's own time zone (Asia/Shanghai). Never a moment. */
export const PlainDate = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);
export type PlainDate = z.infer<typeof PlainDate>;
