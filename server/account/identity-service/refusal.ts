import {
  AuthorizationResponseError,
  ClientError,
  ResponseBodyError,
  WWWAuthenticateChallengeError,
} from "openid-client";

/** What the identity service answered can't be believed, or says no. */
export class IdentityRefused extends Error {
  override readonly name = "IdentityRefused";
  /** For the event: a code, nothing of what was answered. */
  readonly why: string;

  constructor(why: string) {
    super(why);
    this.why = why;
  }

  /** The person turned back there; nobody tried anything. */
  get cancelled(): boolean {
    return /^provider:(access_denied|login_required|interaction_required|consent_required)$/.test(this.why);
  }
}

/** The service didn't answer, or not as one. */
export const isUnreachable = (error: unknown): boolean => {
  if (error instanceof ResponseBodyError) return error.status >= 500;
  if (error instanceof ClientError)
    return error.code === "OAUTH_TIMEOUT" || error.code === "OAUTH_ABORT" || isUnexpectedStatus(error.cause);
  return error instanceof TypeError && error.message === "fetch failed";
};

const isUnexpectedStatus = (cause: unknown): boolean => cause instanceof Response && cause.status >= 500;

/** Registered error codes are short words; anything else could be text that somebody made up. */
const word = (code: string): string => (/^[a-z_]{1,40}$/.test(code) ? code : "other");

export const whyRefused = (error: unknown): string => {
  if (error instanceof IdentityRefused) return error.why;
  if (error instanceof AuthorizationResponseError) return `provider:${word(error.error)}`;
  if (error instanceof ResponseBodyError) return `token:${word(error.error)}`;
  if (error instanceof WWWAuthenticateChallengeError) return "token:challenge";
  if (error instanceof ClientError && error.code !== undefined) return error.code;
  return "unreadable";
};
