import { grantsOf, type AccountActor } from "@chengxin/domain/access/actor.ts";
import { readingRoles, readsAs, type ReadingRole } from "@chengxin/domain/access/files.ts";
import { addMonths } from "@chengxin/domain/calendar/plain-date.ts";
import type { Catalogue } from "@chengxin/domain/catalogue/catalogue.ts";
import { longestConfidentialMonths, type Purpose } from "@chengxin/domain/catalogue/purpose.ts";
import type * as api from "@chengxin/domain/ground/api.ts";
import type { GroundChoice } from "@chengxin/domain/ground/api.ts";
import { regionOfUscc } from "@chengxin/domain/organisation/uscc.ts";
import { Problem } from "@chengxin/domain/problem.ts";
import type { RouteAnswer, RouteArgs } from "@chengxin/domain/route.ts";
import type { PlainDate } from "@chengxin/domain/words.ts";
import type { FileServices } from "../mandate/services.ts";
import { getOrganisationId } from "../organisation/queries.ts";
import type { Ask } from "../platform/ask.ts";
import { dayInShanghai } from "../platform/clock.ts";
import type { Database } from "../platform/db.ts";
import { regionOf } from "./queries.ts";

/** A purpose that opens files to officials. */
export type OpeningPurpose = Purpose & {
  readonly kind: GroundChoice["kind"];
  readonly opens: NonNullable<Purpose["opens"]>;
};

const opensFiles = (purpose: Purpose): purpose is OpeningPurpose =>
  purpose.opens !== null && (purpose.kind === "window" || purpose.kind === "office" || purpose.kind === "confidential");

/** The purpose, where it opens files to this role; else null. */
export const purposeFor = (
  { purposes }: Pick<Catalogue, "purposes">,
  id: string,
  role: ReadingRole,
): OpeningPurpose | null => {
  const purpose = purposes.get(id);
  return purpose && opensFiles(purpose) && purpose.roles.includes(role) ? purpose : null;
};

/** The last day on which the organisation may come to see a confidential reading; null: it sees it at once. */
export const latestVisible = ({ confidential }: Purpose, today: PlainDate): PlainDate | null =>
  confidential && addMonths(today, Math.min(confidential.months, longestConfidentialMonths));

/**
 * An organisation and its division; null: nobody has the code. Whoever may not open it is told the same in both cases.
 * @throws Problem organisation.code_invalid
 */
export const findPlace = async (
  database: Database,
  uscc: string,
): Promise<{ organisationId: number; region: string | null } | null> => {
  const organisationId = await getOrganisationId(database, uscc, null).catch((error: unknown) => {
    if (error instanceof Problem && error.code === "organisation.not_found") return null;
    throw error;
  });
  if (organisationId === null) return null;
  const { region_code } = await database.sql
    .selectFrom("organisation")
    .select("region_code")
    .where("organisation_id", "=", organisationId)
    .executeTakeFirstOrThrow();
  return { organisationId, region: regionOf(region_code) };
};

/** Each place for which the actor has the role: a department's clerk reads each department's reports on a ground of its own. */
const placesOf = (actor: AccountActor, role: ReadingRole): readonly (string | null)[] =>
  role === "departmentClerk" ? grantsOf(actor, role).map(({ source }) => source) : [null];

/**
 * For what the one who asks may open this organisation's file. Nothing about the organisation is told, not even its name, nor whether there is one: of a code that
 * nobody has, the division stands in the code.
 * @throws Problem organisation.code_invalid
 */
export const listGroundChoices = async (
  { database, catalogue }: FileServices,
  { uscc }: RouteArgs<typeof api.listGroundChoices>,
  ask: Ask<"ground.choose">,
): Promise<RouteAnswer<typeof api.listGroundChoices>> => {
  const actor = ask.account();
  const place = await findPlace(database, uscc);
  const region = place ? place.region : regionOfUscc(uscc);
  const today = dayInShanghai(ask.at);
  const held = readingRoles.filter((role) => grantsOf(actor, role).length > 0);
  const choices = held.flatMap((role) =>
    placesOf(actor, role).flatMap((department): GroundChoice[] => {
      if (!readsAs(actor, { role, region, source: department })) return [];
      const source = department === null ? undefined : catalogue.sources.get(department);
      if (department !== null && !source) return [];
      return [...catalogue.purposes.keys()].flatMap((id) => {
        const purpose = purposeFor(catalogue, id, role);
        return purpose
          ? [
              {
                role,
                source: source ? { id: source.id, name: source.name } : null,
                purpose: { id, name: purpose.name },
                kind: purpose.kind,
                hint: purpose.ground,
                classes: purpose.opens.classes,
                masked: purpose.opens.masked,
                minutes: purpose.opens.minutes,
                latest: latestVisible(purpose, today),
              },
            ]
          : [];
      });
    }),
  );
  return { uscc, choices, elsewhere: held.filter((role) => !choices.some((choice) => choice.role === role)) };
};
