import { data } from "react-router";
import { proposeTotp, type TotpProposal } from "@chengxin/domain/account/api.ts";
import { faultOf, isMendable, type Api, type FormFault } from "../../api.ts";
import type { Language } from "../../text/language.ts";
import { sent } from "./fault.ts";

/** What a form with an authenticator's key is told when it can't be taken: the key stays the one that was scanned. */
export interface EnrolmentFault extends FormFault {
  readonly proposal: TotpProposal;
}

/** The key and its code as they were sent. */
export const enrolled = (form: FormData): { enrolment: string; code: string } => ({
  enrolment: sent(form, "enrolment"),
  code: sent(form, "code"),
});

/** A key that was shown before, or a new one where none was. */
export const proposalFor = (api: Api, form: FormData, login: string): Promise<TotpProposal> => {
  const enrolment = sent(form, "enrolment");
  return api(proposeTotp, { login, ...(/^[\w-]{43}$/.test(enrolment) ? { enrolment } : {}) });
};

/** Runs what a form with an authenticator's key asks for; `act` around it takes what nobody can mend. */
export const enrolling = async <T>(
  { api, form, language, login }: { api: Api; form: FormData; language: Language; login: string },
  work: () => Promise<T>,
): Promise<T | ReturnType<typeof data<EnrolmentFault>>> => {
  try {
    return await work();
  } catch (error) {
    if (!isMendable(error)) throw error;
    const proposal = await proposalFor(api, form, login);
    return data({ ...faultOf(error, form, language), proposal }, { status: error.status });
  }
};
