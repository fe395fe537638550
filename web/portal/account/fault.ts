import { ApiProblem } from "../../api-problem.ts";
import type { FormFault } from "../../api.ts";
import type { AccountText } from "../../text/account.zh-CN.ts";

/** The field that a problem is about, where its code says so; the codes know nothing of forms. */
const fieldOfCode: Readonly<Record<string, string>> = {
  "sign_in.code_refused": "code",
  "organisation.code_invalid": "organisation",
  "organisation.not_found": "organisation",
  "mandate.already_asked": "organisation",
  "totp.code_refused": "code",
  "password.wrong": "presentPassword",
  "password.unchanged": "password",
  "password.too_short": "password",
  "password.too_long": "password",
  "password.too_common": "password",
  "password.holds_login": "password",
  "login.invalid": "login",
  "login.taken": "login",
};

/** A field's text as it was sent; empty when it was not. */
export const sent = (form: FormData, name: string): string => {
  const value = form.get(name);
  return typeof value === "string" ? value : "";
};

/** A problem that the page itself finds with a field; its words are the page's (`fields` of the text). */
export const wrongField = (field: string): ApiProblem => new ApiProblem("request.invalid", 422, { field });

/** @throws ApiProblem when the new password was typed in two ways */
export const assertTypedTwice = (form: FormData): void => {
  if (sent(form, "password") !== sent(form, "passwordAgain")) throw wrongField("passwordAgain");
};

export const fieldOf = ({ problem }: FormFault): string | null => problem.field ?? fieldOfCode[problem.code] ?? null;

/** A fault in one sentence: of the field, where the page has words for it. */
export const faultInWords = (fault: FormFault, { fields }: AccountText): string => {
  const words: Readonly<Record<string, string>> = fields;
  const { code, field, sentence } = fault.problem;
  return (code === "request.invalid" && field !== null ? words[field] : undefined) ?? sentence;
};
