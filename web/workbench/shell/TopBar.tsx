import { MenuOutlined, QuestionCircleOutlined } from "@ant-design/icons";
import { Button } from "antd";
import type { Ref } from "react";
import { Link, useLocation } from "react-router";
import { useRootData } from "../../root-data.ts";
import { languageTag, pathInLanguage } from "../../text/language.ts";
import { useLanguage, usePaths } from "../../text/use-text.ts";
import { useWorkbenchPaths, useWorkbenchText } from "../text/use-workbench-text.ts";
import type { SignedIn } from "@chengxin/domain/account/api.ts";
import type { WorkItem } from "@chengxin/domain/workbench/api.ts";
import { AccountMenu } from "./AccountMenu.tsx";
import { GlobalSearch } from "./GlobalSearch.tsx";
import { Notices } from "./Notices.tsx";
import type { NavigationEntry } from "./navigation.ts";

interface TopBarProps {
  readonly account: SignedIn;
  readonly work: readonly WorkItem[];
  readonly entries: readonly NavigationEntry[];
  readonly searchId: string;
  readonly navigationId: string;
  readonly navigationOpen: boolean;
  readonly navigationButton: Ref<HTMLButtonElement>;
  readonly onNavigation: () => void;
  readonly onHelp: () => void;
}

/** Search, notices, help, language, account: the same on every page. */
export const TopBar = ({
  account,
  work,
  entries,
  searchId,
  navigationId,
  navigationOpen,
  navigationButton,
  onNavigation,
  onHelp,
}: TopBarProps) => {
  const text = useWorkbenchText().shell;
  const paths = useWorkbenchPaths();
  const portal = usePaths();
  const root = useRootData();
  const { pathname, search } = useLocation();
  const other = useLanguage() === "en" ? "zh" : "en";
  return (
    <header className="wb-top">
      <Button
        ref={navigationButton}
        type="text"
        className="wb-menu"
        icon={<MenuOutlined />}
        aria-label={navigationOpen ? text.closeNavigation : text.openNavigation}
        aria-expanded={navigationOpen}
        aria-controls={navigationId}
        onClick={onNavigation}
      />
      <Link to={paths.work()} className="wb-name">
        <strong>{root?.siteName}</strong> <span>{text.name}</span>
      </Link>
      <GlobalSearch inputId={searchId} entries={entries} />
      <div className="wb-tools">
        <Notices items={work} />
        <a href={portal.home()} className="wb-tool wb-wide">
          {text.portal}
        </a>
        <a
          href={pathInLanguage(pathname, other) + search}
          className="wb-tool"
          lang={languageTag[other]}
          hrefLang={languageTag[other]}
        >
          {text.otherLanguage}
        </a>
        <Button
          type="text"
          icon={<QuestionCircleOutlined />}
          aria-label={text.help}
          title={`${text.help} (?)`}
          onClick={onHelp}
        />
        <AccountMenu account={account} />
      </div>
    </header>
  );
};
