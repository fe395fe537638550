import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { after, before, test } from "node:test";
import * as api from "@chengxin/domain/mandate/api.ts";
import { buildOrganisation, type BuiltOrganisation } from "../test/build.ts";
import { account, official, openFiles, type Files } from "../test/files.ts";
import { signInForTest } from "../test/sign-in.ts";
import { sessionsOf } from "./sessions.ts";

let files: Files;
before(async () => {
  files = await openFiles();
});
after(() => files.close());

const at = new Date("2026-06-01T04:00:00Z");
const window = official("windowClerk");
const openSession = (options: Parameters<typeof signInForTest>[1] = {}) =>
  signInForTest(files.services.database, { at, ...options });
const acting = async (token: string, when = at) =>
  (await sessionsOf(files.services.database).find(token, when))?.mandates ?? null;

const confirm = async (accountId: string, organisation: BuiltOrganisation, lastDay = "2026-06-30") => {
  const letter = { letterNumber: "授1", letterDate: "2026-05-20" };
  const { mandateId } = await files.ask(account({ accountId }), api.askMandate, { code: organisation.uscc, ...letter });
  const one = { uscc: organisation.uscc, mandateId };
  await files.ask(window, api.confirmMandate, {
    ...one,
    documentKind: "letterOfAuthority",
    documentNumber: "授1",
    lastDay,
  });
  return one;
};

test("a session acts for the organisations whose mandates are in force, each once", async () => {
  const { database } = files.services;
  const { accountId, token } = await openSession();
  const [first, second] = [await buildOrganisation(database), await buildOrganisation(database)];
  assert.deepEqual(await acting(token), []);
  const asked = await files.ask(account({ accountId }), api.askMandate, {
    code: first.uscc,
    letterNumber: "授1",
    letterDate: "2026-05-20",
  });
  assert.deepEqual(await acting(token), [], "asked is not confirmed");
  await files.ask(account({ accountId }), api.endMandate, {
    uscc: first.uscc,
    mandateId: asked.mandateId,
    reason: "写错了",
  });
  await confirm(accountId, first, "2026-06-02");
  const longer = await confirm(accountId, first);
  await confirm(accountId, second);
  const found = (await acting(token)) ?? [];
  assert.deepEqual(
    found.map(({ organisationId }) => organisationId),
    [first.organisationId, second.organisationId],
  );
  assert.equal(found.find(({ uscc }) => uscc === first.uscc)?.mandateId, longer.mandateId);
});

test("a mandate counts to the last minute of its last day in Shanghai, by no job", async () => {
  const { accountId, token } = await openSession({ at: new Date("2026-06-01T15:40:00Z") });
  await confirm(accountId, await buildOrganisation(files.services.database), "2026-06-01");
  assert.equal((await acting(token, new Date("2026-06-01T15:59:59Z")))?.length, 1);
  assert.deepEqual(await acting(token, new Date("2026-06-01T16:00:00Z")), []);
});

test("an ended mandate is gone at the next request of the same session", async () => {
  const { accountId, token } = await openSession();
  const one = await confirm(accountId, await buildOrganisation(files.services.database));
  assert.equal((await acting(token))?.length, 1);
  await files.ask(window, api.endMandate, { ...one, reason: "单位来函撤回" });
  assert.deepEqual(await acting(token), []);
});

test("requests that race with the end of a mandate see it or not, and none that starts afterwards does", async () => {
  const { accountId, token } = await openSession();
  const one = await confirm(accountId, await buildOrganisation(files.services.database));
  let ended = false;
  const use = async (): Promise<void> => {
    for (let n = 0; n < 40; n++) {
      const startedAfter = ended;
      const found = await acting(token);
      if (startedAfter) assert.deepEqual(found, []);
    }
  };
  const revoke = async (): Promise<void> => {
    await files.ask(window, api.endMandate, { ...one, reason: "单位来函撤回" });
    ended = true;
  };
  await Promise.all([use(), use(), use(), revoke(), use()]);
  assert.deepEqual(await acting(token), []);
});

test("what the identity service asserts and what was confirmed here is one mandate", async () => {
  const organisation = await buildOrganisation(files.services.database);
  const { accountId, token, sessionId } = await openSession({ uscc: organisation.uscc });
  assert.deepEqual(
    (await acting(token))?.map(({ mandateId }) => mandateId),
    [sessionId],
  );
  const { mandateId } = await confirm(accountId, organisation);
  assert.deepEqual(
    (await acting(token))?.map((mandate) => mandate.mandateId),
    [mandateId],
  );
});

test("an account with a role acts for no organisation, whatever was confirmed before", async () => {
  const { database } = files.services;
  const organisation = await buildOrganisation(database);
  const { accountId, token, actor } = await openSession({ roles: ["windowClerk"], uscc: organisation.uscc });
  await confirm(accountId, await buildOrganisation(database));
  assert.deepEqual(actor.mandates, []);
  assert.deepEqual(await acting(token), []);
  await database.pool.query(
    "update account_grant set ended_at = $2, ended_why = 'ended' where account_id = $1 and role = 'windowClerk'",
    [accountId, at],
  );
  assert.equal((await acting(token))?.length, 2, "the role ended");
});

test("a mandate of another account, even of one that was never heard of, opens nothing", async () => {
  const { token } = await openSession();
  await confirm(randomUUID(), await buildOrganisation(files.services.database));
  assert.deepEqual(await acting(token), []);
});
