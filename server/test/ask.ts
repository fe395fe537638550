import type { Actor } from "@chengxin/domain/access/actor.ts";
import type { Action } from "@chengxin/domain/access/policy.ts";
import { standingFor } from "@chengxin/domain/access/policy.ts";
import { problem } from "@chengxin/domain/problem.ts";
import { openAsk, type OpenAsk } from "../platform/ask.ts";

/** What the server would hand a handler for this actor. @throws Problem access.refused where the policy gives the actor no standing */
export const askAs = (actor: Actor, action: Action, at: Date = new Date("2026-06-01T02:00:00Z")): OpenAsk => {
  const standing = standingFor(actor, action);
  if (standing === null) throw problem("access.refused");
  return openAsk({
    action,
    actor,
    standing,
    at,
    requestId: "test",
    address: "127.0.0.1",
    userAgent: "test",
    origin: "http://localhost",
    kept: null,
  });
};
