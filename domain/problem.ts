/**
 * Every problem the API can answer with, its HTTP status and the data it carries.
 * Words are chosen at the edge (`domain/text`), never here. RFC 9457.
 */
export const problemStatus = {
  "request.invalid": 400,
  "request.query_too_long": 400,
  "request.query_too_short": 400,
  "request.cursor_invalid": 400,
  "request.too_many": 429,
  "request.timeout": 503,
  "request.too_large": 413,
  "request.cross_site": 403,
  "route.not_found": 404,
  "route.method_not_allowed": 405,
  "access.refused": 403,
  "session.required": 401,
  "session.second_factor_required": 401,
  "object.not_found": 404,
  "sign_in.refused": 401,
  "sign_in.wait": 429,
  "sign_in.code_refused": 401,
  "passkey.refused": 422,
  "passkey.unavailable": 409,
  "identity.off": 404,
  "identity.unreachable": 503,
  "identity.refused": 401,
  "identity.cancelled": 401,
  "identity.no_account": 403,
  "identity.one_factor": 403,
  "identity.linked_already": 409,
  "password.wrong": 422,
  "password.unchanged": 422,
  "password.too_short": 422,
  "password.too_long": 422,
  "password.too_common": 422,
  "password.holds_login": 422,
  "totp.code_refused": 422,
  "login.invalid": 422,
  "login.taken": 409,
  "invitation.invalid": 404,
  "registration.off": 403,
  "registration.wait": 429,
  "account.state": 409,
  "account.administration": 409,
  "grant.scope": 422,
  "grant.excluded": 409,
  "grant.state": 409,
  "extension.state": 409,
  "organisation.code_invalid": 400,
  "organisation.not_found": 404,
  "record.not_found": 404,
  "mandate.already_asked": 409,
  "mandate.too_many": 409,
  "mandate.too_many_today": 429,
  "mandate.step_not_allowed": 409,
  "mandate.end_invalid": 422,
  "ground.purpose_unknown": 422,
  "ground.incomplete": 422,
  "ground.closed": 409,
  "authorisation.recipient_unknown": 422,
  "authorisation.recipient_itself": 422,
  "authorisation.name_differs": 422,
  "authorisation.item_not_shareable": 422,
  "authorisation.everything": 422,
  "authorisation.purpose_unknown": 422,
  "authorisation.end_invalid": 422,
  "authorisation.not_in_force": 409,
  "text.identity_number": 422,
  "catalogue.item_not_found": 404,
  "calendar.year_unknown": 422,
  "dump.not_found": 404,
  "log.not_found": 404,
  "log.file_proof_not_yet": 409,
  "view.too_many": 409,
  "audit.too_many_events": 422,
  "audit.verification_running": 409,
  "alert.not_in_that_state": 409,
  "canary.name_taken": 409,
  "upload.item_not_of_source": 422,
  "upload.name_empty": 422,
  "upload.type_refused": 422,
  "upload.old_workbook": 422,
  "upload.empty": 422,
  "upload.too_large": 413,
  "upload.too_many": 409,
  "upload.disk_full": 507,
  "upload.offset_wrong": 409,
  "upload.part_beyond_end": 422,
  "upload.closed": 409,
  "upload.file_lost": 410,
  "upload.incomplete": 409,
  "upload.digest_differs": 422,
  "batch.not_ended": 409,
  "declaration.not_asked": 422,
  "declaration.month": 422,
  "witness.malformed": 400,
  "witness.unsigned": 403,
  "witness.log_unknown": 404,
  "witness.inconsistent": 422,
  "service.starting": 503,
  "service.busy": 503,
  "service.failed": 500,
} as const satisfies Record<string, number>;

export type ProblemCode = keyof typeof problemStatus;

/** Throw this; `platform/http.ts` answers it as `application/problem+json`. */
export class Problem extends Error {
  override readonly name = "Problem";
  readonly code: ProblemCode;
  readonly data: Readonly<Record<string, string | number>>;

  constructor(code: ProblemCode, data: Readonly<Record<string, string | number>> = {}) {
    super(code);
    this.code = code;
    this.data = data;
  }

  get status(): number {
    return problemStatus[this.code];
  }
}

export const problem = (code: ProblemCode, data: Readonly<Record<string, string | number>> = {}): Problem =>
  new Problem(code, data);
