import {
  AlertOutlined,
  AuditOutlined,
  CloudUploadOutlined,
  EyeInvisibleOutlined,
  FileDoneOutlined,
  FileProtectOutlined,
  FileSearchOutlined,
  FolderOpenOutlined,
  HomeOutlined,
  IdcardOutlined,
  LineChartOutlined,
  SafetyCertificateOutlined,
  SearchOutlined,
  TeamOutlined,
  UserAddOutlined,
} from "@ant-design/icons";
import type { ComponentType } from "react";
import { administrations, type Role } from "@chengxin/domain/access/actor.ts";
import { readingRoles } from "@chengxin/domain/access/files.ts";
import { overseers, senders } from "@chengxin/domain/access/reporting.ts";
import type { WorkbenchPaths } from "../paths.ts";
import type { WorkbenchText } from "../text/zh-CN.ts";

/** A page that the navigation, the search and the keyboard lead to. */
export interface NavigationEntry {
  readonly id: keyof WorkbenchText["shell"]["pages"];
  readonly group: keyof WorkbenchText["shell"]["groups"];
  /** `g` and this letter go there. */
  readonly key: string;
  readonly icon: ComponentType;
  /** Whose task it is; none named: everybody's. */
  readonly roles?: readonly Role[];
  readonly path: (paths: WorkbenchPaths) => string;
}

const auditors: readonly Role[] = ["auditor"];

/** The pages by task, in the order of the navigation. A page is a line here and a name in `text/shell.*`. */
const navigation: readonly NavigationEntry[] = [
  { id: "work", group: "work", key: "w", icon: HomeOutlined, path: (paths) => paths.work() },
  { id: "organisations", group: "query", key: "o", icon: SearchOutlined, path: (paths) => paths.organisations() },
  { id: "records", group: "query", key: "r", icon: FileSearchOutlined, path: (paths) => paths.records() },
  {
    id: "files",
    group: "query",
    key: "f",
    icon: FolderOpenOutlined,
    roles: readingRoles,
    path: (paths) => paths.files(),
  },
  {
    id: "uploads",
    group: "data",
    key: "u",
    icon: CloudUploadOutlined,
    roles: senders,
    path: (paths) => paths.uploads(),
  },
  {
    id: "batches",
    group: "data",
    key: "b",
    icon: FileDoneOutlined,
    roles: senders,
    path: (paths) => paths.batches(),
  },
  {
    id: "quality",
    group: "data",
    key: "q",
    icon: LineChartOutlined,
    roles: overseers,
    path: (paths) => paths.quality(),
  },
  {
    id: "mandates",
    group: "organisations",
    key: "m",
    icon: IdcardOutlined,
    roles: ["windowClerk", "creditCentre"],
    path: (paths) => paths.mandates(),
  },
  { id: "alerts", group: "oversight", key: "t", icon: AlertOutlined, roles: auditors, path: (paths) => paths.alerts() },
  { id: "events", group: "oversight", key: "e", icon: AuditOutlined, roles: auditors, path: (paths) => paths.events() },
  {
    id: "evidence",
    group: "oversight",
    key: "x",
    icon: FileProtectOutlined,
    roles: auditors,
    path: (paths) => paths.evidence(),
  },
  {
    id: "verifications",
    group: "oversight",
    key: "v",
    icon: SafetyCertificateOutlined,
    roles: auditors,
    path: (paths) => paths.verifications(),
  },
  {
    id: "canaries",
    group: "oversight",
    key: "y",
    icon: EyeInvisibleOutlined,
    roles: auditors,
    path: (paths) => paths.canaries(),
  },
  {
    id: "accounts",
    group: "administration",
    key: "a",
    icon: TeamOutlined,
    roles: administrations,
    path: (paths) => paths.accounts(),
  },
  {
    id: "proposals",
    group: "administration",
    key: "p",
    icon: SafetyCertificateOutlined,
    roles: ["securityAdministrator"],
    path: (paths) => paths.accounts({ attention: "proposals" }),
  },
  {
    id: "invite",
    group: "administration",
    key: "i",
    icon: UserAddOutlined,
    roles: ["systemAdministrator"],
    path: (paths) => paths.invite(),
  },
];

/** The pages of somebody with these roles. It only spares them dead ends: what each may see is decided by the API. */
export const entriesFor = (held: readonly Role[]): readonly NavigationEntry[] =>
  navigation.filter(({ roles }) => roles === undefined || roles.some((role) => held.includes(role)));
