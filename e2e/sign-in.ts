import type { BrowserContext } from "playwright-core";
import { Passwords } from "../server/account/passwords.ts";
import { systemClock } from "../server/platform/clock.ts";
import { readConfig } from "../server/platform/config.ts";
import { openServices } from "../server/services.ts";
import { addPerson, inviteForTest, type AccountMaker, type Person } from "../server/test/account-site.ts";
import { signInForTest, type SignedInForTest, type TestAccount } from "../server/test/sign-in.ts";
import type { Instance } from "./instance.ts";

/** An account and its session, made beside the running instance in its own database and under its own keys. */
export const makeSession = async (instance: Instance, account: TestAccount = {}): Promise<SignedInForTest> => {
  const services = await openServices(readConfig({ ...instance.settings }), () => {});
  try {
    return await signInForTest(services.database, { keys: services.keys, ...account });
  } finally {
    await services.close();
  }
};

/** Something done to accounts beside the running instance. */
const beside = async <T>(instance: Instance, work: (maker: AccountMaker) => Promise<T>): Promise<T> => {
  const { database, keys, catalogue, close } = await openServices(readConfig({ ...instance.settings }), () => {});
  const services = { database, keys, catalogue, passwords: new Passwords() };
  try {
    return await work({ services, clock: systemClock });
  } finally {
    await close();
  }
};

/** Somebody with a password, an authenticator and recovery codes. */
export const makePerson = (instance: Instance, person: Parameters<typeof addPerson>[1] = {}): Promise<Person> =>
  beside(instance, (maker) => addPerson(maker, person));

/** A new official's invitation. */
export const makeInvitation = (instance: Instance): ReturnType<typeof inviteForTest> => beside(instance, inviteForTest);

/** The visitor's browser is signed in from here on. */
export const signInVisitor = (context: BrowserContext, origin: string, { token }: SignedInForTest): Promise<void> =>
  context.addCookies([{ name: "session", value: token, url: origin, httpOnly: true, sameSite: "Strict" }]);
