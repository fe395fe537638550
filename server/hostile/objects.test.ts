import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { after, before, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { allowedOn, isPublic, rightOf, standingFor } from "@chengxin/domain/access/policy.ts";
import type { Route } from "@chengxin/domain/route.ts";
import { everyRoute } from "../every-route.ts";
import { several, told, type Wire } from "./http-rig.ts";
import { hostileIds } from "./hostile-ids-rig.ts";
import type { Person } from "./people-rig.ts";
import { paramsOf, pathOf, sampleFor, type Sample } from "./sample-rig.ts";
import { openWorld, type StoredObject, type World } from "./world-rig.ts";

/** Every object id of every route with every role, over HTTP: a route that is added is attacked here without being named. */

let world: World;
before(async () => {
  world = await openWorld();
});
after(() => world.close());

const atOnce = 6;
const routes = everyRoute().map(({ route }) => route);
const withParams = routes.filter((route) => paramsOf(route).length > 0);

/** One file at a time may be taken away by each; who is told to come back comes back. */
const send = async (person: Person, route: Route, params: StoredObject["params"], sample: Sample): Promise<Wire> => {
  for (let tries = 0; ; tries++) {
    const answer = await world.client.ask({
      method: route.method,
      path: pathOf(route, params, sample.query),
      cookie: person.cookie,
      body: sample.body,
    });
    if (!route.download || tries === 100 || !answer.text.includes('"service.busy"')) return answer;
    await sleep(20);
  }
};

/** What the answer says beside the very ids that were asked for. */
const toldWithout = (answer: Wire, params: StoredObject["params"]): string =>
  Object.entries(params)
    .filter(([, value]) => value.length > 6)
    .reduce((text, [name, value]) => text.replaceAll(value, `:${name}`), told(answer));

/** The same params with the id of nothing at all. */
const missingBeside = (route: Route, { params, id }: StoredObject): StoredObject["params"] => {
  const name = id ?? paramsOf(route).at(-1) ?? "";
  return { ...params, [name]: world.missing[name] ?? randomUUID() };
};

/** Failures that can be read. */
const some = (failures: Iterable<string>): string[] => [...failures].slice(0, 8).map((one) => one.slice(0, 600));

const objectsOf = (route: Route): readonly StoredObject[] => {
  const kind = paramsOf(route).join(",");
  const found = world.objects.get(kind);
  assert.ok(
    found && found.length > 0,
    `${route.method} ${route.path}: the world of these tests has no object for the params ${kind}; add one of each side, with what the policy decides on, to a maker in server/hostile/makers-rig.ts`,
  );
  return found;
};

/** May this person's answer be other than for an object that doesn't exist? */
const mayFind = ({ actor }: Person, { action }: Route, { facts, hidden }: StoredObject): boolean => {
  if (facts === null || standingFor(actor, action) === null) return false;
  if (isPublic(action)) return hidden !== true;
  return allowedOn(actor, action, facts as never);
};

/** Who has no standing at all is turned away before the object is looked for: one of them shows it. */
const everyCase = (): { person: Person; route: Route; object: StoredObject }[] =>
  withParams.flatMap((route) =>
    world.people.flatMap((person) => {
      const objects = objectsOf(route);
      const asked = standingFor(person.actor, route.action) === null ? objects.slice(-1) : objects;
      return asked.map((object) => ({ person, route, object }));
    }),
  );

const nameOf = (person: Person, route: Route): string =>
  `${person.name} (${person.side}) ${route.method} ${route.path}`;

const leaked = new Set<string>();
const seen = new Set<string>();

/** Nothing that is not this person's to see stands in the answer, and the server did not fail. */
const examine = (person: Person, what: string, answer: Wire): void => {
  if (answer.status >= 500) leaked.add(`${what}: ${answer.status} ${answer.text.slice(0, 200)}`);
  const everything = JSON.stringify(answer.headers) + answer.text;
  for (const { text, seenBy } of world.markers) {
    if (!everything.includes(text)) continue;
    seen.add(text);
    if (!seenBy(person.actor)) leaked.add(`${what} shows ${text}`);
  }
};
const assertNothingLeaked = (): void => {
  assert.deepEqual(some(leaked), []);
  assert.deepEqual(some(world.site.errors), []);
};

/** Everything stored but events and what counts requests. */
const stored = async (): Promise<Record<string, string>> => {
  const { rows } = await world.site.database.pool.query<{ name: string }>(
    `select c.relname as name from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
       and has_table_privilege(c.oid, 'select') and c.relname not in ('event', 'event_chain', 'event_seal', 'sign_in_limit')`,
  );
  const sums: Record<string, string> = {};
  for (const { name } of rows) {
    const sum = await world.site.database.pool.query<{ sum: string }>(
      `select count(*) || ':' || coalesce(sum(hashtextextended((to_jsonb(t) - 'last_seen_at')::text, 0)::numeric), 0) as sum from public.${name} t`,
    );
    sums[name] = sum.rows[0]?.sum ?? "";
  }
  return sums;
};

test("what is not theirs answers everybody exactly as what doesn't exist, and nothing of it changes", async () => {
  const samples = new Map(withParams.map((route) => [route, sampleFor(route)]));
  const refused = everyCase().filter(({ person, route, object }) => !mayFind(person, route, object));
  assert.ok(refused.length > 500, `${refused.length} refused cases`);
  const before = await stored();
  const wrong: string[] = [];
  const asMissing = new Map<string, Promise<string>>();
  const answerTo = async (person: Person, route: Route, params: StoredObject["params"]): Promise<string> => {
    const answer = await send(person, route, params, samples.get(route)!);
    examine(person, nameOf(person, route), answer);
    return toldWithout(answer, params);
  };
  await several(refused, atOnce, async ({ person, route, object }) => {
    const what = nameOf(person, route);
    const missing = missingBeside(route, object);
    const key = `${what} ${JSON.stringify({ ...missing, [object.id ?? paramsOf(route).at(-1) ?? ""]: "" })}`;
    const known = asMissing.get(key) ?? answerTo(person, route, missing);
    asMissing.set(key, known);
    const its = await answerTo(person, route, object.params);
    if (its !== (await known)) wrong.push(`${what} of ${object.label}: ${its.slice(0, 250)} not ${await known}`);
  });
  assert.deepEqual(some(wrong), []);
  assert.deepEqual(await stored(), before);
  assertNothingLeaked();
});

test("what is theirs they find, and nobody else's data stand in it", async () => {
  const lost: string[] = [];
  const found = everyCase().filter(
    ({ person, route, object }) => route.method === "GET" && mayFind(person, route, object),
  );
  const look = async ({ person, route, object }: (typeof found)[number]): Promise<void> => {
    const what = `${nameOf(person, route)} of ${object.label}`;
    const answer = await send(person, route, object.params, sampleFor(route));
    examine(person, what, answer);
    if (answer.status !== 200) lost.push(`${what}: ${answer.status} ${answer.text.slice(0, 200)}`);
  };
  // Only a few downloads may be under way at a time.
  for (const [downloads, most] of [
    [false, atOnce],
    [true, 1],
  ] as const)
    await several(
      found.filter(({ route }) => (route.download === true) === downloads),
      most,
      look,
    );
  assert.deepEqual(some(lost), []);
  assertNothingLeaked();
});

test("lists show nobody what is not theirs", async () => {
  const lists = routes.filter((route) => route.method === "GET" && paramsOf(route).length === 0);
  await several(
    world.people.flatMap((person) => lists.map((route) => ({ person, route }))),
    atOnce,
    async ({ person, route }) =>
      examine(person, nameOf(person, route), await send(person, route, {}, sampleFor(route))),
  );
  assertNothingLeaked();
});

test("a department or code that is not theirs, in query or body, answers as one that doesn't exist", async () => {
  const decided = routes.filter(
    (route) => !isPublic(route.action) && rightOf(route.action).on && paramsOf(route).length === 0,
  );
  const wrong: string[] = [];
  for (const route of decided) {
    const field = ["source", "code", "uscc"].find(
      (name) => name in route.query.shape || (route.body && name in route.body.shape),
    );
    assert.ok(
      field,
      `${route.method} ${route.path} is decided on an object, but none of its fields is known to name one; add the field to this test`,
    );
    const withValue = (value: string): Sample => {
      const { query, body } = sampleFor(route);
      return field in route.query.shape
        ? { query: { ...query, [field]: value }, body }
        : { query, body: { ...(body as object), [field]: value } };
    };
    const values = field === "source" ? world.sources : world.codes;
    for (const person of world.people) {
      const answerTo = async (value: string): Promise<string> => {
        const answer = await send(person, route, {}, withValue(value));
        examine(person, nameOf(person, route), answer);
        return toldWithout(answer, { value });
      };
      const none = await answerTo(field === "source" ? "no-such-source" : (world.missing["uscc"] ?? ""));
      for (const { value, facts } of values) {
        const its = await answerTo(value);
        if (mayFind(person, route, { label: value, params: {}, facts })) continue;
        if (its !== none) wrong.push(`${nameOf(person, route)} ${value}: ${its.slice(0, 250)} not ${none}`);
      }
    }
  }
  assert.deepEqual(some(wrong), []);
  assertNothingLeaked();
});

test("ids that are no ids are refused in words, whoever sends them", async () => {
  const cases = withParams.flatMap((route) =>
    world.people
      .filter(({ side }) => side === "own")
      .flatMap((person) => {
        const [object] = objectsOf(route);
        const names = paramsOf(route);
        const all = names.flatMap((name) => hostileIds(object?.params[name] ?? "").map((id) => ({ name, id })));
        // Who has no standing is turned away before anything is read: a few show it.
        const sent = standingFor(person.actor, route.action) === null ? all.slice(0, 3) : all;
        return sent.map(({ name, id }) => ({
          person,
          route,
          params: { ...object?.params, [name]: id },
          id,
          // A code is read past blanks and marks; then it is theirs.
          theirs: object !== undefined && id.includes(object.params[name] ?? "") && mayFind(person, route, object),
        }));
      }),
  );
  const wrong: string[] = [];
  await several(cases, atOnce, async ({ person, route, params, id, theirs }) => {
    const what = `${nameOf(person, route)} ${id.slice(0, 60)}`;
    const answer = await send(person, route, params, sampleFor(route));
    examine(person, what, answer);
    if (answer.status < 300 && theirs) return;
    if (answer.status < 400) wrong.push(`${what}: ${answer.status}`);
    else if (!answer.text.startsWith('{"type":"/problems/')) wrong.push(`${what}: ${answer.text.slice(0, 200)}`);
  });
  assert.deepEqual(some(wrong), []);
  assertNothingLeaked();
});

test("what they may change they can change or are told why not", async () => {
  const writes = everyCase().filter(
    ({ person, route, object }) => route.method !== "GET" && mayFind(person, route, object),
  );
  for (const { person, route, object } of writes)
    examine(
      person,
      `${nameOf(person, route)} of ${object.label}`,
      await send(person, route, object.params, sampleFor(route)),
    );
  assertNothingLeaked();
});

test("each thing was shown to somebody whose it is", () => {
  const never = world.markers.filter(({ text }) => !seen.has(text)).map(({ text }) => text);
  assert.deepEqual(never, [], "never seen at all: then it would not be noticed where it leaks either");
});
