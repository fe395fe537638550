import { useLanguage } from "../../text/use-text.ts";
import { exactMoment } from "./exact-moment.ts";

/** A moment to the second, in the city's own time. */
export const ExactMoment = ({ at }: { at: string }) => <time dateTime={at}>{exactMoment(at, useLanguage())}</time>;
