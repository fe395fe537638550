import * as api from "@chengxin/domain/account/api.ts";
import * as identityApi from "@chengxin/domain/account/identity-api.ts";
import * as ownApi from "@chengxin/domain/account/own-api.ts";
import { bind, type BoundRoute } from "../platform/http.ts";
import { changePassword, renewRecoveryCodes, replaceTotp } from "./change-own.ts";
import { passkeyAnswer, passkeyQuestion } from "./passkey-sign-in.ts";
import { addPasskey, newPasskeyQuestion, removePasskey } from "./passkeys.ts";
import { administrationRoutes } from "./administration-routes.ts";
import { acceptInvitation } from "./accept-invitation.ts";
import { showInvitation } from "./invitations.ts";
import { forgetInvitation, keepInvitation, tokenOf } from "./kept-invitation.ts";
import { registerAgent } from "./register-agent.ts";
import { answerIdentity } from "./identity-service/answer-identity.ts";
import { beginIdentity } from "./identity-service/begin-identity.ts";
import { linkIdentity, showOwnIdentity, showSignInMethods, unlinkIdentity } from "./identity-service/own-identity.ts";
import { describeSession, listPasskeys, listSessions } from "./queries.ts";
import { secondStep } from "./second-step.ts";
import type { AccountServices } from "./services.ts";
import { signIn } from "./sign-in.ts";
import { endSession, signOut } from "./sign-out.ts";
import { proposeTotp } from "./totp.ts";

export const accountRoutes = (services: AccountServices): BoundRoute[] => [
  ...administrationRoutes(services),
  bind(api.signIn, (args, ask) => signIn(services, args, ask)),
  bind(api.secondStep, ({ code }, ask) => secondStep(services, code, ask)),
  bind(api.signOut, ({ everywhere }, ask) => signOut(services, everywhere, ask)),
  bind(api.showSession, (_args, ask) => describeSession(services, ask.actor, ask.at)),
  bind(api.proposeTotp, async ({ login, enrolment }) => proposeTotp(services, login, enrolment)),
  bind(api.keepInvitation, ({ token }, ask) => keepInvitation(services, token, ask)),
  bind(api.showInvitation, ({ token }, ask) => showInvitation(services, tokenOf(token, ask), ask.at)),
  bind(api.acceptInvitation, async ({ token, ...args }, ask) => {
    const accepted = await acceptInvitation(services, { ...args, token: tokenOf(token, ask) }, ask);
    forgetInvitation(ask);
    return accepted;
  }),
  bind(api.registerAgent, (args, ask) => registerAgent(services, args, ask)),
  bind(identityApi.showSignInMethods, async () => showSignInMethods(services)),
  bind(identityApi.beginIdentity, (args, ask) => beginIdentity(services, args, ask)),
  bind(identityApi.answerIdentity, ({ query }, ask) => answerIdentity(services, query, ask)),
  bind(identityApi.showOwnIdentity, (_args, ask) => showOwnIdentity(services, ask.account())),
  bind(identityApi.linkIdentity, (args, ask) => linkIdentity(services, args, ask)),
  bind(identityApi.unlinkIdentity, ({ presentPassword }, ask) => unlinkIdentity(services, presentPassword, ask)),
  bind(ownApi.listSessions, (_args, ask) => listSessions(services, ask.account(), ask.at)),
  bind(ownApi.endSession, ({ sessionId }, ask) => endSession(services, sessionId, ask)),
  bind(api.passkeyQuestion, (_args, ask) => passkeyQuestion(services, ask)),
  bind(api.passkeyAnswer, (args, ask) => passkeyAnswer(services, args, ask)),
  bind(ownApi.changePassword, (args, ask) => changePassword(services, args, ask)),
  bind(ownApi.replaceTotp, (args, ask) => replaceTotp(services, args, ask)),
  bind(ownApi.renewRecoveryCodes, ({ presentPassword }, ask) => renewRecoveryCodes(services, presentPassword, ask)),
  bind(ownApi.newPasskeyQuestion, ({ presentPassword }, ask) => newPasskeyQuestion(services, presentPassword, ask)),
  bind(ownApi.addPasskey, (args, ask) => addPasskey(services, args, ask)),
  bind(ownApi.removePasskey, ({ credentialId }, ask) => removePasskey(services, credentialId, ask)),
  bind(ownApi.listPasskeys, (_args, ask) => listPasskeys(services, ask.account())),
];
