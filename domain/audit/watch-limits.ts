/** Seconds from one seal of events to the next, about; and after which events without one are a fault. */
export const sealSeconds = 10;
export const unsealedSeconds = 60;

/** Seconds from one look for unusual reading to the next. */
export const lookSeconds = 60;
