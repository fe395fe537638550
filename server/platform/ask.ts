import type { Actor, AccountActor } from "@chengxin/domain/access/actor.ts";
import { allowedOn, rightOf, type Action, type ObjectOf } from "@chengxin/domain/access/policy.ts";
import type { Who } from "@chengxin/domain/access/right.ts";
import { holdsIdentityNumber } from "@chengxin/domain/intake/identity-number.ts";
import { readUscc } from "@chengxin/domain/organisation/uscc.ts";
import { problem } from "@chengxin/domain/problem.ts";
import type { PlainDate } from "@chengxin/domain/words.ts";
import { dayInShanghai } from "./clock.ts";
import type { Tx } from "./db.ts";
import type { NewEvent } from "./events.ts";

/** One reading of data that are not public, as its event keeps it. */
export interface Access {
  readonly organisationId: number;
  /** What was read, as `kind:id`. */
  readonly object: string;
  /** Id of a purpose in the catalogue. */
  readonly purpose: string;
  /** Legal basis, authorisation or letter on which it rests. */
  readonly basis: string;
  /** As what the actor reads, where it isn't what the actor has the right as. */
  readonly role?: string;
  readonly data?: object;
}

/** What a handler knows of who asks, and what it owes before an answer leaves. */
export interface Ask<A extends Action = Action> {
  readonly actor: Actor;
  /** As what the actor has the route's right. */
  readonly standing: Who;
  readonly at: Date;
  readonly requestId: string;
  /** The caller's address as limits count it (of IPv6 the first half). */
  readonly address: string;
  readonly userAgent: string;
  /** Where the caller finds this site (`https://credit.example.cn`): as configured, else as the request was addressed; null: addressed to nonsense. */
  readonly origin: string | null;
  /** The account that asks. @throws Problem access.refused when nobody signed in */
  account(): AccountActor;
  /**
   * Decides the route's right on the stored object.
   * @throws Problem object.not_found: the same answer as for an object that doesn't exist
   */
  permit(object: ObjectOf<A>): void;
  /**
   * Owes an access event, which is durable before the answer leaves: written by the server, or in a transaction of the handler's own, where what the
   * reading rests on has to hold until the event is stored.
   */
  noteAccess(access: Access, tx?: Pick<Tx, "note">): void;
  /** What `keep` left with the browser; null: nothing. */
  readonly kept: string | null;
  /** Leaves something with the browser, for the way to another service and back. It is no secret from the browser, and anybody may have written it: seal it. */
  keep(value: string, until: Date): void;
  /** The answer gives the browser this session; the one it had is forgotten. */
  startSession(token: string, until: Date): void;
  endSession(): void;
}

/** An `Ask` with what the server itself has to know afterwards. */
export interface OpenAsk extends Ask {
  readonly permitted: boolean;
  readonly accesses: readonly Access[];
  /** Noted in transactions of the handler. */
  readonly noted: number;
  readonly session: { readonly token: string; readonly until: Date } | "ended" | null;
  readonly keeping: { readonly value: string; readonly until: Date } | null;
  /** A `permit` said no. */
  readonly refused: string | null;
}

interface AskFacts {
  readonly action: Action;
  readonly actor: Actor;
  readonly standing: Who;
  readonly at: Date;
  readonly requestId: string;
  readonly address: string;
  readonly userAgent: string;
  readonly origin: string | null;
  readonly kept: string | null;
}

/**
 * How the event of a refusal calls its object, for ever. A code as it was typed stands in it only where it is one: in its place anything may have been typed, a
 * person's name or number too (charter 3, 4).
 */
const refusedObject = (object: object | undefined, today: PlainDate): string =>
  JSON.stringify(object ?? null, (field, value: unknown) => {
    if (typeof value !== "string") return value;
    if (field === "uscc") {
      const reading = readUscc(value);
      return reading.ok && !holdsIdentityNumber(reading.uscc, today, "key") ? reading.uscc : null;
    }
    return field === "source" && !/^[a-z][a-z0-9-]*$/.test(value) ? null : value;
  });

export const openAsk = (facts: AskFacts): OpenAsk => {
  const accesses: Access[] = [];
  let noted = 0;
  let permitted = false;
  let refused: string | null = null;
  let session: OpenAsk["session"] = null;
  let keeping: OpenAsk["keeping"] = null;
  return {
    ...facts,
    accesses,
    get permitted() {
      return permitted;
    },
    get noted() {
      return noted;
    },
    get refused() {
      return refused;
    },
    get session() {
      return session;
    },
    get keeping() {
      return keeping;
    },
    account() {
      if (facts.actor.kind !== "account") throw problem("access.refused");
      return facts.actor;
    },
    permit(object) {
      if (!allowedOn(facts.actor, facts.action, object)) {
        refused = refusedObject(object, dayInShanghai(facts.at));
        throw problem("object.not_found");
      }
      permitted = true;
    },
    noteAccess(access, tx) {
      if (tx === undefined) accesses.push(access);
      else {
        tx.note(eventOf(access, facts));
        noted += 1;
      }
    },
    keep(value, until) {
      keeping = { value, until };
    },
    startSession(token, until) {
      session = { token, until };
    },
    endSession() {
      session = "ended";
    },
  };
};

/**
 * Nothing leaves that the policy has not decided on and the log not taken: the server's own slip is an error, not an answer.
 * @throws Error naming the route
 */
export const assertDecided = (ask: OpenAsk, action: Action, route: string): void => {
  const { on, access } = rightOf(action);
  if (on !== undefined && !ask.permitted) throw new Error(`${route} answers without a decision on its object`);
  if (access && ask.accesses.length + ask.noted === 0) throw new Error(`${route} answers without an access event`);
};

const eventOf = (
  { organisationId, object, purpose, basis, role, data }: Access,
  { action, standing, requestId }: Pick<AskFacts, "action" | "standing" | "requestId">,
): NewEvent => ({
  action: `read.${action}`,
  object,
  organisationId,
  role: role ?? standing,
  purpose,
  basis,
  data: { ...data, request: requestId },
});

/** The events that an answer owes. */
export const accessEvents = (ask: OpenAsk, action: Action): NewEvent[] =>
  ask.accesses.map((access) => eventOf(access, { action, standing: ask.standing, requestId: ask.requestId }));
