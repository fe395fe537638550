import { Agent, request } from "node:http";
import { Passwords } from "../account/passwords.ts";
import { addPerson, type Person } from "../test/account-site.ts";
import { alternate, alone, compareRates, compareTimes, percentile, type Figure } from "./figure.ts";
import type { Rig } from "./rig.ts";
import { openSite } from "./site.ts";

const callers = 4;
const people = 60;
const lookMs = 4000;

interface Answer {
  readonly status: number;
  readonly cookie: string;
}

/** One browser: a connection kept open. */
const openBrowser = (origin: string) => {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const ask = (method: "GET" | "POST", path: string, cookie: string, body?: object): Promise<Answer> =>
    new Promise((resolve, reject) => {
      const sent = body === undefined ? "" : JSON.stringify(body);
      const { hostname, port } = new URL(origin);
      const asked = request(
        {
          hostname,
          port,
          path: `/api/v1${path}`,
          method,
          agent,
          headers: {
            cookie,
            ...(sent ? { "content-type": "application/json", "content-length": Buffer.byteLength(sent) } : {}),
          },
        },
        (answer) => {
          answer.resume();
          answer.once("error", reject);
          answer.once("end", () =>
            resolve({ status: answer.statusCode ?? 0, cookie: answer.headers["set-cookie"]?.[0]?.split(";")[0] ?? "" }),
          );
        },
      );
      asked.once("error", reject);
      asked.end(sent);
    });
  return { ask, close: () => agent.destroy() };
};
type Browser = ReturnType<typeof openBrowser>;

/** Both steps. @returns the session's cookie */
const signIn = async (browser: Browser, { login, password, code }: Person, at: Date): Promise<string> => {
  const first = await browser.ask("POST", "/sign-in", "", { login, password });
  const second = await browser.ask("POST", "/sign-in/second-step", first.cookie, { code: code(at) });
  if (second.status !== 200) throw new Error(`sign-in answered ${first.status}, then ${second.status}`);
  return second.cookie;
};

/** Things a second, `callers` at a time. */
const rateOf = async <T>(
  things: readonly T[],
  work: (thing: T, caller: number) => Promise<unknown>,
): Promise<number> => {
  const waiting = [...things];
  const started = performance.now();
  await Promise.all(
    Array.from({ length: callers }, async (_, caller) => {
      for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) await work(next, caller);
    }),
  );
  return (things.length * 1000) / (performance.now() - started);
};

/** Complete sign-ins (password, code, session, events) against the bare verification of as many passwords; and what a flood of them costs somebody who is signed in. */
export const signInFigures = async function* (rig: Rig): AsyncGenerator<Figure> {
  const passwords = new Passwords();
  const services = { ...rig.services, passwords };
  const make = (): Promise<Person> => addPerson({ services, clock: rig.services.clock });
  // A code is taken once in its half minute: each round has people of its own.
  const rounds = rig.sizes.rounds + 1;
  const groups: Person[][] = [];
  for (let n = 0; n < rounds; n++) {
    const group: Person[] = [];
    while (group.length < people) group.push(await make());
    groups.push(group);
  }
  const stored = await passwords.turn(() => passwords.hash("梧桐 河岸 旧火车 七月"));

  const site = await openSite(rig);
  const browsers = Array.from({ length: callers }, () => openBrowser(site.origin));
  const reader = openBrowser(site.origin);
  try {
    const one = await make();
    const cookie = await signIn(reader, one, rig.services.clock.now());
    const { ours, bare } = await alternate(
      rig.sizes.rounds,
      {
        ours: () =>
          rateOf(groups.pop() ?? [], (person, caller) => signIn(browsers[caller]!, person, rig.services.clock.now())),
        bare: () =>
          rateOf(
            Array.from({ length: people }, (_, n) => n),
            () => passwords.turn(() => passwords.verify(stored, "梧桐 河岸 旧火车 七月")),
          ),
      },
      1,
    );
    yield compareRates({ line: "sign-in.rate", unit: "a second", floor: 0.4 }, ours, bare);

    const look = async (): Promise<number> => {
      const times: number[] = [];
      const until = performance.now() + lookMs;
      while (performance.now() < until) {
        const began = performance.now();
        const { status } = await reader.ask("GET", "/sessions", cookie);
        if (status !== 200) throw new Error(`a signed-in request answered ${status}`);
        times.push(performance.now() - began);
      }
      return percentile(Float64Array.from(times), 0.95);
    };
    // Nobody has this login: the same work as for a real one, and nothing is locked, as each is another.
    let flooding = false;
    let tries = 0;
    const flood = async (browser: Browser): Promise<void> => {
      while (flooding) {
        const { status } = await browser.ask("POST", "/sign-in", "", {
          login: `nobody-${tries++}`,
          password: "x".repeat(20),
        });
        if (status !== 401 && status !== 429 && status !== 503) throw new Error(`a wrong sign-in answered ${status}`);
      }
    };
    const { alone: calm, flooded } = await alternate(
      rig.sizes.rounds,
      {
        alone: look,
        flooded: async () => {
          flooding = true;
          const floods = browsers.map(flood);
          const p95 = await look();
          flooding = false;
          await Promise.all(floods);
          return p95;
        },
      },
      1,
    );
    yield compareTimes({ line: "sign-in.flood", unit: "ms (p95 of another's request)", floor: 0.02 }, flooded, calm);
    yield alone({ line: "sign-in.flood.tries", unit: "failed tries in all", note: "each another login" }, [tries]);
  } finally {
    for (const browser of [...browsers, reader]) browser.close();
    await site.stop();
  }
};
