import { loginLength } from "../account/text-limits.ts";
import { given, quotedEn as q, waitInWords } from "./sentence.ts";
import type * as zh from "./zh-CN.ts";

/** English words of `zh-CN.ts`, which is the source: the same codes, the same data. */
export const rowProblems: typeof zh.rowProblems = {
  "row.too_few_cells": (d) =>
    `The row has only ${d.cells} cells for ${d.columns} columns; probably a line break inside a value or a missing separator.`,
  "row.too_many_cells": (d) =>
    `The row has ${d.cells} cells for ${d.columns} columns; probably an unquoted comma inside a value.`,
  "row.control_character": () => "Contains an invisible control character; type this cell anew.",
  "row.mojibake": (d) =>
    `Garbled text${given(d.value, (v) => `: ${v}`)}; export it again from its system and check the encoding.`,
  "row.quotes_malformed": () => "The double quotes of this row are not paired.",
  "field.required": (d) =>
    given(d.because, (b) => `Required because of what "${b}" says, but empty.`) || "Required, but empty.",
  "field.too_long": (d) => `Too long: ${d.length} characters${given(d.limit, (limit) => `, at most ${limit}`)}.`,
  "field.identity_number_in_key": () =>
    "This field identifies the decision and holds an identity-card number, which the platform does not keep; use a document number without it.",
  "code.unknown_value": (d) =>
    `Not in the code table${q(d.table)}:${q(d.value)}${given(d.whyEn, (why) => `; ${why}`)}.`,
  "state.ambiguous": (d) =>
    `Whether the decision stands can't be told from${q(d.value) || " this cell"}; write it in words (in force, revoked), or ask the platform's operator for a value map of your department.`,
  "date.unreadable": (d) => `Not a date that can be read:${q(d.value)}; write 2026-04-01.`,
  "date.impossible": (d) => `There is no such day:${q(d.value)}.`,
  "date.in_future": (d) =>
    `Date of decision ${d.value} lies in the future${given(d.today, (t) => ` (today is ${t})`)}.`,
  "date.order": (d) => `Dates in the wrong order: ${d.before} (${d.first}) is after ${d.after} (${d.second}).`,
  "amount.unreadable": (d) => `Not an amount that can be read:${q(d.value)}; give a number in the column's unit.`,
  "amount.negative": (d) => `An amount can't be negative:${q(d.value)}.`,
  "integer.unreadable": (d) => `Should be a whole number:${q(d.value)}.`,
  "subject.code_missing": () => "No unified social credit code; a name alone does not say which organisation is meant.",
  "subject.code_is_legacy_number": (d) =>
    `An old registration number stands in place of the unified social credit code:${q(d.value)}. Give the 18-character code; the old number has a column of its own.`,
  "subject.code_length": (d) => `A unified social credit code has 18 characters, this one ${d.length}:${q(d.value)}.`,
  "subject.code_character": (d) =>
    `Unified social credit code${q(d.value)}${given(d.position, (p) => `, position ${p}`)}${given(d.character, (c) => ` ("${c}")`)}: not allowed there (no letters I, O, Z, S, V; positions 3 to 8 are digits).`,
  "subject.code_masked": (d) => `The unified social credit code is masked:${q(d.value)}; give it in full.`,
  "subject.code_check_digit": (d) =>
    `Wrong check character in unified social credit code${q(d.value)}: at least one character is wrong${given(d.expected, (e) => ` (the first 17 characters would need ${e})`)}. Compare with the business licence; don't just change the last character.`,
  "subject.code_department": (d) => `The first character of${q(d.value)} is no registration authority's.`,
  "subject.kind_conflicts_with_code": (d) =>
    `Kind of party${q(d.stated)} disagrees with the code, which begins with ${d.code}. Find out which is right.`,
  "subject.kind_not_collected": (d) =>
    `This catalogue item takes no records of ${d.kind === "soleTrader" ? "sole traders" : "organisations"}.`,
  "subject.name_missing": () => "No name.",
  "subject.name_differs_from_register": (d) =>
    `This code is registered under ${q(d.registered).trim() || "another name"}, not under the row's name${q(d.name)}. If the name was changed, the registration authority reports that first.`,
  "authority.code_invalid": (d) =>
    `Wrong unified social credit code of an authority:${q(d.value)}; correct it or leave it empty.`,
  "legacy.code_invalid": (d) => `An old code in a form it can't have:${q(d.value)}; correct it or leave it empty.`,
  "record.reported_by_other_source": (d) =>
    `Another department${q(d.source)} has reported this decision with other content; it must correct it.`,
  "record.withdrawn": () =>
    "The decision was reported as revoked or no longer valid; other content of it is not taken in. If that was a mistake, ask the platform's operator.",
  "record.too_many_versions": (d) =>
    `The decision has ${d.versions} versions already and takes no further correction; probably several decisions share one document number.`,
};

export const rowNotes: typeof zh.rowNotes = {
  "text.width_normalised": (d) => `Full-width characters read as half width${given(d.value, (v) => `: ${v}`)}.`,
  "text.spaces_removed": () => "Blank space at the ends or invisible characters removed.",
  "text.brackets_normalised": (d) =>
    `To recognise the same document, all kinds of brackets count alike${given(d.value, (v) => `: ${v}`)}; the content is kept as sent.`,
  "text.identity_number_removed": () => "Identity-card numbers removed from the text.",
  "text.longer_than_standard": (d) => `${d.length} characters, more than the standard's ${d.standard}; taken in.`,
  "code.upper_cased": (d) => `Lower-case letters of a code read as capitals${given(d.value, (v) => `: ${v}`)}.`,
  "code.separators_removed": (d) => `Blank space and hyphens removed from a code${given(d.value, (v) => `: ${v}`)}.`,
  "code.inner_check_digit": (d) =>
    `The organisation code inside has a wrong check character, worth a look${given(d.value, (v) => `: ${v}`)}.`,
  "code.region_outside_city": (d) => `The registering authority's division, ${d.region}, is outside the city.`,
  "code.placeholder_as_missing": (d) => `The placeholder${q(d.value)} is taken for empty.`,
  "value.null_word": (d) => `The value${q(d.value)} is taken for empty.`,
  "value.mapped": (d) => `The value${q(d.from)} is read as${q(d.to)} by the table.`,
  "date.form_read": (d) => `The date${q(d.from)} is read as ${d.to}.`,
  "date.open_ended": (d) => `The value${q(d.from)} is read as "no end".`,
  "date.placeholder_as_missing": (d) => `The placeholder date${q(d.value)} is taken for empty.`,
  "date.order_unusual": (d) =>
    `Unusual order of dates, worth a look: ${d.before} (${d.first}) is after ${d.after} (${d.second}).`,
  "amount.unit_converted": (d) => `Amount${q(d.from)} converted to ${d.to}${given(d.unit, (unit) => ` ${unit}`)}.`,
  "amount.chinese_capitals": (d) =>
    `Amount in Chinese capitals${q(d.from)} read as ${d.to}${given(d.unit, (unit) => ` ${unit}`)}.`,
  "amount.thousands_separator": (d) => `Thousands separators removed:${q(d.from)} read as ${d.to}.`,
  "field.dropped": (d) => `The column${q(d.header)} is not kept.`,
  "field.missing_by_standard": () =>
    "The standard requires this field; it is empty. Taken in; please fill it next time.",
  "legacy.check_digit": (d) =>
    `The old code${q(d.value)} has a wrong check character; taken in, but not used to find the organisation.`,
  "record.superseded_content": () =>
    "Same content as an older version that was corrected since: not applied. To go back to it, say why in the remarks column and send it again.",
  "record.withdrawn_before": () => "The decision has been withdrawn; its content from before was not applied.",
  "record.corrected_within_file": () => "Corrects the same decision further up in the file.",
  "record.withdrawn": () => "The decision is reported as revoked or no longer valid and is no longer shown.",
  "subject.registered_from_record": () =>
    "The registration authority has not reported this organisation yet; entered by the name and code of this row.",
};

export const turnAwayReasons: typeof zh.turnAwayReasons = {
  "subject.natural_person_category": () =>
    "The kind of party is a natural person: this platform takes no data about natural persons.",
  "subject.identity_number_in_code": () =>
    "The code or name is an identity-card number: this platform takes no data about natural persons.",
  "subject.identity_document_columns": () =>
    "The party's own identity document is filled in: this platform takes no data about natural persons.",
  "subject.presumably_natural_person": () =>
    "No valid unified social credit code, and the name looks like a person's: this platform takes no data about natural persons.",
};

export const fileProblems: typeof zh.fileProblems = {
  "file.header_missing": () => "The first row holds no column names; add them.",
  "file.column_unknown": (d) =>
    `Column ${d.column}${q(d.header) || " without a name"} is not in this catalogue item; use a name from the catalogue page, or remove the column.`,
  "file.column_twice": (d) =>
    `Column ${d.column}${q(d.header)} and column ${d.otherColumn}${q(d.other)} are the same field${q(d.field)}; remove one.`,
  "file.columns_of_other_item": (d) =>
    `This looks like a file of another catalogue item,${q(d.name)} (${d.item}): ${d.knownThere} of ${d.columns} columns belong to it.`,
  "file.no_subject_column": (d) => `No column for the subject: at least${q(d.code)} or${q(d.name)} is needed.`,
};

const closedBecause: Readonly<Record<string, string>> = {
  queued: "has arrived and waits",
  importing: "is being imported",
  finished: "has been imported",
  refused: "was refused",
  failed: "failed to import",
  cancelled: "was cancelled",
  expired: "expired and was deleted",
};

export const problems: typeof zh.problems = {
  "request.invalid": (d) => given(d.field, (f) => `The value of "${f}" is not valid.`) || "The request is not valid.",
  "request.query_too_long": (d) => `The query is too long${given(d.most, (most) => `; at most ${most} characters`)}.`,
  "request.query_too_short": (d) =>
    `The query is too short${given(d.least, (least) => `; at least ${least} characters`)}.`,
  "request.cursor_invalid": () => "The cursor is not valid (any more); begin with the first page.",
  "request.too_many": (d) => `Too many requests${given(d.retryAfter, (s) => `; try again in ${s} seconds`)}.`,
  "request.timeout": () => "The query took too long and was stopped; narrow it down.",
  "request.too_large": () => "The request is too large.",
  "route.not_found": () => "There is no such address.",
  "route.method_not_allowed": (d) => `This address does not take ${given(d.method, (m) => `${m} `)}requests.`,
  "access.refused": () => "Your role does not allow this.",
  "session.required": () => "Please sign in first.",
  "session.second_factor_required": () => "Please complete the second step of signing in first.",
  "object.not_found": () => "There is no such object, or you may not see it.",
  "sign_in.refused": () =>
    "Wrong login or password, or the account is disabled or has expired. If the password is forgotten, ask the security administrator.",
  "sign_in.wait": (d) =>
    `Too many failures; sign-in is suspended${given(
      d.retryAfter,
      (s) =>
        `. Try again in about ${waitInWords(
          Number(s),
          (n) => (n === 1 ? "1 minute" : `${n} minutes`),
          (n) => `${n} hours`,
        )}`,
    )}.`,
  "sign_in.code_refused": () =>
    "Wrong code, or one used before. Wait for the next one, and check the clock of your phone.",
  "identity.off": () => "There is no identity service here. Sign in by login and password.",
  "identity.unreachable": () =>
    "The identity service can't be reached. Nothing happened to your account. Try again later, or sign in by login and password.",
  "identity.refused": () =>
    "The identity service's answer could not be accepted: it may be too old, used before, or asked for in another browser. Please sign in again.",
  "identity.cancelled": () =>
    "You did not finish signing in at the identity service. Try again, or sign in by login and password.",
  "identity.no_account": () =>
    "This identity is not linked to an account that may sign in. Sign in by login and password and link it under “My account”; if your account was disabled or has ended, ask the system administrator.",
  "identity.one_factor": () =>
    "The identity service checked one factor only, and your account has no second one here. Sign in there by a stronger method.",
  "identity.linked_already": () =>
    "Not linked: this identity or this account is linked otherwise. Remove that link first.",
  "passkey.refused": () => "The passkey was not accepted. Try again, or sign in by password.",
  "passkey.unavailable": () =>
    "Passkeys can't be used under this address: open the site under its own address, or on a machine of your own under http://localhost.",
  "password.wrong": () => "The present password is wrong.",
  "password.unchanged": () => "The new password is the present one.",
  "password.too_short": (d) =>
    `The password is too short${given(d.least, (n) => `: at least ${n} characters`)}. A sentence will do.`,
  "password.too_long": (d) => `The password is too long${given(d.most, (n) => `: at most ${n} characters`)}.`,
  "password.too_common": () =>
    "This password is among the first that others would try. Take another, a few unrelated words for example.",
  "password.holds_login": () => "The password must not hold the login.",
  "totp.code_refused": () =>
    "Wrong code. Type the newest six digits of the authenticator, and check the clock of your phone.",
  "login.invalid": () =>
    `A login has ${loginLength.least} to ${loginLength.most} letters, digits, dots, hyphens, underscores or at-signs; no telephone or identity-card number.`,
  "login.taken": () => "This login is taken.",
  "invitation.invalid": () => "This invitation is not valid, was used, or has expired. Ask the person who invited you.",
  "registration.off": () => "Accounts can't be registered here; please come to the service window.",
  "registration.wait": () => "Too many accounts were registered from this network address; try again tomorrow.",
  "account.state": () => "The account's present state does not allow this.",
  "account.administration": () =>
    "The account of one of the three administrations can't be reset by another administrator: the operator does it by a command on the server.",
  "grant.scope": () => "This role is for one department or one county: name that and nothing else.",
  "grant.excluded": () =>
    "The three administrations exclude each other and every other role, and no role is held twice.",
  "grant.state": () => "This grant has been decided on already.",
  "extension.state": () => "This extension has been decided on already.",
  "request.cross_site": () => "This request did not come from a page of this site and was not carried out.",
  "organisation.code_invalid": () => "This is not a valid unified social credit code.",
  "organisation.not_found": (d) =>
    `There is no organisation with ${given(d.uscc, (u) => `the code ${u}`) || "this code"}.`,
  "record.not_found": () => "There is no such public record; its publication may have ended, or it was withdrawn.",
  "mandate.already_asked": () => "You have asked for this organisation already; the request waits for the window.",
  "mandate.too_many_today": (d) =>
    `You have sent as many requests today as one account may${given(d.most, (n) => ` (${n})`)}; ask again from ${given(d.from, (day) => String(day)) || "tomorrow"} on. Those that were sent stay.`,
  "mandate.too_many": () => "Too many requests of yours are waiting; have them decided or take them back first.",
  "mandate.step_not_allowed": () => "This mandate is no longer in a state that allows this.",
  "mandate.end_invalid": (d) =>
    `The last day must be today or later${given(d.latest, (l) => `, and ${l} at the latest`)}.`,
  "ground.purpose_unknown": () => "Choose a purpose that your role may read for.",
  "ground.incomplete": (d) =>
    `Fill in ${{ relation: "how the person stands to the organisation", letter: "the number of the letter of authority", visibleFrom: "from when on the organisation sees it", source: "the reporting source" }[d.field ?? ""] ?? "what is missing"}${given(d.latest, (l) => ` (${l} at the latest)`)}.`,
  "ground.closed": () => "The time of this query is over; say the ground again.",
  "authorisation.recipient_unknown": () => "There is no registered organisation with this code.",
  "authorisation.recipient_itself": () => "An organisation can't authorise itself.",
  "authorisation.name_differs": () => "The name is not the registered one; check code and name.",
  "authorisation.item_not_shareable": (d) => `The catalogue item${q(d.item)} can't be opened to others.`,
  "authorisation.everything": () => "An authorisation can't open everything; choose only what the purpose needs.",
  "authorisation.purpose_unknown": () => "Choose one of the purposes listed.",
  "authorisation.end_invalid": (d) =>
    `An authorisation has a last day: today or later${given(d.latest, (l) => `, and ${l} at the latest`)}.`,
  "authorisation.not_in_force": () => "This authorisation has ended or was revoked; nothing can be read under it.",
  "text.identity_number": () =>
    "The text holds an identity-card number; this platform keeps none. Remove it and send it again.",
  "catalogue.item_not_found": (d) => `The catalogue has no item${q(d.item) || " of this name"}.`,
  "calendar.year_unknown": (d) =>
    `The holidays of ${given(d.year, (y) => `${y}`) || "that year"} are not known yet, so working days can't be counted.`,
  "dump.not_found": () => "There is no such data file.",
  "log.file_proof_not_yet": () =>
    "There is no proof for this organisation yet: proofs are made once a day, soon after midnight, and count the organisations that were registered by then. Nothing is lost; come back tomorrow, or in a minute if it is just after midnight.",
  "log.not_found": () =>
    "The transparency log has nothing there: no such tile, entries or checkpoint at its present size.",
  "view.too_many": (d) => `At most ${d.most ?? "50"} views can be saved. Delete one that is no longer needed.`,
  "audit.too_many_events": (d) =>
    `There are more than ${d.most ?? "100000"} events: take a shorter time, in several bundles.`,
  "audit.verification_running": () =>
    "A verification is under way already; wait for its end, the table below shows how far it is.",
  "alert.not_in_that_state": () => "Somebody else has dealt with this alert meanwhile; look again.",
  "canary.name_taken": () => "An organisation has this name already; choose another.",
  "upload.item_not_of_source": (d) => `The department${q(d.source)} does not report${q(d.item) || " this item"}.`,
  "upload.name_empty": () => "The file has no name.",
  "upload.type_refused": (d) =>
    `The file${q(d.name)} is no table that can be imported; use CSV, XLSX or JSON with one object a line.`,
  "upload.old_workbook": (d) => `The file${q(d.name)} is in the old XLS format; save it as XLSX or CSV and send that.`,
  "upload.empty": (d) => `The file${q(d.name)} is empty, not one byte long.`,
  "upload.too_large": (d) =>
    `The file is too large${given(d.most, (most) => `, ${most} MB at most`)}; split it, or ask the platform's operator to import it from the command line.`,
  "upload.too_many": (d) =>
    `Your department has too many files that were not sent to their end${given(d.most, (m) => ` (${m} at most)`)}; finish or cancel some first.`,
  "upload.disk_full": () =>
    "The server's disk is full and this was not taken; what had arrived is kept. Tell the platform's operator, and go on when there is room.",
  "upload.offset_wrong": (d) =>
    `This part begins at the wrong place${given(d.received, (r) => `; go on at byte ${r}`)}.`,
  "upload.part_beyond_end": () =>
    "This part goes beyond the size that was announced; the file may have changed while it was sent. Cancel and send it again.",
  "upload.closed": (d) => `This file ${closedBecause[String(d.state)] ?? "is closed"} and can't be changed.`,
  "upload.file_lost": () => "What had arrived of this file is gone from the server; cancel it and send it again.",
  "upload.incomplete": (d) => `Not all has arrived${given(d.received, (r) => `: ${r} of ${d.bytes} bytes`)}.`,
  "upload.digest_differs": () => "What arrived differs from your file and was not imported; send it again.",
  "batch.not_ended": () => "This batch is still being imported; wait until it ends.",
  "declaration.not_asked": () => "This item has no reporting deadline, so no number of decisions is declared for it.",
  "declaration.month": (d) => `${d.month ?? "This month"} has not begun, so nothing can be declared for it.`,
  "witness.malformed": (d) =>
    `This is no request to a witness as c2sp.org/tlog-witness has it${given(d.fault, (fault) => ` (${fault})`)}.`,
  "witness.unsigned": (d) =>
    `No key that is trusted for this log signed the checkpoint, or its signature is false${given(d.fault, (fault) => ` (${fault})`)}.`,
  "witness.log_unknown": () => "This log is not witnessed here, or no checkpoint of it was cosigned yet.",
  "witness.inconsistent": (d) =>
    `It is not shown that this checkpoint continues the one cosigned last, so it was not cosigned${given(d.fault, (fault) => ` (${fault})`)}.`,
  "service.starting": () =>
    "The service is starting or recovering; try again in a moment. What was saved is safe; if you were sending something, look whether it was saved before you send it again.",
  "service.busy": () => "The service is busy; try again in a moment.",
  "service.failed": () => "The service failed and did not finish; the fault was noted.",
};
