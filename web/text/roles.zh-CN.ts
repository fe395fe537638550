import type { Role } from "@chengxin/domain/access/actor.ts";

/** What an official may be, as officials call it. */
export const roles: Readonly<Record<Role, string>> = {
  creditOffice: "信用办",
  creditCentre: "信用中心",
  countyOffice: "县区信用办",
  departmentClerk: "部门数据员",
  windowClerk: "窗口人员",
  systemAdministrator: "系统管理员",
  securityAdministrator: "安全管理员",
  auditor: "审计管理员",
};
