import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { AccountActor } from "@chengxin/domain/access/actor.ts";
import * as api from "@chengxin/domain/mandate/api.ts";
import { requestsADay } from "@chengxin/domain/mandate/mandate-flow.ts";
import { Problem } from "@chengxin/domain/problem.ts";
import { buildOrganisation, inventUscc } from "../test/build.ts";
import { account, isProblem, official, openFiles, type Files } from "../test/files.ts";
import { mandatesInForce } from "./queries.ts";
import { mandateWork } from "./work.ts";

let files: Files;
before(async () => {
  files = await openFiles();
});
after(() => files.close());

const window = official("windowClerk");
const letter = { letterNumber: "授字〔2026〕第7号", letterDate: "2026-05-20" };
const seen = { documentKind: "letterOfAuthority", documentNumber: "授字〔2026〕第7号", lastDay: "2026-12-31" };
const request = async (who: AccountActor = account()) => {
  const organisation = await buildOrganisation(files.services.database);
  const asked = await files.ask(who, api.askMandate, { code: organisation.uscc, ...letter });
  return { who, organisation, asked, one: { uscc: organisation.uscc, mandateId: asked.mandateId } };
};

test("a request opens nothing until the window has confirmed it, and then until its last day", async () => {
  const { who, one, asked } = await request();
  const { database } = files.services;
  assert.equal(asked.state, "asked");
  assert.deepEqual(await mandatesInForce(database, who.accountId, "2026-06-01"), []);
  const shown = await files.ask(window, api.showMandate, one);
  assert.equal(shown.letterNumber, letter.letterNumber);
  assert.equal(shown.latest, "2027-06-01");
  assert.equal((await files.ask(window, api.confirmMandate, { ...one, ...seen })).until, "2026-12-31");
  const uscc = (day: string) => mandatesInForce(database, who.accountId, day).then((found) => found.map((m) => m.uscc));
  assert.deepEqual(await uscc("2026-12-31"), [one.uscc]);
  assert.deepEqual(await uscc("2027-01-01"), []);
  assert.equal(
    (await files.ask(who, api.listOwnMandates, {}, "2027-01-01T04:00:00Z")).items[0]?.state,
    "expired",
    "shown as over without a job",
  );
});

test("a code alone doesn't tell a stranger the name of an organisation about which nothing is public", async () => {
  const { database } = files.services;
  const { uscc, name } = await buildOrganisation(database, { registered: false, name: "样例无公示信息有限公司" });
  const who = account();
  const asked = await files.ask(who, api.askMandate, { code: uscc, ...letter });
  const own = await files.ask(who, api.listOwnMandates);
  const ended = await files.ask(who, api.endMandate, { uscc, mandateId: asked.mandateId, reason: "不再经办" });
  for (const told of [asked, own, ended]) assert.doesNotMatch(JSON.stringify(told), new RegExp(name));
  const again = await files.ask(who, api.askMandate, { code: uscc, ...letter });
  const one = { uscc, mandateId: again.mandateId };
  assert.equal(
    (await files.ask(window, api.showMandate, one)).organisation,
    name,
    "the window compares it with the letter",
  );
  await files.ask(window, api.confirmMandate, { ...one, ...seen });
  assert.equal((await files.ask(who, api.listOwnMandates)).items[0]?.organisation, name);
});

test("any valid code is answered alike, so that asking tells nobody which ones the platform knows; the window decides", async () => {
  const { database } = files.services;
  const hidden = await buildOrganisation(database, { registered: false, name: "样例无公示信息乙有限公司" });
  const nobodys = inventUscc();
  const shape = async (code: string) => {
    const who = account();
    const asked = await files.ask(who, api.askMandate, { code, ...letter });
    const again = await files.ask(who, api.askMandate, { code, ...letter }).catch((error: unknown) => error);
    assert.ok(isProblem("mandate.already_asked")(again));
    const one = { uscc: code, mandateId: asked.mandateId };
    const refused = await files.ask(window, api.refuseMandate, { ...one, reason: "没有授权书" });
    const own = await files.ask(who, api.listOwnMandates);
    const text = JSON.stringify([asked, { ...refused, organisation: "" }, own]);
    return text
      .replaceAll(code, "CODE")
      .replaceAll(asked.mandateId, "ID")
      .replaceAll(asked.number, "NUMBER")
      .replaceAll(asked.account, "ACCOUNT");
  };
  assert.equal(await shape(nobodys), await shape(hidden.uscc));
  assert.equal(await shape(nobodys), await shape(nobodys), "asked for a second time, too");
  const { rows } = await database.pool.query("select from organisation where uscc = $1 and not registered", [nobodys]);
  assert.equal(rows.length, 1);
  await assert.rejects(
    files.ask(account(), api.askMandate, { code: "210603198001011230", ...letter }),
    isProblem("organisation.code_invalid"),
  );
});

test("so many requests a day of one account as the catalogue says, whatever became of them; the next day there are more", async () => {
  const most = requestsADay(files.services.catalogue.limits.get("MANDATE_REQUESTS"));
  assert.ok(most >= 10);
  const who = account();
  const send = async (at: string) => {
    const { uscc } = await buildOrganisation(files.services.database);
    const { mandateId } = await files.ask(who, api.askMandate, { code: uscc, ...letter }, at);
    await files.ask(who, api.endMandate, { uscc, mandateId, reason: "填错了" }, at);
  };
  for (let n = 0; n < most; n += 1) await send("2026-06-01T15:59:00Z");
  await assert.rejects(send("2026-06-01T15:59:59Z"), (error: unknown) => {
    assert.ok(error instanceof Problem);
    assert.deepEqual([error.code, error.data], ["mandate.too_many_today", { most, from: "2026-06-02" }]);
    return true;
  });
  await send("2026-06-01T16:00:00Z");
});

test("nobody confirms their own request, in the program or in the database", async () => {
  const who = account();
  const { one } = await request(who);
  const both = { ...window, accountId: who.accountId };
  await assert.rejects(files.ask(both, api.confirmMandate, { ...one, ...seen }), isProblem("object.not_found"));
  await assert.rejects(files.ask(both, api.showMandate, one), isProblem("object.not_found"));
  await assert.rejects(
    files.services.database.pool.query(
      `update mandate set state = 'confirmed', decided_at = now(), decided_by = account_id, until = now()::date,
       document_kind = 'letterOfAuthority', document_number_sealed = '\\x00' where mandate_id = $1`,
      [one.mandateId],
    ),
    /check/,
  );
});

test("an official's account can't ask to be an agent as well", async () => {
  const { uscc } = await buildOrganisation(files.services.database);
  await assert.rejects(
    files.ask(official("departmentClerk", { source: "x" }), api.askMandate, { code: uscc, ...letter }),
    isProblem("object.not_found"),
  );
});

test("a mandate has an end within a year, whatever was typed, and the database refuses another", async () => {
  const { one } = await request();
  for (const lastDay of ["2026-05-31", "2027-06-02", "9999-12-31", "2026-02-30"])
    await assert.rejects(
      files.ask(window, api.confirmMandate, { ...one, ...seen, lastDay }),
      isProblem("mandate.end_invalid"),
    );
  for (const until of ["2027-06-03", null])
    await assert.rejects(
      files.services.database.pool.query(
        `update mandate set state = 'confirmed', decided_at = '2026-06-01T04:00:00Z', decided_by = gen_random_uuid(), until = $2,
         document_kind = 'letterOfAuthority', document_number_sealed = '\\x00' where mandate_id = $1`,
        [one.mandateId, until],
      ),
      /check/,
    );
});

test("of two officials who decide at the same moment one is told that it has been decided", async () => {
  const { one } = await request();
  const results = await Promise.allSettled([
    files.ask(window, api.confirmMandate, { ...one, ...seen }),
    files.ask(official("creditCentre"), api.refuseMandate, { ...one, reason: "授权书没有盖章" }),
  ]);
  assert.deepEqual(results.map(({ status }) => status).sort(), ["fulfilled", "rejected"]);
  const refused = results.find((result) => result.status === "rejected");
  assert.ok(isProblem("mandate.step_not_allowed")(refused?.reason));
});

test("a mandate is ended at once by its agent, by another agent of the organisation or at the window; by nobody else", async () => {
  const { database } = files.services;
  const end = { reason: "不再经办" };
  const ended: string[] = [];
  const [byAgent, byOther, byWindow] = await Promise.all([request(), request(), request()]);
  for (const { one } of [byAgent, byOther, byWindow]) await files.ask(window, api.confirmMandate, { ...one, ...seen });
  await assert.rejects(files.ask(account(), api.endMandate, { ...byAgent.one, ...end }), isProblem("object.not_found"));
  await assert.rejects(
    files.ask(await files.agentOf(byOther.organisation), api.endMandate, { ...byAgent.one, ...end }),
    isProblem("object.not_found"),
    "an agent of another organisation",
  );
  const colleague = await files.agentOf(byOther.organisation);
  for (const [actor, { one, who }] of [
    [byAgent.who, byAgent],
    [colleague, byOther],
    [window, byWindow],
  ] as const) {
    ended.push((await files.ask(actor, api.endMandate, { ...one, ...end })).state);
    assert.deepEqual(await mandatesInForce(database, who.accountId, "2026-06-01"), []);
  }
  assert.deepEqual(ended, ["ended", "ended", "ended"]);
  await assert.rejects(
    files.ask(window, api.confirmMandate, { ...byAgent.one, ...seen }),
    isProblem("mandate.step_not_allowed"),
  );
});

test("requests that strangers make and take back push nobody off the list of those who act for an organisation", async () => {
  const { database } = files.services;
  const { one, organisation, who } = await request();
  await files.ask(window, api.confirmMandate, { ...one, ...seen });
  await database.pool.query(
    `insert into mandate (organisation_id, mandate_id, account_id, state, letter_number_sealed, letter_date, asked_at, ended_at, ended_by, end_reason)
     select $1, gen_random_uuid(), $2, 'ended', '\\x00', '2026-05-20', '2026-06-01T05:00:00Z', '2026-06-01T05:00:00Z', $2, '不再经办' from generate_series(1, 201)`,
    [organisation.organisationId, account().accountId],
  );
  const { items } = await files.ask(await files.agent(who.accountId), api.listAgents, { uscc: one.uscc });
  assert.deepEqual([items[0]?.mandateId, items[0]?.state], [one.mandateId, "confirmed"]);
});

test("why a mandate was refused or ended is told with it, and stands in no event", async () => {
  const reason = "来人孙志刚与授权书不符";
  const [refused, ended] = [await request(), await request()];
  assert.equal((await files.ask(window, api.refuseMandate, { ...refused.one, reason })).refusal, reason);
  assert.equal((await files.ask(window, api.endMandate, { ...ended.one, reason })).endReason, reason);
  const { rows } = await files.services.database.pool.query("select from event where position($1 in data) > 0", [
    reason,
  ]);
  assert.equal(rows.length, 0);
});

test("one request at a time for an organisation, however often it is sent at once", async () => {
  const who = account();
  const { uscc } = await buildOrganisation(files.services.database);
  const sent = await Promise.allSettled(
    [1, 2, 3, 4].map(() => files.ask(who, api.askMandate, { code: uscc, ...letter })),
  );
  assert.equal(sent.filter(({ status }) => status === "fulfilled").length, 1);
  assert.ok(sent.every((one) => one.status === "fulfilled" || isProblem("mandate.already_asked")(one.reason)));
});

test("a sole trader has agents like any other organisation", async () => {
  const trader = await buildOrganisation(files.services.database, { uscc: inventUscc("92210602"), kind: "soleTrader" });
  assert.deepEqual(
    (await files.agentOf(trader)).mandates.map(({ uscc }) => uscc),
    [trader.uscc],
  );
});

test("what waits is told to the window and the credit centre, without the number of the letter", async () => {
  const { one } = await request();
  const { items } = await files.ask(official("creditCentre"), api.listWaitingMandates, { limit: 100 });
  assert.ok(items.some(({ mandateId }) => mandateId === one.mandateId));
  assert.ok(!JSON.stringify(items).includes(letter.letterNumber));
  const work = mandateWork(files.services.database);
  assert.equal((await work(window, "2026-06-01"))[0]?.code, "mandate.waiting");
  assert.deepEqual(await work(official("creditOffice"), "2026-06-01"), []);
  const first = await files.ask(window, api.listWaitingMandates, { limit: 1 });
  const second = await files.ask(window, api.listWaitingMandates, { limit: 1, cursor: first.next });
  assert.notEqual(first.items[0]?.mandateId, second.items[0]?.mandateId);
});

test("an identity-card number typed as the number of a letter is refused before it is stored", async () => {
  const { uscc } = await buildOrganisation(files.services.database);
  await assert.rejects(
    files.ask(account(), api.askMandate, { code: uscc, ...letter, letterNumber: "110101199003077758" }),
    isProblem("text.identity_number"),
  );
});

test("the window narrows what waits by name, code and number, and finds any mandate by its number, a stranger's sign being no wildcard", async () => {
  const { asked, organisation, one } = await request();
  const waiting = async (q: string) =>
    (await files.ask(window, api.listWaitingMandates, { q, limit: 100 })).items.map(({ mandateId }) => mandateId);
  for (const q of [organisation.name.slice(2, 9), organisation.uscc, asked.number, asked.number.toLowerCase()])
    assert.ok((await waiting(q)).includes(one.mandateId), q);
  for (const q of ["%", "_", "查无此名"]) assert.deepEqual(await waiting(q), []);
  const find = (uscc: string, number: string) => files.ask(window, api.findMandate, { uscc, number });
  assert.deepEqual(await find(organisation.uscc, ` ${asked.number.toLowerCase()} `), one);
  const other = await buildOrganisation(files.services.database);
  for (const [uscc, number] of [
    [other.uscc, asked.number],
    [organisation.uscc, ""],
    [organisation.uscc, "%"],
  ] as const)
    await assert.rejects(find(uscc, number), isProblem("object.not_found"));
  await assert.rejects(
    files.ask(account(), api.findMandate, { uscc: one.uscc, number: asked.number }),
    isProblem("access.refused"),
  );
});
