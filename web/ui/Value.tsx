import { Day } from "./Day.tsx";
import { Reported } from "./Reported.tsx";

/** A field's value as it is stored; a calendar day is written out in words. */
export const Value = ({ value }: { value: string }) =>
  /^\d{4}-\d{2}-\d{2}$/.test(value) ? <Day day={value} /> : <Reported>{value}</Reported>;
