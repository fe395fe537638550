import { randomUUID } from "node:crypto";
import type { FastifyInstance } from "fastify";
import { pino } from "pino";
import { Secret, TOTP } from "otpauth";
import { accountRoutes } from "../account/routes.ts";
import { newInvitation } from "../account/invitations.ts";
import { Passwords } from "../account/passwords.ts";
import { renewCodes } from "../account/recovery-codes.ts";
import { sealName } from "../account/sealed-names.ts";
import type { AccountServices } from "../account/services.ts";
import { sessionsOf } from "../account/sessions.ts";
import { confirmTotp, proposeTotp } from "../account/totp.ts";
import { AccessLog } from "../platform/access-log.ts";
import type { Clock } from "../platform/clock.ts";
import { dayInShanghai } from "../platform/clock.ts";
import { transact } from "../platform/db.ts";
import type { BoundRoute } from "../platform/http.ts";
import { buildHttp, type HttpOptions } from "../platform/http-server.ts";
import { testCatalogue } from "./catalogue.ts";
import { freshDatabase, type FreshDatabase } from "./database.ts";
import { testKeyring } from "./keyring.ts";

/** Accounts behind the whole HTTP server on a database of their own, at a time that the test moves. */
export interface AccountSite {
  readonly app: FastifyInstance;
  readonly fresh: FreshDatabase;
  readonly services: AccountServices;
  readonly clock: Clock & { forward(ms: number): void };
  readonly log: string[];
  /** One request as a browser of this site makes it. */
  send(method: "GET" | "POST" | "PUT" | "DELETE", path: string, options?: Sending): Promise<Answer>;
  close(): Promise<void>;
}

interface Sending {
  readonly body?: object;
  readonly cookie?: string | undefined;
  readonly headers?: Readonly<Record<string, string>>;
  readonly address?: string;
}

export interface Answer {
  readonly status: number;
  readonly body: Record<string, unknown> & { code?: string; grantId?: string; link?: string };
  readonly raw: string;
  readonly headers: Readonly<Record<string, unknown>>;
  /** `session=…` as the browser keeps it now; null: none was set. */
  readonly cookie: string | null;
}

export const movableClock = (instant: string): AccountSite["clock"] => {
  let now = new Date(instant).getTime();
  return {
    now: () => new Date(now),
    today: () => dayInShanghai(new Date(now)),
    forward: (ms) => void (now += ms),
  };
};

const cookieOf = (header: unknown): string | null => {
  const [first] = [header ?? []].flat() as string[];
  return first === undefined ? null : (first.split(";")[0] ?? null);
};

export const openAccountSite = async (
  options: Partial<Pick<HttpOptions, "origin" | "downloads">> & {
    selfRegistration?: boolean;
    identityService?: AccountServices["identityService"];
    moreRoutes?: (services: AccountServices) => BoundRoute[];
    clock?: AccountSite["clock"];
  } = {},
): Promise<AccountSite> => {
  const fresh = await freshDatabase();
  const clock = options.clock ?? movableClock("2026-06-01T02:00:00Z");
  const keyring = await testKeyring(fresh.database, { clock });
  const log: string[] = [];
  const services: AccountServices = {
    database: fresh.database,
    keys: keyring.keyring,
    catalogue: testCatalogue(),
    passwords: new Passwords(),
    origin: options.origin ?? null,
    selfRegistration: options.selfRegistration ?? true,
    identityService: options.identityService ?? null,
  };
  const app = await buildHttp({
    routes: [...accountRoutes(services), ...(options.moreRoutes?.(services) ?? [])],
    clock,
    log: pino({}, { write: (line: string) => void log.push(line) }),
    ready: () => Promise.resolve(true),
    rateLimit: null,
    trustedProxies: [],
    origin: options.origin ?? null,
    sessions: sessionsOf(fresh.database),
    accessLog: new AccessLog(fresh.database),
    ...(options.downloads ? { downloads: options.downloads } : {}),
  });
  return {
    app,
    fresh,
    services,
    clock,
    log,
    async send(method, path, { body, cookie, headers, address } = {}) {
      const answer = await app.inject({
        method,
        url: `/api/v1${path}`,
        headers: { ...(cookie === undefined ? {} : { cookie }), ...headers },
        ...(address === undefined ? {} : { remoteAddress: address }),
        ...(body === undefined ? {} : { payload: body }),
      });
      return {
        status: answer.statusCode,
        body: answer.body === "" ? {} : answer.json(),
        raw: answer.body,
        headers: answer.headers,
        cookie: cookieOf(answer.headers["set-cookie"]),
      };
    },
    async close() {
      await app.close();
      await fresh.close();
      keyring.close();
    },
  };
};

export interface Person {
  readonly accountId: string;
  readonly login: string;
  readonly password: string;
  readonly recoveryCodes: readonly string[];
  /** The code that their authenticator shows. */
  code(at: Date): string;
}

/** What a test makes accounts with: a site of its own, or what stands beside a running instance. */
export interface AccountMaker {
  readonly services: Pick<AccountServices, "keys" | "passwords" | "database" | "catalogue">;
  readonly clock: Clock;
}

/** An account with a password and an authenticator, as after an accepted invitation. */
export const addPerson = async (
  { services, clock }: AccountMaker,
  {
    login = `p-${randomUUID()}`,
    kind = "official",
    password = "梧桐 河岸 旧火车 七月",
  }: { login?: string; kind?: "official" | "agent"; password?: string } = {},
): Promise<Person> => {
  const accountId = randomUUID();
  const { keys, passwords, database } = services;
  // A time before the first sign-in: the code that confirmed the key is spent.
  const at = new Date(clock.now().getTime() - 3_600_000);
  const proposal = proposeTotp(services, login);
  const totp = new TOTP({ secret: Secret.fromBase32(proposal.key.replaceAll(" ", "")) });
  const recoveryCodes = await transact(database, { actor: { kind: "system", name: "test" }, at }, async (tx) => {
    await tx.sql
      .insertInto("account")
      .values({
        account_id: accountId,
        login,
        kind,
        display_name_sealed: sealName(keys, "displayName", accountId, "王某"),
        contact_sealed: sealName(keys, "contact", accountId, "0415-0000000"),
        unit: kind === "official" ? "市信用办" : "",
        state: "active",
        password_hash: await passwords.hash(password),
        created_at: at,
        valid_until: new Date(at.getTime() + 365 * 86_400_000),
      })
      .execute();
    const code = totp.generate({ timestamp: at.getTime() });
    await confirmTotp(keys, tx, accountId, { enrolment: proposal.enrolment, code });
    tx.note({ action: "test.person-added", object: `account:${accountId}`, data: {} });
    return renewCodes(tx, accountId);
  });
  return { accountId, login, password, recoveryCodes, code: (when) => totp.generate({ timestamp: when.getTime() }) };
};

/** Signs in by password and code. @returns the browser's cookie */
export const signInFully = async (site: AccountSite, person: Person): Promise<string> => {
  const first = await site.send("POST", "/sign-in", { body: { login: person.login, password: person.password } });
  const second = await site.send("POST", "/sign-in/second-step", {
    body: { code: person.code(site.clock.now()) },
    cookie: first.cookie ?? "",
  });
  if (second.status !== 200 || second.cookie === null) throw new Error(`sign-in failed: ${first.raw} ${second.raw}`);
  return second.cookie;
};

/** The code that an authenticator shows for a key as people type it. */
export const codeOf = (key: string, at: Date): string =>
  new TOTP({ secret: Secret.fromBase32(key.replaceAll(" ", "")) }).generate({ timestamp: at.getTime() });

/** What somebody who was invited sends, from an authenticator of their own. */
export const enrol = (
  { services, clock }: Pick<AccountSite, "services" | "clock">,
  login: string,
): { enrolment: string; code: string; codeAt(at: Date): string } => {
  const { enrolment, key } = proposeTotp(services, login);
  const codeAt = (at: Date) => codeOf(key, at);
  return { enrolment, code: codeAt(clock.now()), codeAt };
};

/** Invites a new official directly. @returns the token of the link */
export const inviteForTest = async (
  { services, clock }: AccountMaker,
  login = `i-${randomUUID()}`,
): Promise<{ accountId: string; login: string; token: string }> => {
  const accountId = randomUUID();
  const at = clock.now();
  const by = { actor: { kind: "system", name: "test" }, at } as const;
  const { link } = await transact(services.database, by, async (tx) => {
    await tx.sql
      .insertInto("account")
      .values({
        account_id: accountId,
        login,
        kind: "official",
        display_name_sealed: sealName(services.keys, "displayName", accountId, "李某"),
        contact_sealed: sealName(services.keys, "contact", accountId, ""),
        unit: "市信用中心",
        state: "invited",
        created_at: at,
        valid_until: new Date(at.getTime() + 365 * 86_400_000),
      })
      .execute();
    tx.note({ action: "test.invited", object: `account:${accountId}`, data: {} });
    return newInvitation(tx, accountId, null);
  });
  return { accountId, login, token: link.slice(-43) };
};
