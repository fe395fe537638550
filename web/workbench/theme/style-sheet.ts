import { createRequire } from "node:module";
import { createElement, type ComponentType, type ReactNode } from "react";
import { renderToString } from "react-dom/server";
import * as antd from "antd";
import { schemes } from "./theme.ts";

/** antd's own engine for styles; it is antd's dependency, not ours, and must be the copy that antd uses. */
interface StyleEngine {
  readonly createCache: () => object;
  readonly extractStyle: (cache: object, options: { plain: true; types: readonly string[] }) => string;
  readonly StyleProvider: ComponentType<{ cache: object; children?: ReactNode }>;
}
const require = createRequire(import.meta.url);
const engine = createRequire(require.resolve("antd/package.json"))("@ant-design/cssinjs") as StyleEngine;

/** Parts that the workbench has no use for: a third of antd's styles. */
export const unused = new Set([
  "BackTop",
  "BorderBeam",
  "Calendar",
  "Carousel",
  "Cascader",
  "ColorPicker",
  "FloatButton",
  "Grid",
  "Image",
  "Listy",
  "Masonry",
  "Mentions",
  "QRCode",
  "Rate",
  "Slider",
  "Splitter",
  "Tour",
  "Transfer",
  "TreeSelect",
  "Watermark",
]);

type Part = ComponentType<{ children?: ReactNode }>;

/** Parts that style what they hold, and so must hold something. */
const holders = new Set(["Badge", "Dropdown", "Popconfirm", "Popover", "Space", "Tooltip"]);

const parts = (): ReactNode[] => {
  const named = Object.entries(antd).filter(
    ([name]) => /^[A-Z]/.test(name) && name !== "ConfigProvider" && !unused.has(name),
  );
  // Messages and notices have no element of their own; antd offers these for its documentation.
  const panels = [antd.message, antd.notification, antd.Modal].map(
    (owner) =>
      (owner as unknown as { _InternalPanelDoNotUseOrYouWillBeFired: Part })._InternalPanelDoNotUseOrYouWillBeFired,
  );
  return [
    ...named.map(([name, part]) =>
      createElement(part as Part, { key: name }, ...(holders.has(name) ? [createElement("i")] : [])),
    ),
    ...panels.map((panel, index) => createElement(panel, { key: index })),
    createElement(antd.Input.Search, { key: "search" }),
    createElement(antd.Input.OTP, { key: "otp" }),
    createElement(antd.Space.Compact, { key: "compact" }),
  ];
};

/** Styles and variables of every part in one scheme. */
const stylesIn = (scheme: keyof typeof schemes): { styles: string; variables: string } => {
  const cache = engine.createCache();
  for (const part of parts()) {
    renderToString(
      createElement(
        engine.StyleProvider,
        { cache },
        createElement(antd.ConfigProvider, { theme: schemes[scheme] }, part),
      ),
    );
  }
  const cut = (types: readonly string[]): string =>
    engine.extractStyle(cache, { plain: true, types }).replace(/\.data-ant-cssinjs-cache-path\{[^}]*\}/, "");
  return { styles: cut(["style"]), variables: cut(["token", "cssVar"]) };
};

const block = /([^{}]+)\{([^{}]*)\}/g;
const declarations = (body: string): string[] => body.split(";").filter(Boolean);

/** The rules of `to`, without what `from` says alike. */
const differing = (from: string, to: string): string => {
  const known = new Map<string, Set<string>>();
  for (const [, selector = "", body = ""] of from.matchAll(block))
    known.set(selector, new Set([...(known.get(selector) ?? []), ...declarations(body)]));
  return [...to.matchAll(block)]
    .map(
      ([, selector = "", body = ""]) =>
        [selector, declarations(body).filter((one) => !known.get(selector)?.has(one))] as const,
    )
    .filter(([, changed]) => changed.length > 0)
    .map(([selector, changed]) => `${selector}{${changed.join(";")}}`)
    .join("\n");
};

/** antd's styles as one file: the reader's system chooses between light and dark, so nothing flashes. */
export const styleSheet = (): string => {
  const light = stylesIn("light");
  const dark = stylesIn("dark");
  return `${light.variables}\n@media (prefers-color-scheme: dark){${differing(light.variables, dark.variables)}}\n${light.styles}\n`;
};
