import { z } from "zod";
import { Words } from "../words.ts";
import { Confidence } from "./legal-basis.ts";

export const indicatorIds = ["reported", "compliant", "timely"] as const;

/** How a rate of data quality is computed, in words, with where that comes from. The program computes it; this says what it computes. */
export const Indicator = z.strictObject({
  /** 上报率, 合规率, 及时率. */
  id: z.enum(indicatorIds),
  name: Words,
  numerator: Words,
  denominator: Words,
  /** By which month something is counted. */
  month: Words,
  /** What counts neither above nor below the line, and why. */
  leftOut: Words,
  /** Where the definition comes from. */
  source: Words,
  confidence: Confidence,
});
export type Indicator = z.infer<typeof Indicator>;
