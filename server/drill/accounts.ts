import { Secret, TOTP } from "otpauth";
import { inviteAdministrator } from "../account/operator.ts";
import { Passwords } from "../account/passwords.ts";
import type { Services } from "../services.ts";

/**
 * Two administrators who accepted their invitations by HTTP, so that the drill compares what accounts consist of: sealed names and keys, grants, recovery codes,
 * sessions. @throws Error when the instance doesn't let them in
 */
export const makeAccounts = async (services: Services, url: string): Promise<void> => {
  const post = async (path: string, body: object): Promise<Record<string, unknown>> => {
    const answer = await fetch(`${url}/api/v1${path}`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    });
    const told = (await answer.json()) as Record<string, unknown>;
    if (!answer.ok) throw new Error(`${path}: ${JSON.stringify(told)}`);
    return told;
  };
  const accounts = {
    ...services,
    passwords: new Passwords(),
    origin: null,
    selfRegistration: false,
    identityService: null,
  };
  for (const role of ["systemAdministrator", "securityAdministrator"] as const) {
    const login = `drill-${role.toLowerCase()}`;
    const invited = await inviteAdministrator(
      accounts,
      { role, login, displayName: "演练员", contact: "", unit: "演练" },
      { actor: { kind: "operator", name: "drill" }, at: services.clock.now() },
    );
    const { enrolment, key } = (await post("/totp-proposals", { login })) as { enrolment: string; key: string };
    const code = new TOTP({ secret: Secret.fromBase32(key.replaceAll(" ", "")) }).generate({
      timestamp: services.clock.now().getTime(),
    });
    const token = invited.link.split("/").at(-1) ?? "";
    await post("/invitations/accept", { token, password: "梧桐 河岸 旧火车 七月", enrolment, code });
  }
};
