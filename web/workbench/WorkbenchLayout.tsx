import { ConfigProvider } from "antd";
import enUS from "antd/locale/en_US";
import zhCN from "antd/locale/zh_CN";
import { useEffect, useId, useRef, useState } from "react";
import { Outlet, redirect, useNavigate } from "react-router";
import { showSession } from "@chengxin/domain/account/api.ts";
import { showWork } from "@chengxin/domain/workbench/api.ts";
import type { Route } from "./+types/WorkbenchLayout.ts";
import { load } from "../api.ts";
import { pathsIn } from "../paths.ts";
import { useLanguage } from "../text/use-text.ts";
import type { LayoutData } from "./layout-data.ts";
import { KeyHelp } from "./shell/KeyHelp.tsx";
import { Navigation } from "./shell/Navigation.tsx";
import { entriesFor } from "./shell/navigation.ts";
import { OfficialsOnly } from "./shell/OfficialsOnly.tsx";
import { TopBar } from "./shell/TopBar.tsx";
import { moveInTable, useKeys } from "./shell/use-keys.ts";
import { useWorkbenchPaths } from "./text/use-workbench-text.ts";
import { runtimeTheme, variablesClass } from "./theme/theme.ts";

/** Below this width the sections open over the page; the style sheet says the same. */
const narrow = "(width < 56rem)";

/** Nobody's pages are shown before it is known who asks; what each may see is decided by the API, not here. */
export const loader = (args: Route.LoaderArgs): Promise<LayoutData> =>
  load(args, async (api, language, url) => {
    const { account } = await api(showSession, {});
    if (account?.next !== "done") throw redirect(pathsIn(language).signIn({ to: url.pathname + url.search }));
    return { account, work: await api(showWork, {}) };
  });

/** The frame of every page of the workbench. */
export default function WorkbenchLayout({ loaderData: { account, work } }: Route.ComponentProps) {
  const language = useLanguage();
  const paths = useWorkbenchPaths();
  const navigate = useNavigate();
  const entries = entriesFor(account.roles.map(({ role }) => role));
  const [help, setHelp] = useState(false);
  // On a wide screen the sections are there unless closed, on a narrow one only when opened: one switch away from the usual.
  const [switched, setSwitched] = useState(false);
  const [isNarrow, setIsNarrow] = useState(false);
  const searchId = useId();
  const navigationId = useId();
  const menu = useRef<HTMLButtonElement>(null);
  const over = isNarrow && switched;

  useEffect(() => {
    const query = matchMedia(narrow);
    const follow = (): void => {
      setIsNarrow(query.matches);
      setSwitched(false);
    };
    follow();
    query.addEventListener("change", follow);
    return () => query.removeEventListener("change", follow);
  }, []);

  useEffect(() => {
    if (!over) return;
    document.getElementById(navigationId)?.querySelector("a")?.focus();
    const close = (event: KeyboardEvent): void => {
      if (event.key !== "Escape") return;
      setSwitched(false);
      menu.current?.focus();
    };
    document.addEventListener("keydown", close);
    return () => document.removeEventListener("keydown", close);
  }, [over, navigationId]);

  useKeys((command) => {
    if (command.do === "search") document.getElementById(searchId)?.focus();
    else if (command.do === "help") setHelp(true);
    else if (command.do === "move") moveInTable(command.by);
    else {
      const entry = entries.find(({ key }) => key === command.key);
      if (entry) void navigate(entry.path(paths));
    }
  });

  return (
    <ConfigProvider
      theme={runtimeTheme}
      locale={language === "en" ? enUS : zhCN}
      button={{ autoInsertSpace: false }}
      wave={{ disabled: true }}
      getPopupContainer={() => document.getElementById("content") ?? document.body}
    >
      <div className={`${variablesClass} wb`} data-sections={switched ? "switched" : "usual"}>
        <TopBar
          account={account}
          work={work.items}
          entries={entries}
          searchId={searchId}
          navigationId={navigationId}
          navigationOpen={isNarrow === switched}
          navigationButton={menu}
          onNavigation={() => setSwitched(!switched)}
          onHelp={() => setHelp(true)}
        />
        <Navigation id={navigationId} entries={entries} onChosen={() => isNarrow && setSwitched(false)} />
        {over && <div className="wb-shade" onPointerDown={() => setSwitched(false)} />}
        <main id="content" className="wb-main" tabIndex={-1} inert={over}>
          {account.kind === "agent" ? <OfficialsOnly /> : <Outlet />}
        </main>
        <KeyHelp open={help} entries={entries} onClose={() => setHelp(false)} />
      </div>
    </ConfigProvider>
  );
}

export { WorkbenchError as ErrorBoundary } from "./ui/WorkbenchError.tsx";
