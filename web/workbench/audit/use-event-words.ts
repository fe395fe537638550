import type { Role } from "@chengxin/domain/access/actor.ts";
import type { AuditEvent, NamedAccount } from "@chengxin/domain/audit/api.ts";
import { eventActions as actionsEn, eventObjects as objectsEn } from "@chengxin/domain/text/event-words.en.ts";
import { eventActions as actionsZh, eventObjects as objectsZh } from "@chengxin/domain/text/event-words.zh-CN.ts";
import { useLanguage } from "../../text/use-text.ts";
import { useWorkbenchText } from "../text/use-workbench-text.ts";

const lookUp = (words: Readonly<Record<string, string>>, code: string): string =>
  Object.hasOwn(words, code) ? (words[code] ?? code) : code;

/** `kind:id` cut at its first colon; what has none is all kind. */
const partsOf = (text: string): readonly [kind: string, id: string] => {
  const colon = text.indexOf(":");
  return colon < 0 ? [text, ""] : [text.slice(0, colon), text.slice(colon + 1)];
};

/** The beginning of an id or digest that nobody reads to its end. */
const shortened = (id: string): string => (/^[\da-f-]{32,}$/.test(id) ? `${id.slice(0, 8)}…` : id);

/** Events in the words of people; what has no words is called by its code, never left out. */
export const useEventWords = (accounts: readonly NamedAccount[] = []) => {
  const language = useLanguage();
  const { audit: text, roles } = useWorkbenchText();
  const actions: Readonly<Record<string, string>> = language === "en" ? actionsEn : actionsZh;
  const objects: Readonly<Record<string, string>> = language === "en" ? objectsEn : objectsZh;
  const account = (id: string): string => {
    const known = accounts.find(({ accountId }) => accountId === id);
    return known ? text.who.account(known.login, known.unit) : text.who.accountUnknown(id);
  };
  return {
    actions,
    action: (code: string): string => lookUp(actions, code),
    /** As what somebody did it. */
    role: (role: string | null): string =>
      role === null ? "" : lookUp({ ...text.standings, ...(roles satisfies Readonly<Record<Role, string>>) }, role),
    who: (actor: string): string => {
      const [kind, id] = partsOf(actor);
      if (kind === "public") return text.who.public;
      if (kind === "account") return account(id);
      return kind === "operator" || kind === "system" ? text.who[kind](id) : actor;
    },
    object: (object: string): string => {
      const [kind, id] = partsOf(object);
      if (kind === "account") return `${lookUp(objects, kind)} ${account(id).replace(text.who.accountUnknown(""), "")}`;
      return `${lookUp(objects, kind)} ${shortened(id)}`.trim();
    },
    chain: ({ organisationId, organisation }: Pick<AuditEvent, "organisationId" | "organisation">): string =>
      organisationId === 0
        ? text.event.ofPlatform
        : organisation === null
          ? text.event.ofNumber(organisationId)
          : text.event.ofOrganisation(organisation),
  };
};
export type EventWords = ReturnType<typeof useEventWords>;
