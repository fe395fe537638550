import type { Role } from "@chengxin/domain/access/actor.ts";

/** One invented account of the demonstration: an official with a role, or an organisation's agent. */
export interface DemoPerson {
  readonly login: string;
  readonly displayName: string;
  readonly unit: string;
  /** Null: the agent. */
  readonly role: Role | null;
  readonly source?: string;
  readonly region?: string;
  /** What the account is for, in both languages. */
  readonly title: string;
}

/** Administrators first: they make the others. */
export const demoCast = [
  {
    login: "demo-system",
    displayName: "演示系统管理员",
    unit: "市信用中心（演示）",
    role: "systemAdministrator",
    title: "系统管理员 · system administrator",
  },
  {
    login: "demo-security",
    displayName: "演示安全管理员",
    unit: "市信用中心（演示）",
    role: "securityAdministrator",
    title: "安全管理员 · security administrator",
  },
  {
    login: "demo-auditor",
    displayName: "演示审计管理员",
    unit: "市信用办（演示）",
    role: "auditor",
    title: "审计管理员 · auditor",
  },
  {
    login: "demo-office",
    displayName: "演示信用办工作人员",
    unit: "市信用办（演示）",
    role: "creditOffice",
    title: "信用办 · credit office",
  },
  {
    login: "demo-centre",
    displayName: "演示信用中心工作人员",
    unit: "市信用中心（演示）",
    role: "creditCentre",
    title: "信用中心 · credit centre",
  },
  {
    login: "demo-county",
    displayName: "演示县区信用办工作人员",
    unit: "县区信用办（演示）",
    role: "countyOffice",
    region: "210602",
    title: "县区信用办 · county credit office",
  },
  {
    login: "demo-clerk",
    displayName: "演示部门数据员",
    unit: "市场监督管理局（演示）",
    role: "departmentClerk",
    source: "market-supervision",
    title: "部门数据员 · department's data clerk",
  },
  {
    login: "demo-window",
    displayName: "演示窗口人员",
    unit: "政务服务窗口（演示）",
    role: "windowClerk",
    title: "服务窗口 · service window",
  },
  {
    login: "demo-agent",
    displayName: "演示经办人",
    unit: "",
    role: null,
    title: "组织经办人 · organisation's agent",
  },
] as const satisfies readonly DemoPerson[];
