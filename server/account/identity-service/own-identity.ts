import type * as api from "@chengxin/domain/account/identity-api.ts";
import type { RouteAnswer } from "@chengxin/domain/route.ts";
import type { AccountServices } from "../services.ts";

export const showSignInMethods = ({ identityService }: AccountServices): RouteAnswer<typeof api.showSignInMethods> => ({
  identityService: identityService && { label: identityService.settings.label },
});
