/** `zh, en;q=0.8` → names in falling preference, those with q=0 left out. */
const preferences = (header: string): string[] =>
  header
    .split(",")
    .map((part) => {
      const [name = "", ...parameters] = part.trim().toLowerCase().split(";");
      const q = parameters
        .map((parameter) => /^\s*q=([\d.]+)/.exec(parameter)?.[1])
        .find((found) => found !== undefined);
      return { name, q: q === undefined ? 1 : Number(q) };
    })
    .filter(({ name, q }) => name !== "" && q > 0)
    .sort((a, b) => b.q - a.q)
    .map(({ name }) => name);

/** The platform's language that the reader prefers; Chinese unless English comes first. */
export const languageOf = (acceptLanguage: string | undefined): "zh" | "en" => {
  for (const name of preferences(acceptLanguage ?? "")) {
    if (name === "zh" || name.startsWith("zh-")) return "zh";
    if (name === "en" || name.startsWith("en-")) return "en";
  }
  return "zh";
};

/** The best encoding both sides know; null: none. */
export const encodingOf = (acceptEncoding: string | undefined): "br" | "gzip" | null => {
  const names = preferences(acceptEncoding ?? "");
  if (names.includes("br")) return "br";
  return names.includes("gzip") ? "gzip" : null;
};
