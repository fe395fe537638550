import type { Language } from "../../text/language.ts";
import { formatMoment } from "../../ui/format.ts";

/** Day and time to the second: which of two things came first can hang on one. */
export const exactMoment = (instant: string, language: Language): string =>
  `${formatMoment(instant, language)}:${new Date(instant).toISOString().slice(17, 19)}`;
