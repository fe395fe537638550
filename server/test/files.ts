import { randomUUID } from "node:crypto";
import type { AccountActor, Actor, Role } from "@chengxin/domain/access/actor.ts";
import type { Catalogue } from "@chengxin/domain/catalogue/catalogue.ts";
import { askMandate, confirmMandate } from "@chengxin/domain/mandate/api.ts";
import { Problem } from "@chengxin/domain/problem.ts";
import type { Route, RouteAnswer } from "@chengxin/domain/route.ts";
import { watchCanaries } from "../audit/raise-alerts.ts";
import { mandateRoutes } from "../mandate/routes.ts";
import { mandatesInForce } from "../mandate/queries.ts";
import type { FileServices } from "../mandate/services.ts";
import { AccessLog } from "../platform/access-log.ts";
import { accessEvents, assertDecided } from "../platform/ask.ts";
import { dayInShanghai } from "../platform/clock.ts";
import type { BoundRoute, Download } from "../platform/http.ts";
import { askAs } from "./ask.ts";
import type { BuiltOrganisation } from "./build.ts";
import { storeTestCatalogue, testCatalogue } from "./catalogue.ts";
import { freshDatabase, type FreshDatabase } from "./database.ts";
import { testKeyring } from "./keyring.ts";

/** The moment at which tests ask where they don't say another. */
export const noon = "2026-06-01T04:00:00Z";

/** Organisations' files on a fresh database, asked as the server asks: policy, contract, access events. */
export interface Files {
  readonly fresh: FreshDatabase;
  readonly services: FileServices;
  /** Answers as the server would, cut to the contract, after what was read is in the log. */
  ask<R extends Route>(
    actor: Actor,
    route: R,
    input?: Readonly<Record<string, unknown>>,
    at?: string,
  ): Promise<R extends { readonly download: true } ? Download : RouteAnswer<R>>;
  /** An account with the mandates that it has now. */
  agent(accountId: string, at?: string): Promise<AccountActor>;
  /** A confirmed mandate for an organisation, and its agent. */
  agentOf(organisation: BuiltOrganisation, at?: string): Promise<AccountActor>;
  close(): Promise<void>;
}

export const account = (over: Partial<AccountActor> = {}): AccountActor => ({
  kind: "account",
  accountId: randomUUID(),
  sessionId: randomUUID(),
  unit: "",
  grants: [],
  mandates: [],
  secondFactor: true,
  ...over,
});

export const official = (role: Role, place: { source?: string; region?: string } = {}): AccountActor =>
  account({ unit: "样例市信用中心", grants: [{ role, source: place.source ?? null, region: place.region ?? null }] });

export const isProblem =
  (code: string) =>
  (error: unknown): boolean =>
    error instanceof Problem && error.code === code;

/** @param more routes of further areas */
export const openFiles = async (
  more: (services: FileServices) => BoundRoute[] = () => [],
  catalogue: Catalogue = testCatalogue(),
): Promise<Files> => {
  const fresh = await freshDatabase();
  const { database } = fresh;
  await storeTestCatalogue(database, catalogue);
  const { keyring, close } = await testKeyring(database);
  const services: FileServices = { database, catalogue, keys: keyring };
  database.useReadings(watchCanaries(catalogue));
  const log = new AccessLog(database);
  const routes = [...mandateRoutes(services), ...more(services)];

  const ask: Files["ask"] = async (actor, route, input = {}, at = noon) => {
    const bound = routes.find((one) => one.route.name === route.name);
    if (!bound) throw new Error(`no route ${route.name}`);
    const pick = (keys: object): Record<string, unknown> =>
      Object.fromEntries(Object.entries(input).filter(([key]) => key in keys));
    const { params, query, body } = bound.route;
    const args = {
      ...params.parse(pick(params.shape)),
      ...query.parse(pick(query.shape)),
      ...body?.parse(pick(body.shape)),
    };
    const asked = askAs(actor, route.action, new Date(at));
    const result = await bound.handle(args, asked);
    assertDecided(asked, route.action, route.name);
    await log.write(actor, asked.at, accessEvents(asked, route.action));
    return (bound.route.download ? result : route.answer.parse(result)) as never;
  };
  const agent: Files["agent"] = async (accountId, at = noon) =>
    account({ accountId, mandates: await mandatesInForce(database, accountId, dayInShanghai(new Date(at))) });
  return {
    fresh,
    services,
    ask,
    agent,
    agentOf: async (organisation, at = noon) => {
      const asking = account();
      const { mandateId } = await ask(
        asking,
        askMandate,
        { code: organisation.uscc, letterNumber: "授字第1号", letterDate: "2026-01-04" },
        at,
      );
      const lastDay = `${Number(at.slice(0, 4)) + 1}-01-01`;
      await ask(
        official("windowClerk"),
        confirmMandate,
        { uscc: organisation.uscc, mandateId, documentKind: "letterOfAuthority", documentNumber: "授1", lastDay },
        at,
      );
      return agent(asking.accountId, at);
    },
    close: async () => {
      await fresh.close();
      close();
    },
  };
};
