import type { ReactNode } from "react";
import { Form } from "react-router";
import type { Role } from "@chengxin/domain/access/actor.ts";

/** Who looks at the page. */
export interface Me {
  readonly accountId: string;
  readonly roles: readonly Role[];
}

/** One form of the page: what it does is named by a hidden field. */
export const StepForm = ({ step, grantId, children }: { step: string; grantId?: string; children: ReactNode }) => (
  <Form method="post" className="wb-step" preventScrollReset>
    <input type="hidden" name="step" value={step} />
    {grantId !== undefined && <input type="hidden" name="grantId" value={grantId} />}
    {children}
  </Form>
);
