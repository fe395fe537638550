import type { Role } from "@chengxin/domain/access/actor.ts";

/** What an official may be. */
export const roles: Readonly<Record<Role, string>> = {
  creditOffice: "Credit office",
  creditCentre: "Credit centre",
  countyOffice: "County credit office",
  departmentClerk: "Department's data clerk",
  windowClerk: "Window clerk",
  systemAdministrator: "System administrator",
  securityAdministrator: "Security administrator",
  auditor: "Auditor",
};
