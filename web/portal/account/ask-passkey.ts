import { startAuthentication, startRegistration, WebAuthnError } from "@simplewebauthn/browser";
import { passkeyAnswer, passkeyQuestion } from "@chengxin/domain/account/api.ts";
import { addPasskey, newPasskeyQuestion } from "@chengxin/domain/account/own-api.ts";
import { call } from "../../api.ts";
import { ApiProblem } from "../../api-problem.ts";
import type { Language } from "../../text/language.ts";
import { problemInWords } from "../../problem-words.ts";

type AuthenticationOptions = Parameters<typeof startAuthentication>[0]["optionsJSON"];
type RegistrationOptions = Parameters<typeof startRegistration>[0]["optionsJSON"];

/** Signs in by a passkey of this device. @throws ApiProblem, or Error when the browser or its owner said no */
export const signInByPasskey = async (): Promise<void> => {
  const { options } = await call(passkeyQuestion, {});
  const response = await startAuthentication({ optionsJSON: options as unknown as AuthenticationOptions });
  await call(passkeyAnswer, { response: { ...response } });
};

/** Adds a passkey of this device to the account. @throws ApiProblem, or Error when the browser or its owner said no */
export const addPasskeyHere = async (name: string, presentPassword: string): Promise<void> => {
  const { options } = await call(newPasskeyQuestion, { presentPassword });
  const response = await startRegistration({ optionsJSON: options as unknown as RegistrationOptions });
  await call(addPasskey, { name, response: { ...response } });
};

/** Why a passkey was not taken, in one sentence. */
export const passkeyFault = (
  error: unknown,
  language: Language,
  words: { readonly refused: string; readonly known: string },
): string => {
  if (error instanceof ApiProblem) return problemInWords(error, language).sentence;
  if (error instanceof WebAuthnError && error.code === "ERROR_AUTHENTICATOR_PREVIOUSLY_REGISTERED") return words.known;
  return words.refused;
};
