import { randomUUID } from "node:crypto";
import type { Actor } from "@chengxin/domain/access/actor.ts";
import { addDays } from "@chengxin/domain/calendar/plain-date.ts";
import { administrations, holds } from "@chengxin/domain/access/actor.ts";
import { penaltyCsv } from "../intake/intake-rig.ts";
import { buildOrganisation, buildRecord } from "../test/build.ts";
import { withheldItem } from "../test/catalogue.ts";
import { sha256 } from "../upload/upload-rig.ts";
import { places, sides } from "./people-rig.ts";
import type { Maker } from "./world-rig.ts";

/** What each area stores, of each side. */

const idOf = (actor: Actor): string => (actor.kind === "account" ? actor.accountId : "");
const isAccount = (accountId: string) => (actor: Actor) => idOf(actor) === accountId;
const either =
  (...some: ((actor: Actor) => boolean)[]) =>
  (actor: Actor) =>
    some.some((one) => one(actor));
const atTheWindow = (actor: Actor): boolean => holds(actor, "windowClerk") || holds(actor, "creditCentre");
const agentOf = (uscc: string) => (actor: Actor) =>
  actor.kind === "account" && actor.mandates.some((mandate) => mandate.uscc === uscc);

/** As what the samples open a file: the first of the roles that may. */
const sampleRole = { role: "creditOffice", source: null } as const;
/** Who opens a file in these tests. */
const readers = ["windowClerk", "countyOffice"] as const;

const addOrganisations: Maker = async ({ site, organisations, person, add, mark }) => {
  for (const side of sides) {
    const { uscc, organisationId } = organisations[side];
    const { region } = places[side];
    add("uscc", { label: side, params: { uscc }, facts: { uscc, organisationId, region, ...sampleRole } });
    const seenBy = either(agentOf(uscc), ...readers.map((name) => isAccount(idOf(person(name, side).actor))));
    const common = { organisation_id: organisationId, item_id: 2, source_id: 1 };
    const open = await buildRecord(site.database, common);
    const content = { CF_NR: mark(`withheld-${side}`, seenBy) };
    const closed = await buildRecord(site.database, { ...common, item_id: withheldItem, content });
    add("uscc,recordId", { label: `${side}, public`, params: { uscc, recordId: open.recordId }, facts: {} });
    add("uscc,recordId", { label: `${side}, withheld`, params: { uscc, recordId: closed.recordId }, facts: null });
    add("organisationId,chainNo", {
      label: side,
      params: { organisationId: String(organisationId), chainNo: "1" },
      facts: {},
    });
  }
};

const addMandates: Maker = async ({ organisations, person, ask, add, mark }) => {
  for (const side of sides) {
    const { uscc } = organisations[side];
    const asking = person("signedIn", side);
    const seenBy = either(isAccount(idOf(asking.actor)), atTheWindow, agentOf(uscc));
    const request = { letterNumber: mark(`letter-${side}`, seenBy), letterDate: "2026-01-04" };
    const asked = await ask(asking, "POST", "/mandates", { code: uscc, ...request });
    const mandateId = String(asked["mandateId"]);
    const facts = { uscc, accountId: idOf(asking.actor) };
    add("uscc,mandateId", { label: side, params: { uscc, mandateId }, facts });
    const number = String(asked["number"]);
    add("uscc,number", { label: side, params: { uscc, number }, facts });
    const { uscc: wrong } = organisations[side === "own" ? "other" : "own"];
    add("uscc,number", { label: `${side}, under the other code`, params: { uscc: wrong, number }, facts: null });
    add("uscc,number", {
      label: side,
      params: { uscc, number: mandateId.slice(0, 8).toUpperCase() },
      facts: { uscc },
    });
    add("uscc,mandateId", { label: `${side}, under the other code`, params: { uscc: wrong, mandateId }, facts: null });
  }
};

const addGrounds: Maker = async ({ organisations, person, ask, add, mark }) => {
  for (const side of sides) {
    const { uscc } = organisations[side];
    const { uscc: wrong } = organisations[side === "own" ? "other" : "own"];
    const { region } = places[side];
    for (const [name, said] of [
      ["windowClerk", { purpose: "window-query", relation: "lawyer", letterNumber: "律函1号" }],
      ["countyOffice", { purpose: "objection-handling" }],
      ["departmentClerk", { purpose: "objection-handling", source: places[side].source }],
    ] as const) {
      const giving = person(name, side);
      const ground = mark(`ground-${name}-${side}`, either(isAccount(idOf(giving.actor)), agentOf(uscc)));
      const given = await ask(giving, "POST", `/organisations/${uscc}/grounds`, { role: name, ground, ...said });
      const groundId = String(given["groundId"]);
      const source = name === "departmentClerk" ? places[side].source : null;
      const facts = { uscc, accountId: idOf(giving.actor), role: name, region, source };
      add("uscc,groundId", { label: `${name} ${side}`, params: { uscc, groundId }, facts });
      add("uscc,groundId", {
        label: `${name} ${side}, under the other code`,
        params: { uscc: wrong, groundId },
        facts: null,
      });
    }
  }
};

/** Whose own things are asked for by everybody: enough to meet every line of the policy. */
const owners = ["halfSignedIn", "agent", "creditOffice", "systemAdministrator", "securityAdministrator"];

const addOwnThings: Maker = async ({ people, ask, add, mark }) => {
  for (const person of people) {
    if (person.signedIn === null || !owners.includes(person.name)) continue;
    const { accountId, sessionId } = person.signedIn;
    const label = `${person.name} ${person.side}`;
    add("sessionId", { label, params: { sessionId }, facts: { accountId } });
    if (person.name === "halfSignedIn") continue;
    const name = mark(`view-${person.name}-${person.side}`.slice(0, 30), isAccount(accountId));
    const view = await ask(person, "POST", "/workbench/views", { list: "records", name, query: "item=penalty" });
    add("viewId", { label, params: { viewId: String(view["viewId"]) }, facts: { accountId } });
  }
};

const addUploads: Maker = async ({ site, person, ask, add, mark }) => {
  for (const side of sides) {
    const clerk = person("departmentClerk", side);
    const { source, region } = places[side];
    const seenBy = (actor: Actor): boolean =>
      holds(actor, "departmentClerk", { source }) || holds(actor, "creditCentre");
    // The second row lacks its authority, and comes back.
    const cell = mark(`cell-${side}`, seenBy);
    const file = Buffer.from(penaltyCsv([{ org: 1 }, { org: 2, no: cell, authority: "" }]));
    const upload = await ask(clerk, "POST", "/uploads", {
      fileName: `${mark(`file-${side}`, seenBy)}.csv`,
      bytes: file.length,
      item: "penalty",
      source,
      fingerprint: randomUUID(),
    });
    const id = String(upload["uploadId"]);
    await ask(clerk, "PUT", `/uploads/${id}/parts/0`, file);
    await ask(clerk, "POST", `/uploads/${id}/completion`, { sha256: sha256(file) });
    add("upload", { label: `${side}, read in`, params: { upload: id }, facts: { source } });
    const open = await ask(clerk, "POST", "/uploads", {
      fileName: "open.csv",
      bytes: 100,
      item: "penalty",
      source,
      fingerprint: randomUUID(),
    });
    const params = { upload: String(open["uploadId"]) };
    add("upload", { label: `${side}, open`, params, facts: { source } });
    add("upload,offset", {
      label: `${side}, open`,
      params: { ...params, offset: "0" },
      id: "upload",
      facts: { source },
    });
    await ask(clerk, "POST", "/quality/declarations", {
      source,
      item: "penalty",
      month: "2026-04",
      decisions: 3,
      remark: mark(
        `remark-${side}`,
        either(seenBy, (actor) => holds(actor, "creditOffice") || holds(actor, "countyOffice", { region })),
      ),
    });
  }
  await site.readUploads();
  const { rows } = await site.database.pool.query<{ batch: string; source: string }>(
    "select b.batch_id::text as batch, s.code as source from batch b join source s using (source_id)",
  );
  for (const { batch, source } of rows) add("batch", { label: source, params: { batch }, facts: { source } });
};

const addAudit: Maker = async ({ site, person, ask, add, mark }) => {
  const auditor = person("auditor", "own");
  const isAuditor = (actor: Actor): boolean => holds(actor, "auditor");
  const name = mark("canary", isAuditor);
  const made = await ask(auditor, "POST", "/audit/canaries", { name });
  const organisationId = String(made["organisationId"]);
  add("organisationId", { label: "canary", params: { organisationId }, facts: {} });
  const uscc = String(made["uscc"]);
  add("uscc", { label: "canary", params: { uscc }, facts: { uscc, region: null, ...sampleRole }, hidden: true });
  const alertId = randomUUID();
  await site.database.pool.query(
    `insert into alert (alert_id, rule, rule_version, actor, window_from, window_to, raised_at, measured, threshold, state, closed_at, closed_by, reason)
     values ($1, 'rate', '1', 'account:x', $2, $3, $3, 1, 1, 'closed', $3, 'account:y', $4)`,
    [alertId, "2026-05-01T00:00:00Z", "2026-05-01T01:00:00Z", mark("alert", isAuditor)],
  );
  add("alertId", { label: "closed", params: { alertId }, facts: {} });
};

const addAuthorisations: Maker = async ({ site, organisations, person, ask, add }) => {
  const third = await buildOrganisation(site.database, { name: "样例第三方有限公司" });
  for (const [side, recipient] of [
    ["own", organisations.other],
    ["other", organisations.own],
    ["own", third],
  ] as const) {
    const { uscc } = organisations[side];
    const given = await ask(person("agent", side), "POST", `/organisations/${uscc}/authorisations`, {
      recipient: recipient.uscc,
      recipientName: recipient.name,
      items: ["penalty"],
      purpose: [...site.catalogue.purposes.values()].find((one) => one.kind === "authorised")?.id,
      lastDay: addDays(site.clock.today(), 30),
    });
    const authorisationId = String(given["authorisationId"]);
    const facts = { uscc, recipient: recipient.uscc };
    add("uscc,authorisationId", { label: `${side} to ${recipient.name}`, params: { uscc, authorisationId }, facts });
    const crossed = { uscc: recipient.uscc, authorisationId };
    add("uscc,authorisationId", { label: `${side}, under the other code`, params: crossed, facts: null });
  }
};

const addPasskeys: Maker = async ({ site, people, add }) => {
  for (const { name, side, signedIn } of people) {
    if (signedIn === null || name !== "agent") continue;
    const { accountId } = signedIn;
    const credentialId = randomUUID();
    await site.database.pool.query(
      "insert into passkey (credential_id, account_id, public_key, counter, transports, name, created_at) values ($1, $2, '', 0, '', $3, $4)",
      [credentialId, accountId, `钥匙-${side}`, site.clock.now()],
    );
    add("credentialId", { label: `${name} ${side}`, params: { credentialId }, facts: { accountId } });
  }
};

const addAccounts: Maker = async ({ people, person, ask, add, mark }) => {
  const administers = (actor: Actor): boolean => administrations.some((role) => holds(actor, role));
  for (const { name, side, signedIn } of people)
    if (signedIn !== null && owners.includes(name)) {
      const { accountId } = signedIn;
      add("accountId", { label: `${name} ${side}`, params: { accountId }, facts: { accountId } });
    }
  for (const side of sides) {
    const by = person("systemAdministrator", side);
    const invited = await ask(by, "POST", "/accounts", {
      login: `invited-${side}`,
      displayName: mark(`name-${side}`, administers),
      contact: mark(`contact-${side}`, administers),
      unit: `单位-${side}`,
    });
    const accountId = String(invited["accountId"]);
    add("accountId", { label: `invited ${side}`, params: { accountId }, facts: { accountId } });
    const role = { role: "creditOffice", reason: mark(`grant-${side}`, administers) };
    const grantId = String((await ask(by, "POST", `/accounts/${accountId}/grants`, role))["grantId"]);
    const extensionId = String((await ask(by, "POST", `/accounts/${accountId}/extensions`, {}))["extensionId"]);
    add("extensionId", {
      label: `extension ${side}`,
      params: { extensionId },
      facts: { accountId, proposedBy: idOf(by.actor) },
    });
    add("grantId", {
      label: `proposed ${side}`,
      params: { grantId },
      facts: { accountId, proposedBy: idOf(by.actor) },
    });
  }
};

const addRules: Maker = ({ add }) => {
  add("item", { label: "penalty", params: { item: "penalty" }, facts: {} });
  add("item", { label: "withheld", params: { item: "withheld" }, facts: {} });
  add("year", { label: "2026", params: { year: "2026" }, facts: {} });
  return Promise.resolve();
};

/** What each area stores; a new kind of object is added by one more of these. */
export const makers: readonly Maker[] = [
  addOrganisations,
  addMandates,
  addGrounds,
  addOwnThings,
  addUploads,
  addAudit,
  addAuthorisations,
  addAccounts,
  addPasskeys,
  addRules,
];
