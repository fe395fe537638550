import type { AccountActor, Actor } from "@chengxin/domain/access/actor.ts";
import { cast } from "@chengxin/domain/access/cast.ts";
import type { BuiltOrganisation } from "../test/build.ts";
import { signInForTest, type SignedInForTest } from "../test/sign-in.ts";
import type { Site } from "./site-rig.ts";

/** The two places that everybody and everything in these tests belongs to one of. */
export type Side = "own" | "other";
export const sides = ["own", "other"] as const;
export const places = {
  own: { source: "market-supervision-yuanbao", region: "210602" },
  other: { source: "market-supervision-zhenxing", region: "210603" },
} as const;

/** Somebody of the cast with a session in the database; the public has none. */
export interface Person {
  readonly name: string;
  readonly side: Side;
  readonly actor: Actor;
  readonly cookie: string | undefined;
  readonly signedIn: SignedInForTest | null;
}

const signIn = (site: Site, actor: AccountActor, side: Side, organisation: BuiltOrganisation) =>
  signInForTest(site.database, {
    keys: site.keys,
    kind: actor.grants.length > 0 ? "official" : "agent",
    roles: actor.grants.map(({ role }) => ({ role, ...places[side] })),
    unit: `单位-${side}`,
    secondFactor: actor.secondFactor,
    ...(actor.mandates.length > 0 ? { uscc: organisation.uscc } : {}),
  });

/** Everybody of the cast who can come by HTTP, twice. */
export const signInTheCast = async (
  site: Site,
  organisations: Readonly<Record<Side, BuiltOrganisation>>,
): Promise<Person[]> => {
  const people: Person[] = [];
  for (const [name, actor] of cast) {
    if (actor.kind === "public") people.push({ name, side: "own", actor, cookie: undefined, signedIn: null });
    if (actor.kind !== "account") continue;
    for (const side of sides) {
      const signedIn = await signIn(site, actor, side, organisations[side]);
      people.push({ name, side, actor: signedIn.actor, cookie: signedIn.cookie, signedIn });
    }
  }
  return people;
};
