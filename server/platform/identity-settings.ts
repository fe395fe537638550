/** How the city's unified identity service is reached, and what is believed of what it says. */
export interface IdentitySettings {
  /** As its own description names it; everything else is read from there. */
  readonly issuer: string;
  readonly clientId: string;
  /** The secret itself, or the file that holds it, which is read when it is needed. */
  readonly clientSecret: { readonly value: string } | { readonly file: string };
  /** What people call the service, on the button. */
  readonly label: string;
  /** Values of `acr` or `amr` that say that two factors were shown there; none: the second factor always follows here. */
  readonly twoFactors: readonly string[];
  readonly scope: string;
  readonly nameClaim: string;
  /** Claim with the code of the organisation that an agent acts for; null: none is believed. */
  readonly usccClaim: string | null;
  /** An identity that nobody has linked, and that acts for an organisation, makes an agent's account at its first sign-in. */
  readonly newAgents: boolean;
}

/** HTTPS, or this machine itself as in a trial. */
const isProviderUrl = (text: string): boolean => {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname, search, hash } = new URL(text);
  const here = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(hostname);
  return (protocol === "https:" || (protocol === "http:" && here)) && search === "" && hash === "";
};

const words = (text: string | null): string[] => (text ?? "").split(/[\s,]+/).filter((word) => word !== "");

/** Reads `OIDC_…`; null: there is no identity service. Faults are added to the list, and no secret is repeated in one. */
export const readIdentitySettings = (
  given: (name: string) => string | null,
  faults: string[],
): IdentitySettings | null => {
  const names = [
    "OIDC_CLIENT_ID",
    "OIDC_CLIENT_SECRET",
    "OIDC_CLIENT_SECRET_FILE",
    "OIDC_LABEL",
    "OIDC_TWO_FACTORS",
    "OIDC_SCOPE",
    "OIDC_NAME_CLAIM",
    "OIDC_USCC_CLAIM",
    "OIDC_NEW_AGENTS",
  ];
  const issuer = given("OIDC_ISSUER");
  if (issuer === null) {
    for (const name of names) if (given(name) !== null) faults.push(`${name}: is used together with OIDC_ISSUER only`);
    return null;
  }
  if (!isProviderUrl(issuer))
    faults.push(`OIDC_ISSUER: an https:// address without ? or # is needed, not ${JSON.stringify(issuer)}`);
  if (given("ORIGIN") === null)
    faults.push("OIDC_ISSUER: needs ORIGIN, to which the identity service sends people back");
  const clientId = given("OIDC_CLIENT_ID");
  if (clientId === null) faults.push("OIDC_CLIENT_ID: is needed with OIDC_ISSUER");
  const value = given("OIDC_CLIENT_SECRET");
  const file = given("OIDC_CLIENT_SECRET_FILE");
  if ((value === null) === (file === null))
    faults.push("OIDC_CLIENT_SECRET or OIDC_CLIENT_SECRET_FILE: exactly one of them is needed with OIDC_ISSUER");
  const newAgents = (given("OIDC_NEW_AGENTS") ?? "off").toLowerCase();
  if (newAgents !== "on" && newAgents !== "off")
    faults.push(`OIDC_NEW_AGENTS: "on" or "off" is needed, not ${JSON.stringify(newAgents)}`);
  const twoFactors = words(given("OIDC_TWO_FACTORS"));
  if (newAgents === "on" && twoFactors.length === 0)
    faults.push("OIDC_NEW_AGENTS: needs OIDC_TWO_FACTORS, since such an account has no second factor here");
  if (newAgents === "on" && given("OIDC_USCC_CLAIM") === null)
    faults.push("OIDC_NEW_AGENTS: needs OIDC_USCC_CLAIM, by which an organisation's agent is told from anybody else");
  return {
    issuer,
    clientId: clientId ?? "",
    clientSecret: file === null ? { value: value ?? "" } : { file },
    label: given("OIDC_LABEL") ?? "统一身份认证",
    twoFactors,
    scope: ["openid", ...words(given("OIDC_SCOPE") ?? "profile").filter((word) => word !== "openid")].join(" "),
    nameClaim: given("OIDC_NAME_CLAIM") ?? "name",
    usccClaim: given("OIDC_USCC_CLAIM"),
    newAgents: newAgents === "on",
  };
};
