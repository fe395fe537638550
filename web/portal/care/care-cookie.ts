/** The only cookie of the portal: whether care mode is on. Says nothing about who reads. */
const name = "care";
const year = 365 * 24 * 3600;

export const careFrom = (cookies: string | null): boolean =>
  (cookies ?? "").split(";").some((cookie) => cookie.trim() === `${name}=on`);

export const careCookie = (on: boolean): string =>
  `${name}=${on ? "on" : ""}; Path=/; Max-Age=${on ? year : 0}; SameSite=Lax; HttpOnly`;

/** A path of this site to return to; anything that could lead elsewhere becomes the home page. */
export const safeBack = (back: unknown): string =>
  typeof back === "string" && /^\/(?!\/)[!-[\]-~]*$/.test(back) ? back : "/";
