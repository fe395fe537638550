import type { Actor } from "@chengxin/domain/access/actor.ts";
import { buildOrganisation, inventUscc, type BuiltOrganisation } from "../test/build.ts";
import { httpClient, type Client } from "./http-rig.ts";
import { places, sides, signInTheCast, type Person, type Side } from "./people-rig.ts";
import { openSite, type Site } from "./site-rig.ts";
import { makers } from "./makers-rig.ts";

/** Something stored that a request names. */
export interface StoredObject {
  readonly label: string;
  /** Escaped already. */
  readonly params: Readonly<Record<string, string>>;
  /** The param that names it; by default the last. */
  readonly id?: string;
  /** What the policy decides on, whichever of its lines; null: nobody ever finds it under these params. */
  readonly facts: Readonly<Record<string, unknown>> | null;
  /** Not the public's to know of. */
  readonly hidden?: true;
}

/** Text that stands in data which is not everybody's. */
export interface Marker {
  readonly text: string;
  readonly seenBy: (actor: Actor) => boolean;
}

/** A database in which everything is there twice: of the own side and of the other. */
export interface World {
  readonly site: Site;
  readonly people: readonly Person[];
  readonly client: Client;
  /** By the names of the params, with commas between. */
  readonly objects: ReadonlyMap<string, readonly StoredObject[]>;
  /** Ids of things that don't exist; what is not here is a UUID. */
  readonly missing: Readonly<Record<string, string>>;
  /** Departments and codes as they stand in a query or body, with what the policy decides on. */
  readonly sources: readonly Named[];
  readonly codes: readonly Named[];
  readonly markers: readonly Marker[];
  close(): Promise<void>;
}

interface Named {
  readonly value: string;
  readonly facts: Readonly<Record<string, unknown>>;
}

export type Maker = (world: Making) => Promise<void>;

/** The world while it is being made. */
export interface Making {
  readonly site: Site;
  readonly people: readonly Person[];
  readonly organisations: Readonly<Record<Side, BuiltOrganisation>>;
  person(name: string, side: Side): Person;
  /** Asks the API as this person. @returns the answer's body @throws Error when it is no success */
  ask(by: Person, method: string, path: string, body?: object | Buffer): Promise<Record<string, unknown>>;
  add(kind: string, object: StoredObject): void;
  mark(label: string, seenBy: Marker["seenBy"]): string;
}

const missing: World["missing"] = {
  number: "0BADC0DE",
  uscc: inventUscc("91219999"),
  batch: "999999999",
  organisationId: "999999999",
  chainNo: "999999999",
  item: "no-such-item",
  year: "1950",
};

export const openWorld = async (): Promise<World> => {
  const site = await openSite();
  const client = httpClient(site.port);
  const build = (side: Side) =>
    buildOrganisation(site.database, { name: `样例${side}有限公司`, region_code: Number(places[side].region) });
  const organisations = { own: await build("own"), other: await build("other") };
  const people = await signInTheCast(site, organisations);
  const objects = new Map<string, StoredObject[]>();
  const markers: Marker[] = [];
  const making: Making = {
    site,
    people,
    organisations,
    person: (name, side) => {
      const found = people.find((one) => one.name === name && one.side === side);
      if (!found) throw new Error(`nobody in the cast is called ${name}`);
      return found;
    },
    ask: async (by, method, path, body) => {
      const answer = await client.ask({ method, path: `/api/v1${path}`, cookie: by.cookie, body });
      if (answer.status !== 200) throw new Error(`${by.name} ${method} ${path}: ${answer.status} ${answer.text}`);
      return JSON.parse(answer.text) as Record<string, unknown>;
    },
    add: (kind, object) => void objects.set(kind, [...(objects.get(kind) ?? []), object]),
    mark: (label, seenBy) => {
      const text = `标记${label}标记`;
      markers.push({ text, seenBy });
      return text;
    },
  };
  for (const make of makers) await make(making);
  await site.catchUp();
  await site.log();
  return {
    site,
    people,
    client,
    objects,
    missing,
    sources: sides.map((side) => ({ value: places[side].source, facts: { ...places[side] } })),
    codes: sides.map((side) => ({ value: organisations[side].uscc, facts: { uscc: organisations[side].uscc } })),
    markers,
    close: async () => {
      client.close();
      await site.close();
    },
  };
};
