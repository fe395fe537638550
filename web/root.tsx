import type { ReactNode } from "react";
import { Links, Meta, Outlet, Scripts, ScrollRestoration, useLocation, useMatches } from "react-router";
import * as catalogue from "@chengxin/domain/catalogue/api.ts";
import * as record from "@chengxin/domain/record/api.ts";
import type { Route } from "./+types/root.ts";
import { load } from "./api.ts";
import { careFrom } from "./portal/care/care-cookie.ts";
import { useRootData, type RootData } from "./root-data.ts";
import { languageTag } from "./text/language.ts";
import { useLanguage, useText } from "./text/use-text.ts";
import { isWorkbench } from "./paths.ts";
import portalStyles from "./styles/portal.css?url";
import type { PageHandle } from "./ui/Page.tsx";
import { SiteFooter } from "./ui/SiteFooter.tsx";
import { SiteHeader } from "./ui/SiteHeader.tsx";
import workbenchStyles from "./workbench/styles/workbench.css?url";

export const loader = (args: Route.LoaderArgs): Promise<RootData> =>
  load(args, async (api, language, url) => {
    const [{ city }, { demonstration }] = await Promise.all([
      api(catalogue.listItems, {}),
      api(record.showStatistics, {}),
    ]);
    return {
      origin: url.origin,
      siteName: city.siteName[language],
      contact: city.contact[language],
      demonstration,
      careMode: careFrom(args.request.headers.get("cookie")),
    };
  });

/** What the page says of itself (`PageHandle`). */
const says = (what: keyof PageHandle, handle: unknown): boolean =>
  typeof handle === "object" && handle !== null && what in handle && (handle as PageHandle)[what] === true;

export const Layout = ({ children }: { children: ReactNode }) => {
  const root = useRootData();
  const language = useLanguage();
  const text = useText();
  const handles = useMatches().map(({ handle }) => handle);
  const plain = handles.some((handle) => says("plain", handle));
  const workbench = isWorkbench(useLocation().pathname);
  const siteName = root?.siteName ?? (language === "en" ? "Chengxin" : "诚信");
  return (
    <html lang={languageTag[language]} {...(root?.careMode ? { "data-care": "on" } : {})}>
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <link rel="icon" href="/favicon.svg" type="image/svg+xml" />
        <Meta />
        <link rel="stylesheet" href={workbench ? workbenchStyles : portalStyles} />
        <Links />
      </head>
      <body>
        <a className="skip" href="#content">
          {text.site.skip}
        </a>
        {workbench ? (
          children
        ) : (
          <>
            <SiteHeader
              siteName={siteName}
              careMode={root?.careMode ?? false}
              demonstration={root?.demonstration ?? false}
              signedIn={handles.some((handle) => says("own", handle))}
            />
            <main id="content" className="frame" tabIndex={-1}>
              {children}
            </main>
            <SiteFooter siteName={siteName} contact={root?.contact ?? null} />
          </>
        )}
        {plain || (
          <>
            <ScrollRestoration />
            <Scripts />
          </>
        )}
      </body>
    </html>
  );
};

export default function App() {
  return <Outlet />;
}

export { PageError as ErrorBoundary } from "./ui/PageError.tsx";
