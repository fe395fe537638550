import { createHash, randomBytes } from "node:crypto";

/** 256 random bits, base64url: sessions, invitations, enrolments. */
export const newToken = (): string => randomBytes(32).toString("base64url");

/** What is stored of a token. Nobody can guess 256 bits, so it needs neither salt nor work. */
export const tokenHash = (token: string): Buffer => createHash("sha256").update(token).digest();
