// Made by generate-tables.ts from the migrated database; columns of a view are never called null.
import type { ColumnType, Generated, GeneratedAlways } from "kysely";

export interface Account {
  account_id: string;
  login: string;
  kind: "official" | "agent";
  display_name_sealed: Buffer;
  contact_sealed: Buffer;
  unit: string;
  state: "invited" | "active" | "disabled";
  password_hash: string | null;
  must_change_password: Generated<boolean>;
  created_at: ColumnType<Date, Date | string, Date | string>;
  valid_until: ColumnType<Date, Date | string, Date | string>;
  reviewed_at: ColumnType<Date | null, Date | string | null, Date | string | null>;
  last_sign_in_at: ColumnType<Date | null, Date | string | null, Date | string | null>;
  by_identity_service: Generated<boolean>;
}

export interface AccountExtension {
  extension_id: string;
  account_id: string;
  by_operator: Generated<boolean>;
  proposed_by: string | null;
  proposed_at: ColumnType<Date, Date | string, Date | string>;
  approved_by: string | null;
  approved_at: ColumnType<Date | null, Date | string | null, Date | string | null>;
  until: ColumnType<Date | null, Date | string | null, Date | string | null>;
  ended_at: ColumnType<Date | null, Date | string | null, Date | string | null>;
  ended_by: string | null;
  ended_why: "refused" | "withdrawn" | null;
}

export interface AccountGrant {
  grant_id: string;
  account_id: string;
  role: "creditOffice" | "creditCentre" | "countyOffice" | "departmentClerk" | "windowClerk" | "systemAdministrator" | "securityAdministrator" | "auditor";
  source: string | null;
  region: string | null;
  reason: string | null;
  by_operator: Generated<boolean>;
  proposed_by: string | null;
  proposed_at: ColumnType<Date, Date | string, Date | string>;
  approved_by: string | null;
  approved_at: ColumnType<Date | null, Date | string | null, Date | string | null>;
  valid_until: ColumnType<Date, Date | string, Date | string>;
  ended_at: ColumnType<Date | null, Date | string | null, Date | string | null>;
  ended_by: string | null;
  ended_why: "refused" | "withdrawn" | "ended" | "expired" | null;
  reason_sealed: Buffer | null;
}

export interface AccountReason {
  reason_id: string;
  account_id: string;
  action: string;
  at: ColumnType<Date, Date | string, Date | string>;
  given_by: string;
  reason_sealed: Buffer;
}

export interface Alert {
  alert_id: string;
  rule: string;
  rule_version: string;
  actor: string;
  window_from: ColumnType<Date, Date | string, Date | string>;
  window_to: ColumnType<Date, Date | string, Date | string>;
  organisation_id: Generated<number>;
  raised_at: ColumnType<Date, Date | string, Date | string>;
  measured: number;
  threshold: number;
  state: "open" | "lookedAt" | "closed";
  looked_at_at: ColumnType<Date | null, Date | string | null, Date | string | null>;
  looked_at_by: string | null;
  closed_at: ColumnType<Date | null, Date | string | null, Date | string | null>;
  closed_by: string | null;
  reason: string | null;
}

export interface Authorisation {
  organisation_id: number;
  authorisation_id: string;
  recipient_id: number;
  items: number[];
  purpose: string;
  granted_at: ColumnType<Date, Date | string, Date | string>;
  granted_by: string;
  until: string;
  revoked_at: ColumnType<Date | null, Date | string | null, Date | string | null>;
  revoked_by: string | null;
}

export interface Authority {
  authority_id: GeneratedAlways<number>;
  name: string;
}

export interface Batch {
  batch_id: GeneratedAlways<number>;
  item_id: number;
  source_id: number;
  file_name: string;
  file_sha256: Buffer;
  file_bytes: number;
  layout: string;
  header: string;
  chunk_bytes: number;
  demonstration: Generated<boolean>;
  state: "running" | "finished" | "failed";
  failure: string | null;
  started_at: ColumnType<Date, Date | string, Date | string>;
  finished_at: ColumnType<Date | null, Date | string | null, Date | string | null>;
  chunk_count: number | null;
  encoding: string | null;
  file_notes: string | null;
}

export interface BatchChunk {
  batch_id: number;
  chunk_no: number;
  first_row: number;
  read: number;
  accepted: number;
  corrected: number;
  duplicate: number;
  rejected: number;
  turned_away: number;
  tally: string;
  stored_at: ColumnType<Date, Date | string, Date | string>;
}

export interface BatchLook {
  batch_id: number;
  account_id: string;
  at: ColumnType<Date, Date | string, Date | string>;
}

export interface Canary {
  organisation_id: number;
  made_at: ColumnType<Date, Date | string, Date | string>;
  made_by: string;
  retired_at: ColumnType<Date | null, Date | string | null, Date | string | null>;
  retired_by: string | null;
  retired_because: string | null;
}

export interface CatalogueLoad {
  digest: string;
  loaded_at: ColumnType<Date, Date | string, Date | string>;
}

export interface DataKey {
  purpose: string;
  version: number;
  suite: "aes" | "sm";
  kek_version: number;
  wrapped: Buffer | null;
  created_at: ColumnType<Date, Date | string, Date | string>;
  active_from: ColumnType<Date, Date | string, Date | string>;
  retired_at: ColumnType<Date | null, Date | string | null, Date | string | null>;
}

export interface Declaration {
  source_id: number;
  item_id: number;
  month: string;
  declaration_no: number;
  decisions: number;
  remark: string | null;
  account_id: string;
  at: ColumnType<Date, Date | string, Date | string>;
}

export interface Event {
  organisation_id: Generated<number>;
  chain_no: number;
  event_id: Generated<number>;
  transaction: Generated<string>;
  at: ColumnType<Date, Date | string, Date | string>;
  actor: string;
  role: string | null;
  action: string;
  object: string;
  purpose: string | null;
  basis: string | null;
  data: string;
  key_version: number;
  mac: Buffer;
}

export interface EventChain {
  organisation_id: number;
  last_no: Generated<number>;
  last_mac: Generated<Buffer>;
}

export interface EventSeal {
  seal_no: number;
  at: ColumnType<Date, Date | string, Date | string>;
  from_transaction: string;
  to_transaction: string;
  events: number;
  digest: Buffer;
  key_version: number;
  mac: Buffer;
  unchained: Generated<number>;
}

export interface EventVerification {
  verification_id: string;
  started_at: ColumnType<Date, Date | string, Date | string>;
  started_by: string;
  finished_at: ColumnType<Date | null, Date | string | null, Date | string | null>;
  events: number | null;
  faults: number | null;
  report: string | null;
}

export interface ExternalIdentity {
  account_id: string;
  issuer: string;
  subject_sealed: Buffer;
  subject_mac: Buffer;
  subject_key_version: number;
  linked_at: ColumnType<Date, Date | string, Date | string>;
  last_used_at: ColumnType<Date | null, Date | string | null, Date | string | null>;
}

export interface Invitation {
  invitation_id: string;
  account_id: string;
  token_hash: Buffer;
  created_at: ColumnType<Date, Date | string, Date | string>;
  expires_at: ColumnType<Date, Date | string, Date | string>;
  used_at: ColumnType<Date | null, Date | string | null, Date | string | null>;
  withdrawn_at: ColumnType<Date | null, Date | string | null, Date | string | null>;
}

export interface Item {
  item_id: number;
  code: string;
  name: string;
  category: number;
  effect: "adverse" | "favourable" | "neutral";
  public: boolean;
  organisations_only: Generated<boolean>;
  closed_class: Generated<"government" | "authorised">;
}

export interface Log {
  log_no: number;
  origin: string;
  begun_at: ColumnType<Date, Date | string, Date | string>;
}

export interface LogBeacon {
  day: string;
  log_at: number;
}

export interface LogBucket {
  bucket: number;
  organisations: number;
  root: Buffer;
}

export interface LogCheckpoint {
  log_no: number;
  size: number;
  root: Buffer;
  note: string;
  at: ColumnType<Date, Date | string, Date | string>;
}

export interface LogContradiction {
  log_no: number;
  size: number;
  witness_no: number;
  kind: "ahead" | "fork";
  note: string;
  at: ColumnType<Date, Date | string, Date | string>;
}

export interface LogCosignature {
  log_no: number;
  size: number;
  witness_no: number;
  time: number;
  line: string;
}

export interface LogDay {
  log_no: number;
  day: string;
  size: number;
  organisations: number;
  root: Buffer;
  nonce_key: number;
  log_at: number;
}

export interface LogGroup {
  group_no: number;
  at: ColumnType<Date, Date | string, Date | string>;
  leaves: number;
  entries: Buffer;
  organisations: Buffer;
  log_no: number | null;
  first_index: number | null;
}

export interface LogHead {
  organisation_id: number;
  bucket: number;
  count: number;
  head: Buffer;
}

export interface LogKey {
  version: number;
  public_key: Buffer;
  seed_sealed: Buffer;
  active_from: ColumnType<Date, Date | string, Date | string>;
  active_until: ColumnType<Date | null, Date | string | null, Date | string | null>;
}

export interface LogMonitoring {
  run_no: GeneratedAlways<number>;
  started_at: ColumnType<Date, Date | string, Date | string>;
  finished_at: ColumnType<Date, Date | string, Date | string>;
  entries: number;
  differences: number;
  report: string;
}

export interface LogPolicy {
  policy_no: GeneratedAlways<number>;
  quorum: number;
  at: ColumnType<Date, Date | string, Date | string>;
}

export interface LogPublished {
  log_no: number;
  size: number;
  policy_no: number;
  at: ColumnType<Date, Date | string, Date | string>;
}

export interface LogStatement {
  log_at: number;
  type: number;
  salt: Buffer;
  statement: string;
}

export interface LogTile {
  log_no: number;
  level: number;
  n: number;
  hashes: Buffer;
}

export interface LogWitness {
  witness_no: GeneratedAlways<number>;
  name: string;
  url: string;
  vkey: string;
  added_at: ColumnType<Date, Date | string, Date | string>;
  ended_at: ColumnType<Date | null, Date | string | null, Date | string | null>;
}

export interface LogWitnessState {
  log_no: number;
  witness_no: number;
  size: number | null;
  time: number | null;
  asked_at: ColumnType<Date, Date | string, Date | string>;
  failure: string | null;
  failing_since: ColumnType<Date | null, Date | string | null, Date | string | null>;
}

export interface Mandate {
  organisation_id: number;
  mandate_id: string;
  account_id: string;
  state: "asked" | "confirmed" | "refused" | "ended";
  letter_number_sealed: Buffer;
  letter_date: string;
  asked_at: ColumnType<Date, Date | string, Date | string>;
  decided_at: ColumnType<Date | null, Date | string | null, Date | string | null>;
  decided_by: string | null;
  document_kind: "letterOfAuthority" | "appointment" | "legalRepresentative" | null;
  document_number_sealed: Buffer | null;
  until: string | null;
  refusal: string | null;
  ended_at: ColumnType<Date | null, Date | string | null, Date | string | null>;
  ended_by: string | null;
  end_reason: string | null;
}

export interface Organisation {
  organisation_id: number;
  uscc: string;
  name: string;
  name_folded: string;
  initials: string;
  kind: "government" | "institution" | "legalService" | "socialOrganisation" | "grassrootsSelfGovernment" | "tradeUnion" | "enterprise" | "soleTrader" | "cooperative" | "collective" | "other";
  status: "active" | "revoked" | "cancelled" | "movedOut" | "suspended" | "unknown";
  region_code: number | null;
  established_on: string | null;
  registered: boolean;
  first_known_at: ColumnType<Date, Date | string, Date | string>;
}

export interface OrganisationCode {
  organisation_id: number;
  scheme: "registrationNumber" | "organisationCode" | "taxNumber" | "institutionNumber" | "socialOrganisationNumber";
  code: string;
}

export interface OrganisationDirectory {
  uscc: string;
  organisation_id: GeneratedAlways<number>;
}

export interface OrganisationName {
  organisation_id: number;
  name: string;
  name_folded: string;
  initials: string;
  kind: "former" | "reported";
  known_until: ColumnType<Date | null, Date | string | null, Date | string | null>;
}

export interface Passkey {
  credential_id: string;
  account_id: string;
  public_key: Buffer;
  counter: number;
  transports: string;
  name: string;
  created_at: ColumnType<Date, Date | string, Date | string>;
  last_used_at: ColumnType<Date | null, Date | string | null, Date | string | null>;
}

export interface PublicRecord {
  organisation_id: number;
  record_id: string;
  version: number;
  item_id: number;
  source_id: number;
  authority_id: number;
  region_code: number;
  decided_on: string;
  valid_from: string;
  valid_until: string;
  public_until: string;
  kind: number;
  amount_cents: number;
  change: string;
  content: string;
  content_hash: Buffer;
  batch_id: number;
  row_no: number;
  known_from: ColumnType<Date, Date | string, Date | string>;
  known_until: ColumnType<Date, Date | string, Date | string>;
}

export interface QueryGround {
  organisation_id: number;
  ground_id: string;
  account_id: string;
  role: "creditOffice" | "creditCentre" | "countyOffice" | "departmentClerk" | "windowClerk";
  source_id: number | null;
  purpose: string;
  ground: string;
  relation: "legalRepresentative" | "employee" | "lawyer" | "entrusted" | null;
  letter_number_sealed: Buffer | null;
  opened_at: ColumnType<Date, Date | string, Date | string>;
  closes_at: ColumnType<Date, Date | string, Date | string>;
  visible_from: string | null;
  closed_at: ColumnType<Date | null, Date | string | null, Date | string | null>;
}

export interface ReadingMark {
  organisation_id: number;
  account_id: string;
  read_up_to: number;
  looked_on: string;
}

export interface Record {
  organisation_id: number;
  record_id: string;
  version: number;
  item_id: number;
  source_id: number;
  authority_id: number;
  region_code: number | null;
  decided_on: string;
  valid_from: string | null;
  valid_until: string | null;
  public_until: string;
  kind: number | null;
  amount_cents: number | null;
  change: "reported" | "corrected" | "withdrawn" | "rules";
  content: string;
  content_hash: Buffer;
  batch_id: number;
  row_no: number;
  known_from: ColumnType<Date, Date | string, Date | string>;
  known_until: ColumnType<Date | "infinity", Date | string | undefined, Date | string>;
  salt: Buffer | null;
  log_at: number | null;
}

export interface RecoveryCode {
  account_id: string;
  code_hash: Buffer;
  created_at: ColumnType<Date, Date | string, Date | string>;
  used_at: ColumnType<Date | null, Date | string | null, Date | string | null>;
}

export interface Rejection {
  batch_id: number;
  row_no: number;
  cells: string;
  problems: string;
}

export interface RulesApplication {
  run: GeneratedAlways<number>;
  digest: string;
  up_to: number;
  changed: number;
  longer: number;
  finished_at: ColumnType<Date | null, Date | string | null, Date | string | null>;
}

export interface SavedView {
  account_id: string;
  view_id: string;
  list: string;
  name: string;
  query: string;
  saved_at: ColumnType<Date, Date | string, Date | string>;
}

export interface SchemaMigration {
  name: string;
  sha256: string;
  applied_at: ColumnType<Date, Date | string, Date | string>;
}

export interface Session {
  session_id: string;
  token_hash: Buffer;
  account_id: string;
  created_at: ColumnType<Date, Date | string, Date | string>;
  last_seen_at: ColumnType<Date, Date | string, Date | string>;
  idle_seconds: number;
  ends_at: ColumnType<Date, Date | string, Date | string>;
  second_factor_at: ColumnType<Date | null, Date | string | null, Date | string | null>;
  method: "password" | "totp" | "recoveryCode" | "passkey" | "invitation" | "identityService";
  asserted_uscc: string | null;
  address: string;
  user_agent: string;
  failures_before: Generated<number>;
  ended_at: ColumnType<Date | null, Date | string | null, Date | string | null>;
  ended_why: "signedOut" | "rotated" | "endedElsewhere" | "passwordChanged" | "factorReset" | "disabled" | "replaced" | null;
}

export interface SignInLimit {
  kind: "login" | "known" | "address" | "registration";
  mac: Buffer;
  key_version: number;
  failures: number;
  last_at: ColumnType<Date, Date | string, Date | string>;
  wait_until: ColumnType<Date | null, Date | string | null, Date | string | null>;
}

export interface Source {
  source_id: number;
  code: string;
  name: string;
  region_code: number;
}

export interface Totp {
  account_id: string;
  secret_sealed: Buffer;
  confirmed_at: ColumnType<Date, Date | string, Date | string>;
  last_step: number;
}

export interface Upload {
  upload_id: string;
  source_id: number;
  item_id: number;
  file_name: string;
  bytes: number;
  fingerprint: string;
  received: Generated<number>;
  sha256: Buffer | null;
  language: "zh" | "en";
  state: "receiving" | "queued" | "importing" | "finished" | "refused" | "failed" | "cancelled" | "expired";
  account_id: string;
  role: string;
  created_at: ColumnType<Date, Date | string, Date | string>;
  changed_at: ColumnType<Date, Date | string, Date | string>;
  queued_at: ColumnType<Date | null, Date | string | null, Date | string | null>;
  started_at: ColumnType<Date | null, Date | string | null, Date | string | null>;
  attempts: Generated<number>;
  batch_id: number | null;
  faults: string | null;
}

export interface UsedChallenge {
  challenge: string;
  expires_at: ColumnType<Date, Date | string, Date | string>;
}

export interface WitnessKey {
  key_no: number;
  name: string;
  vkey: string;
  seed_sealed: Buffer;
  made_at: ColumnType<Date, Date | string, Date | string>;
  ended_at: ColumnType<Date | null, Date | string | null, Date | string | null>;
}

export interface WitnessedFork {
  origin: string;
  size: number;
  root: Buffer;
  at: ColumnType<Date, Date | string, Date | string>;
  cosigned: string;
  refused: string;
}

export interface WitnessedLog {
  origin: string;
  origin_hash: Buffer;
  added_at: ColumnType<Date, Date | string, Date | string>;
  ended_at: ColumnType<Date | null, Date | string | null, Date | string | null>;
  size: Generated<number>;
  root: Buffer | null;
  cosigned_at: number | null;
  signed: string | null;
  cosignatures: string | null;
}

export interface WitnessedLogKey {
  origin: string;
  vkey: string;
  added_at: ColumnType<Date, Date | string, Date | string>;
}

export interface DB {
  account: Account;
  account_extension: AccountExtension;
  account_grant: AccountGrant;
  account_reason: AccountReason;
  alert: Alert;
  authorisation: Authorisation;
  authority: Authority;
  batch: Batch;
  batch_chunk: BatchChunk;
  batch_look: BatchLook;
  canary: Canary;
  catalogue_load: CatalogueLoad;
  data_key: DataKey;
  declaration: Declaration;
  event: Event;
  event_chain: EventChain;
  event_seal: EventSeal;
  event_verification: EventVerification;
  external_identity: ExternalIdentity;
  invitation: Invitation;
  item: Item;
  log: Log;
  log_beacon: LogBeacon;
  log_bucket: LogBucket;
  log_checkpoint: LogCheckpoint;
  log_contradiction: LogContradiction;
  log_cosignature: LogCosignature;
  log_day: LogDay;
  log_group: LogGroup;
  log_head: LogHead;
  log_key: LogKey;
  log_monitoring: LogMonitoring;
  log_policy: LogPolicy;
  log_published: LogPublished;
  log_statement: LogStatement;
  log_tile: LogTile;
  log_witness: LogWitness;
  log_witness_state: LogWitnessState;
  mandate: Mandate;
  organisation: Organisation;
  organisation_code: OrganisationCode;
  organisation_directory: OrganisationDirectory;
  organisation_name: OrganisationName;
  passkey: Passkey;
  public_record: PublicRecord;
  query_ground: QueryGround;
  reading_mark: ReadingMark;
  record: Record;
  recovery_code: RecoveryCode;
  rejection: Rejection;
  rules_application: RulesApplication;
  saved_view: SavedView;
  schema_migration: SchemaMigration;
  session: Session;
  sign_in_limit: SignInLimit;
  source: Source;
  totp: Totp;
  upload: Upload;
  used_challenge: UsedChallenge;
  witness_key: WitnessKey;
  witnessed_fork: WitnessedFork;
  witnessed_log: WitnessedLog;
  witnessed_log_key: WitnessedLogKey;
}
