/**
 * Stands in for `@rc-component/util/es/Dom/dynamicCSS` in the browser: styles that antd's parts make while they run become constructed style sheets,
 * which a strict content security policy allows, instead of `<style>` elements, which it refuses. Those that the built style sheet holds are dropped.
 * docs/decisions/0013 says why.
 */
interface Options {
  readonly mark?: string;
}

/** The mark of antd's own styles and variables: all of them are in the built style sheet, in light and in dark. */
const builtIn = "data-css-hash";

const sheets = new Map<string, CSSStyleSheet>();

const adopt = (key: string, css: string): void => {
  const known = sheets.get(key);
  const sheet = known ?? new CSSStyleSheet();
  sheet.replaceSync(css);
  if (known) return;
  sheets.set(key, sheet);
  document.adoptedStyleSheets.push(sheet);
};

/** Puts CSS on the page under a key. Callers write attributes on what it returns. */
export const updateCSS = (css: string, key: string, { mark }: Options = {}): HTMLStyleElement | null => {
  if (typeof document === "undefined") return null;
  if (mark !== builtIn) adopt(key, css);
  return document.createElement("style");
};

export const injectCSS = (css: string, options: Options = {}): HTMLStyleElement | null => updateCSS(css, css, options);

export const removeCSS = (key: string): void => {
  const sheet = sheets.get(key);
  if (!sheet) return;
  sheets.delete(key);
  document.adoptedStyleSheets = document.adoptedStyleSheets.filter((one) => one !== sheet);
};

export const clearContainerCache = (): void => {};
