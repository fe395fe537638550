/** The portal's languages. Chinese is the source and lies at `/`; English lies below `/en`. */
export const languages = ["zh", "en"] as const;
export type Language = (typeof languages)[number];

export const languageOfPath = (pathname: string): Language =>
  pathname === "/en" || pathname.startsWith("/en/") ? "en" : "zh";

/** The same page in the other language. */
export const pathInLanguage = (pathname: string, language: Language): string => {
  const bare = languageOfPath(pathname) === "en" ? pathname.slice(3) || "/" : pathname;
  if (language === "zh") return bare;
  return bare === "/" ? "/en" : `/en${bare}`;
};

/** Value of `lang` for each language. */
export const languageTag = { zh: "zh-CN", en: "en" } as const satisfies Record<Language, string>;
