import type { AccountKind } from "./password.ts";

const minute = 60;

/** Seconds without a request after which a session is over (GB/T 22239-2019 8.1.4.1 b). */
export const idleSeconds: Readonly<Record<AccountKind, number>> = { official: 30 * minute, agent: 120 * minute };

/** Seconds after which a session is over, however busy. */
export const longestSeconds = 12 * 60 * minute;

/** Seconds in which the second step has to follow the first. */
export const halfSignedInSeconds = 10 * minute;

/** Minutes in which somebody comes back from the identity service. */
export const identityRoundMinutes = 10;

/** Seconds for which an authenticator shows the same digits (RFC 6238, as every authenticator has it). */
export const totpSeconds = 30;

/** Hours an invitation can be used. */
export const invitationHours = 72;

/** Hours for which a browser keeps an invitation that was opened in it. */
export const invitationKeptHours = 1;

/** Days an account lasts unless a review extends it. */
export const accountDays = 365;

/** Days without a sign-in after which an account is looked at, and before its end at which it is. */
export const unusedDays = 90;
export const endingDays = 30;
