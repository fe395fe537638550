import { data } from "react-router";
import { faultOf, type FormFault } from "../../api.ts";
import { ApiProblem } from "../../api-problem.ts";
import type { Language } from "../../text/language.ts";

/** The field that a problem is about, where its code says so; the codes know nothing of forms. */
const fieldOfCode: Readonly<Record<string, string>> = {
  "sign_in.code_refused": "code",
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

export const fieldOf = ({ problem }: FormFault): string | null => problem.field ?? fieldOfCode[problem.code] ?? null;

/** What is wrong with this field; null: nothing. */
export const wrongWith = (name: string, fault: FormFault | undefined): string | null =>
  fault !== undefined && fieldOf(fault) === name ? fault.problem.sentence : null;

/** A fault that the page itself finds, or says in words of its own. */
export const faultAt = (
  field: string,
  sentence: string,
  form: FormData,
  language: Language,
): ReturnType<typeof data<FormFault>> => {
  const fault = faultOf(new ApiProblem("request.invalid", 422, { field }), form, language);
  return data({ ...fault, problem: { ...fault.problem, sentence } }, { status: 422 });
};
