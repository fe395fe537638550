import { ConfigProvider } from "antd";
import enUS from "antd/locale/en_US";
import zhCN from "antd/locale/zh_CN";
import { useEffect, useId, useRef, useState } from "react";
import { Outlet, useNavigate } from "react-router";
import { showWork } from "@chengxin/domain/workbench/api.ts";
import type { Route } from "./+types/WorkbenchLayout.ts";
import { ApiProblem } from "../api-problem.ts";
import { load } from "../api.ts";
import { useLanguage } from "../text/use-text.ts";
import type { LayoutData } from "./layout-data.ts";
import { KeyHelp } from "./shell/KeyHelp.tsx";
import { Navigation } from "./shell/Navigation.tsx";
import { navigation } from "./shell/navigation.ts";
import { TopBar } from "./shell/TopBar.tsx";
import { moveInTable, useKeys } from "./shell/use-keys.ts";
import { useWorkbenchPaths } from "./text/use-workbench-text.ts";
import { runtimeTheme, variablesClass } from "./theme/theme.ts";

/** Below this width the sections open over the page; the style sheet says the same. */
const narrow = "(width < 56rem)";

export const loader = (args: Route.LoaderArgs): Promise<LayoutData> =>
  load(args, async (api) => {
    try {
      return { work: await api(showWork, {}) };
    } catch (error) {
      if (error instanceof ApiProblem && error.code === "session.required") return { work: null };
      throw error;
    }
  });

/** The frame of every page of the workbench. */
export default function WorkbenchLayout({ loaderData: { work } }: Route.ComponentProps) {
  const language = useLanguage();
  const paths = useWorkbenchPaths();
  const navigate = useNavigate();
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
      const entry = navigation.find(({ key }) => key === command.key);
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
          work={work?.items ?? null}
          entries={navigation}
          searchId={searchId}
          navigationId={navigationId}
          navigationOpen={isNarrow === switched}
          navigationButton={menu}
          onNavigation={() => setSwitched(!switched)}
          onHelp={() => setHelp(true)}
        />
        <Navigation id={navigationId} entries={navigation} onChosen={() => isNarrow && setSwitched(false)} />
        {over && <div className="wb-shade" onPointerDown={() => setSwitched(false)} />}
        <main id="content" className="wb-main" tabIndex={-1} inert={over}>
          <Outlet />
        </main>
        <KeyHelp open={help} entries={navigation} onClose={() => setHelp(false)} />
      </div>
    </ConfigProvider>
  );
}

export { WorkbenchError as ErrorBoundary } from "./ui/WorkbenchError.tsx";
