import { readConfig } from "../platform/config.ts";
import { openServices } from "../services.ts";
import { signInForTest, type TestAccount } from "./sign-in.ts";

/** For `npm run scan`: sessions of a few people beside the instance that the environment names, as JSON: cookies, and an organisation that the agent acts for. */
const services = await openServices(readConfig(process.env), () => {});
try {
  const { rows } = await services.database.pool.query<{ uscc: string }>(
    "select uscc from organisation where registered order by organisation_id limit 1",
  );
  const [organisation] = rows;
  if (!organisation) throw new Error("the instance holds no organisation");
  const people: Readonly<Record<string, TestAccount>> = {
    agent: { uscc: organisation.uscc },
    clerk: { roles: ["departmentClerk"] },
    window: { roles: ["windowClerk"] },
    administrator: { roles: ["systemAdministrator"] },
  };
  const cookies: Record<string, string> = {};
  for (const [name, account] of Object.entries(people))
    cookies[name] = (await signInForTest(services.database, { keys: services.keys, ...account })).cookie;
  process.stdout.write(`${JSON.stringify({ uscc: organisation.uscc, cookies })}\n`);
} finally {
  await services.close();
}
