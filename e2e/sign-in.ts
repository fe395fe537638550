import type { BrowserContext } from "playwright-core";
import { Passwords } from "../server/account/passwords.ts";
import { systemClock } from "../server/platform/clock.ts";
import { transact } from "../server/platform/db.ts";
import { addPerson, codeOf, inviteForTest, type AccountMaker, type Person } from "../server/test/account-site.ts";
import { beside } from "../server/test/beside.ts";
import { signInForTest, type SignedInForTest, type TestAccount } from "../server/test/sign-in.ts";
import type { Instance } from "./instance.ts";

/** An account and its session, made beside the running instance in its own database and under its own keys. */
export const makeSession = async (instance: Instance, account: TestAccount = {}): Promise<SignedInForTest> => {
  return beside(instance.settings, ({ database, keys }) => signInForTest(database, { keys, ...account }));
};

/** Something done to accounts beside the running instance. */
const withAccounts = <T>(instance: Instance, work: (maker: AccountMaker) => Promise<T>): Promise<T> =>
  beside(instance.settings, ({ database, keys, catalogue }) =>
    work({ services: { database, keys, catalogue, passwords: new Passwords() }, clock: systemClock }),
  );

/** Somebody with a password, an authenticator and recovery codes. */
export const makePerson = (instance: Instance, person: Parameters<typeof addPerson>[1] = {}): Promise<Person> =>
  withAccounts(instance, (maker) => addPerson(maker, person));

/** A new official's invitation. */
export const makeInvitation = (instance: Instance): ReturnType<typeof inviteForTest> =>
  withAccounts(instance, inviteForTest);

/** The security administrator asks for a new password before anything else. */
export const demandNewPassword = (instance: Instance, { accountId }: Pick<Person, "accountId">): Promise<void> =>
  withAccounts(instance, ({ services, clock }) =>
    transact(services.database, { actor: { kind: "system", name: "test" }, at: clock.now() }, async (tx) => {
      await tx.sql
        .updateTable("account")
        .set({ must_change_password: true })
        .where("account_id", "=", accountId)
        .execute();
      tx.note({ action: "test.password-demanded", object: `account:${accountId}`, data: {} });
    }),
  );

/** The visitor's browser is signed in from here on. */
export const signInVisitor = (
  context: BrowserContext,
  origin: string,
  { token }: Pick<SignedInForTest, "token">,
): Promise<void> =>
  context.addCookies([{ name: "session", value: token, url: origin, httpOnly: true, sameSite: "Strict" }]);

/** What the owner of an invitation does with its link. @returns the token of the session that begins */
export const acceptInvitation = async ({ origin }: Instance, link: string): Promise<string> => {
  const post = (path: string, body: object): Promise<Response> =>
    fetch(`${origin}/api/v1${path}`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    });
  const token = link.slice(-43);
  const { login } = (await (await post("/invitations/show", { token })).json()) as { login: string };
  const { enrolment, key } = (await (await post("/totp-proposals", { login })).json()) as Record<string, string>;
  const code = codeOf(key ?? "", systemClock.now());
  const accepted = await post("/invitations/accept", { token, password: "雨伞 楼梯 蓝色 九点半", enrolment, code });
  const session = /^session=([\w-]{43})/.exec(accepted.headers.getSetCookie()[0] ?? "")?.[1];
  if (!session) throw new Error(`the invitation was not accepted: ${await accepted.text()}`);
  return session;
};
