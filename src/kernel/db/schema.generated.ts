// Generated from the migrated database by `node scripts/generate-types.mjs`. Do not edit.

import type { ColumnType } from "kysely";

export type Generated<T> = T extends ColumnType<infer S, infer I, infer U>
  ? ColumnType<S, I | undefined, U>
  : ColumnType<T, T | undefined, T>;

export type Json = JsonValue;

export type JsonArray = JsonValue[];

export type JsonObject = {
  [x: string]: JsonValue | undefined;
};

export type JsonPrimitive = boolean | number | string | null;

export type JsonValue = JsonArray | JsonObject | JsonPrimitive;

export type Timestamp = ColumnType<Date, Date | string, Date | string>;

export interface AccessAssignment {
  account_id: string;
  assigned_by: string;
  id: string;
  office_id: string;
  role: string;
  valid_from: Timestamp;
  valid_to: Timestamp | null;
}

export interface AccessOffice {
  closed_at: Timestamp | null;
  /**
   * Stable short name, e.g. dsdabm: used by routing rules and addresses.
   */
  code: string;
  created_at: Timestamp;
  id: string;
  name: string;
  parent_id: string | null;
  region: string;
}

export interface AccountsAccount {
  created_at: Timestamp;
  /**
   * Made for the demo; production refuses to start while one exists.
   */
  demo: Generated<boolean>;
  disabled_at: Timestamp | null;
  erased_at: Timestamp | null;
  id: string;
  kind: string;
  lang: string;
  /**
   * Day of the last sign-in: an account that nobody uses any more is erased. A day, because no more is needed.
   */
  last_used_on: string | null;
  /**
   * Sealed: how the person wants to be called.
   */
  name: Buffer | null;
}

export interface AccountsAttempt {
  action: string;
  at: Timestamp;
  /**
   * Keyed digest of the device that tried: after a success only its own tries are forgotten, not those of strangers.
   */
  by: Buffer | null;
  id: string;
  key: Buffer;
}

export interface AccountsAuthenticatorChallenge {
  account_id: string;
  closed_at: Timestamp | null;
  created_at: Timestamp;
  expires_at: Timestamp;
  id: string;
  wrong_tries: Generated<number>;
}

export interface AccountsContact {
  account_id: string;
  account_kind: string;
  created_at: Timestamp;
  id: string;
  /**
   * Id of the key of value_index. Null: from before these were kept. A job makes value_index anew under the newest key.
   */
  index_key: string | null;
  kind: string;
  value: Buffer;
  value_index: Buffer;
  verified_at: Timestamp | null;
}

export interface AccountsDelegation {
  created_by: string;
  from_account: string;
  id: string;
  revoked_at: Timestamp | null;
  revoked_by: string | null;
  /**
   * "all", or the name of a module.
   */
  scope: string;
  to_account: string;
  valid_from: Timestamp;
  valid_to: Timestamp;
}

export interface AccountsEnrolment {
  account_id: string;
  closed_at: Timestamp | null;
  created_at: Timestamp;
  expires_at: Timestamp;
  id: string;
  secret_hash: Buffer;
  used_at: Timestamp | null;
}

export interface AccountsGuestAccess {
  case_id: string;
  created_at: Timestamp;
  pin_digest: Buffer;
  /**
   * How long the PIN is: six digits until 24 November 2026, ten since.
   */
  pin_digits: number;
}

export interface AccountsKnownBrowser {
  /**
   * Keyed digest of the secret in the browser's cookie.
   */
  browser: Buffer;
  /**
   * Keyed digest of the account or case: the table names neither.
   */
  target: Buffer;
  /**
   * When somebody last got in by it.
   */
  used_at: Timestamp;
}

export interface AccountsLimitPolicy {
  action: string;
  most: number;
  seconds: number;
  source: string;
}

export interface AccountsOfficerLogin {
  account_id: string;
  /**
   * The enrolment whose secret the authenticator app holds. The secret itself is derived under a key outside the database.
   */
  authenticator_id: string | null;
  /**
   * Time step of the last code used: none works twice.
   */
  authenticator_step: number | null;
  password_changed_at: Timestamp | null;
  /**
   * Null: not set up yet, or taken back; the officer has a link to set it.
   */
  password_hash: string | null;
  username: string;
  /**
   * The name an officer bears on duty, as on the door of the office: shown to colleagues beside what the officer did. Not sealed, because it stands in every list; it goes with the row when the officer is forgotten. Null: the username stands in its place.
   */
  working_name: string | null;
}

export interface AccountsOneTimeCode {
  /**
   * Second factor only: a sign-in code is sent to whoever asks, account or not.
   */
  account_id: string | null;
  closed_at: Timestamp | null;
  code_digest: Buffer;
  /**
   * Sealed for accounts.contact.value of row contact_id, which a first sign-in makes.
   */
  contact: Buffer;
  contact_id: string;
  contact_index: Buffer;
  contact_kind: string;
  created_at: Timestamp;
  expires_at: Timestamp;
  id: string;
  lang: string;
  purpose: string;
  wrong_tries: Generated<number>;
}

export interface AccountsSession {
  account_id: string | null;
  acting_delegation_id: string | null;
  created_at: Timestamp;
  csrf_secret: Buffer;
  device: string;
  ended_at: Timestamp | null;
  expires_at: Timestamp;
  guest_case_id: string | null;
  id: string;
  kind: string;
  lang: string;
  /**
   * Written at most once a minute.
   */
  last_seen_at: Timestamp;
  /**
   * The session this one replaced at sign-in: its drafts move over.
   */
  previous_session_id: string | null;
  secret_hash: Buffer;
}

export interface AccountsSessionPolicy {
  idle_minutes: number;
  kind: string;
  longest_minutes: number;
  source: string;
}

export interface CasesCase {
  /**
   * What an inbox sorts by: the nearer of both deadlines; infinity while the clock stands still or the case is closed.
   */
  act_by: Timestamp;
  assignee_id: string | null;
  /**
   * False when a deadline reaches into a year whose holidays are not loaded.
   */
  calendar_complete: boolean;
  channel: string;
  closed_at: Timestamp | null;
  code: string;
  created_at: Timestamp;
  due_at: Timestamp;
  /**
   * Since when its content is gone because its retention was over. What happened, when and in which office stays.
   */
  forgotten_at: Timestamp | null;
  /**
   * One line for lists, made from the answers; erased with them.
   */
  headline: string;
  id: string;
  office_id: string;
  outcome: string | null;
  /**
   * Pairwise pseudonym of the person; null for guests.
   */
  owner: string | null;
  paused: Json | null;
  /**
   * Per cent of the promise that was told: it runs through all states, so each step is told once in the life of a case.
   */
  promise_warned_at_percent: Generated<number>;
  rating: number | null;
  /**
   * Account id of whoever is told the news, encrypted: the row alone does not say whose case it is.
   */
  recipient: Buffer | null;
  region: string;
  revision: Generated<number>;
  service: string;
  state: string;
  state_due_at: Timestamp | null;
  state_since: Timestamp;
  version: number;
  visibility: string;
  /**
   * Per cent of the state's own clock that was told since the case entered the state.
   */
  warned_at_percent: Generated<number>;
  /**
   * When the watch must look at it next: a warning, an escalation, or something the clock does by itself.
   */
  watch_at: Timestamp | null;
}

export interface CasesContent {
  action: string;
  answers: Json;
  at: Timestamp;
  author: string;
  case_id: string;
  erased_at: Timestamp | null;
  id: string;
  /**
   * Answers to personal questions, encrypted; opened only by kernel/privacy.
   */
  sealed: Buffer | null;
  state: string;
}

export interface CasesDraft {
  expires_at: Timestamp;
  id: string;
  once: string;
  sealed: Buffer;
  service: string;
  session_id: string;
  updated_at: Timestamp;
  version: number;
}

export interface CommandHistory {
  actor_kind: string;
  /**
   * Officers: account id. Residents: pairwise pseudonym. Guests and the public: null. System: job name.
   */
  actor_ref: string | null;
  aggregate_id: string;
  aggregate_type: string;
  at: Timestamp;
  content_id: string | null;
  facts: Json;
  id: string;
  kind: string;
  office_id: string | null;
  region: string | null;
}

export interface CommandIdempotency {
  /**
   * Whose key: account:<id>, session:<id>, system:<job>. A key of one person means nothing for another.
   */
  actor_key: string;
  answer: Json;
  at: Timestamp;
  key: string;
  name: string;
  request_hash: Buffer;
}

export interface CommandOutbox {
  aggregate_id: string;
  aggregate_type: string;
  at: Timestamp;
  attempts: Generated<number>;
  dispatched_at: Timestamp | null;
  id: string;
  kind: string;
  last_fault: string | null;
  next_attempt_at: Timestamp;
  payload: Json;
  position: Generated<number>;
  /**
   * Streams to wake after dispatch, e.g. case:<id>, office:<id>.
   */
  topics: string[];
}

export interface ConsoleExportLog {
  account_id: string;
  at: Timestamp;
  /**
   * Calendar day in the zone of the installation: the quota is counted by it.
   */
  day: string;
  /**
   * Codes of what was chosen; for words searched only that there were some.
   */
  filters: Json;
  id: string;
  rows: number;
}

export interface ConsoleExportQuota {
  effective_from: string;
  rows_per_day: number;
  source: string;
  verified: boolean;
}

export interface DocumentsDocument {
  case_id: string;
  /**
   * On the paper and in its address: twelve signs, drawn by chance.
   */
  code: string;
  id: string;
  issued_at: Timestamp;
  number: string;
  office_id: string;
  /**
   * Pairwise pseudonym of the person it is about, as in its case.
   */
  owner: string | null;
  region: string;
  replaces: string | null;
  /**
   * What the document says, as canonical JSON; the public book holds a commitment to it.
   */
  sealed: Buffer | null;
  type: string;
  version: number;
}

export interface DocumentsEnding {
  at: Timestamp;
  id: string;
  kind: string;
  /**
   * What the head of office wrote to the person, sealed.
   */
  reason: Buffer | null;
  why: string;
}

export interface DocumentsPaper {
  id: string;
  made_at: Timestamp;
  /**
   * Of the entry in the book, counted from 0.
   */
  place: number;
  sealed: Buffer;
  sha256: Buffer;
}

export interface DocumentsSeries {
  filing: string;
  last: number;
  office_id: string;
  year: number;
}

export interface FilesFile {
  /**
   * Size of the stored bytes.
   */
  bytes: number;
  case_id: string | null;
  created_at: Timestamp;
  erased_at: Timestamp | null;
  /**
   * A staged file nobody attached is removed after this.
   */
  expires_at: Timestamp | null;
  height: number | null;
  id: string;
  kind: string;
  mime: string;
  office_id: string | null;
  /**
   * Pairwise pseudonym of the person it belongs to, or null.
   */
  owner: string | null;
  /**
   * SHA-256 of the key (session, account) that staged the file; only that key may attach it. Null afterwards.
   */
  owner_key_hash: string | null;
  region: string | null;
  role: string | null;
  /**
   * A document, or an answer to a personal question: never public, and every opening by another than its owner stands in the access log.
   */
  sealed: Generated<boolean>;
  /**
   * SHA-256 of the bytes we made (never of what was sent). Null once erased. Knowing it opens nothing.
   */
  sha256: string | null;
  /**
   * Who besides the handling office may see it, whatever its case is. Null: attached before this was kept and not judged since; only the owner and the office see it until then.
   */
  shown_to: string | null;
  state: string;
  visibility: string;
  /**
   * Pixels, after turning upright; null for PDF.
   */
  width: number | null;
}

export interface FilesRemoval {
  asked_at: Timestamp;
  sha256: string;
  shelf: string;
}

export interface LedgerBook {
  name: string;
  opened_at: Timestamp;
  origin: string;
}

export interface LedgerCheckpoint {
  at: Timestamp;
  book: string;
  /**
   * The signed note, without the signatures of witnesses.
   */
  note: string;
  root: Buffer;
  size: number;
}

export interface LedgerClosing {
  at: Timestamp;
  book: string;
  /**
   * Of the final state; its last entry says that the book is closed, and who its successor is.
   */
  size: number;
  successor: string;
}

export interface LedgerCosignature {
  at: Timestamp;
  book: string;
  line: string;
  size: number;
  witness: string;
}

export interface LedgerEntry {
  at: Timestamp;
  /**
   * Exactly the bytes that the tree hashes.
   */
  body: string;
  book: string;
  id: string;
  kind: string;
  subject: string;
}

export interface LedgerLeaf {
  book: string;
  entry_id: string;
  hash: Buffer;
  index: number;
}

export interface LedgerOpening {
  entry_id: string;
  opening: Buffer;
}

export interface LedgerTile {
  book: string;
  hashes: Buffer;
  index: number;
  level: number;
  /**
   * The one hash of this tile in the level above.
   */
  root: Buffer;
}

export interface LedgerWaiting {
  book: string;
  entry_id: string;
}

export interface MigrationApplied {
  at: Generated<Timestamp>;
  checksum: string;
  path: string;
}

export interface NotifyDelivery {
  channel: string;
  created_at: Timestamp;
  finished_at: Timestamp | null;
  id: string;
  lease_id: string | null;
  lease_until: Timestamp | null;
  message_id: string;
  next_try_at: Timestamp;
  /**
   * 0 codes, 1 urgent, 2 normal.
   */
  priority: number;
  provider_id: string | null;
  /**
   * Hours in which it waits, with their zone; null: sent at any hour.
   */
  quiet: Json | null;
  /**
   * Why the last try failed, as a word. Never the provider's own text, which may name the recipient.
   */
  reason: string | null;
  /**
   * The contact as kernel/privacy sealed it, with its place; null for accounts, and emptied when the delivery is finished.
   */
  sealed: Json | null;
  state: string;
  tries: Generated<number>;
}

export interface NotifyDemoMessage {
  body: string;
  channel: string;
  created_at: Timestamp;
  delivery_id: string;
  recipient: string;
  subject: string;
}

export interface NotifyMessage {
  /**
   * Null: told to a sealed contact only (guests, people signing in).
   */
  account_id: string | null;
  case_id: string | null;
  created_at: Timestamp;
  /**
   * Not sent after this.
   */
  expires_at: Timestamp | null;
  id: string;
  /**
   * Shown in the account's inbox. Codes are not.
   */
  in_app: boolean;
  key: string;
  lang: string;
  link: string | null;
  params: Json;
  read_at: Timestamp | null;
  urgency: string;
}

export interface NotifyPreference {
  account_id: string;
  /**
   * Beside the inbox. Empty: the inbox only.
   */
  channels: string[];
  lang: string | null;
  /**
   * Local time; equal to quiet_until: no quiet hours.
   */
  quiet_from: string;
  quiet_until: string;
  updated_at: Timestamp;
  zone: string;
}

export interface PrivacyAccessLog {
  action: string;
  at: Timestamp;
  case_id: string | null;
  /**
   * Names of table.column, never values.
   */
  fields: string[];
  id: string;
  legal_basis: string;
  office_id: string | null;
  /**
   * A person who read their own data; such lines are written for the log itself only.
   */
  own: boolean;
  purpose: string;
  /**
   * Officers: account id. Residents: pseudonym. Guests: case id. System: job name. The public: null.
   */
  reader_id: string | null;
  reader_kind: string;
  reader_role: string | null;
  /**
   * Pairwise pseudonym (hex) of the person read about. Says nothing once the account is erased.
   */
  subject: string;
}

export interface PrivacyErasure {
  at: Timestamp;
  erased: number;
  id: string;
  kept: string[];
  part: string;
  subject: string;
}

export interface PrivacyJudging {
  at: Timestamp;
  /**
   * Names of table.column, never values.
   */
  fields: string[];
  id: string;
  job: string;
  legal_basis: string;
  purpose: string;
}

export interface PrivacyRetentionPolicy {
  /**
   * Counted from the moment that the rule is about, e.g. the closing of a case.
   */
  days: number;
  effective_from: string;
  rule: string;
  source: string;
  verified: boolean;
}

export interface PrivacyRetentionRun {
  at: Timestamp;
  before: Timestamp;
  days: number;
  erased: number;
  failed: boolean;
  id: string;
  rule: string;
}

export interface RegionsIncoming {
  code: string;
  name: string;
  name_key: string;
  words: string;
}

export interface RegionsLoad {
  content_hash: string;
  effective_from: string | null;
  id: Generated<number>;
  loaded_at: Timestamp;
  rows: number;
  source: string;
}

export interface RegionsRegion {
  code: string;
  level: Generated<string>;
  name: string;
  /**
   * The name proper in one piece (kernel/regions/domain/names.ts): orders search results.
   */
  name_key: string;
  parent: Generated<string | null>;
  /**
   * First day of validity; -infinity: longer than we know.
   */
  valid_from: Generated<string>;
  /**
   * First day no longer valid; null: valid today.
   */
  valid_to: string | null;
  /**
   * Words and sounds of the name (weight A) and of the regions above (weight B).
   */
  words: string;
}

export interface ReportsCategory {
  code: string;
  effective_from: string;
  icon: string;
  position: number;
  retired_on: string | null;
  source: string;
  verified: boolean;
}

export interface ReportsReport {
  case_id: string;
  category: string;
  closed_at: Timestamp | null;
  code: string;
  created_at: Timestamp;
  /**
   * When the whole promise ends.
   */
  due_at: Timestamp;
  first_answer_at: Timestamp | null;
  /**
   * When the office said that it is done. It holds once the stage is done; until then it is a claim.
   */
  fixed_at: Timestamp | null;
  kind: string;
  landmark: string | null;
  lat: number | null;
  lng: number | null;
  office_id: string;
  rating: number | null;
  region: string;
  reopened: Generated<number>;
  /**
   * done: another officer found it solved, rated or not. closed: it ended without that (state says how: rejected, lapsed, withdrawn).
   */
  stage: string;
  state: string;
  /**
   * When the step it stands in ends, where that step has a time of its own.
   */
  step_due_at: Timestamp | null;
  title: string;
  visibility: string;
}

export interface ReportsRoutingRule {
  category: string;
  effective_from: string;
  ended_on: string | null;
  id: string;
  office_id: string;
  region: string;
  /**
   * The decision that the rule rests on, e.g. a decree and its number. Null: nobody has said, and the operator sees so.
   */
  source: string | null;
}

export interface ServicesDefinition {
  /**
   * json, not jsonb: the order of states and actions is the order in which people are shown them.
   */
  body: Json;
  /**
   * First day on which this version is used.
   */
  from_day: string;
  /**
   * SHA-256 of the body's canonical JSON, in hex.
   */
  hash: string;
  id: string;
  published_at: Timestamp;
  version: number;
}

export interface TransparencyAlarm {
  at: Timestamp;
  book: string | null;
  /**
   * witness: it answered so. anchor: what is anchored outside is not what the book is. auditor: it compared rows with the books.
   */
  found_by: Generated<string>;
  id: string;
  /**
   * fork: the witness signed another book of this name before. rollback: it has seen a larger one. changed, deleted, inserted: a row that is not as the books say.
   */
  kind: string;
  /**
   * Id of the row, or its place. Nothing of what stands in it.
   */
  row_name: string | null;
  /**
   * Of the book that the witness was shown.
   */
  size: number | null;
  table_name: string | null;
  /**
   * In what it differs: words of kernel/ledger, never values.
   */
  traits: string[] | null;
  /**
   * Name of the witness, or of the anchor's driver.
   */
  witness: string | null;
}

export interface TransparencyAnchor {
  at: Timestamp;
  book: string;
  /**
   * Its name in the file anchors of the data folder.
   */
  driver: string;
  id: string;
  /**
   * The signed state as it was anchored: its SHA-256 is what the anchor holds.
   */
  note: string;
  root: Buffer;
  size: number;
  /**
   * Where: eip155:<chain>:<contract>, or the address of the time-stamping authority.
   */
  target: string;
}

export interface TransparencyAnchorEvent {
  anchor_id: string;
  at: Timestamp;
  /**
   * The signed transaction as it was sent; the reply of the time-stamping authority.
   */
  content: Buffer | null;
  id: string;
  /**
   * sent: on its way. hindered: why it is not there yet. anchored: it is there. covered: a newer state of the book is there already.
   */
  kind: string;
  /**
   * When it happened by the clock of the block or of the authority.
   */
  proved_at: Timestamp | null;
  reason: string | null;
  /**
   * The transaction, or the serial number of the time stamp.
   */
  reference: string | null;
}

export interface TransparencyAudit {
  at: Timestamp;
  /**
   * How far each book was looked at, and the root it had there.
   */
  books: Json;
  ended_at: Timestamp;
  entries: number;
  erased: number;
  found: number;
  id: string;
  rows: number;
  /**
   * Everything was compared; else what is new since the run before.
   */
  whole: boolean;
}

export interface DB {
  "access.assignment": AccessAssignment;
  "access.office": AccessOffice;
  "accounts.account": AccountsAccount;
  "accounts.attempt": AccountsAttempt;
  "accounts.authenticator_challenge": AccountsAuthenticatorChallenge;
  "accounts.contact": AccountsContact;
  "accounts.delegation": AccountsDelegation;
  "accounts.enrolment": AccountsEnrolment;
  "accounts.guest_access": AccountsGuestAccess;
  "accounts.known_browser": AccountsKnownBrowser;
  "accounts.limit_policy": AccountsLimitPolicy;
  "accounts.officer_login": AccountsOfficerLogin;
  "accounts.one_time_code": AccountsOneTimeCode;
  "accounts.session": AccountsSession;
  "accounts.session_policy": AccountsSessionPolicy;
  "cases.case": CasesCase;
  "cases.content": CasesContent;
  "cases.draft": CasesDraft;
  "command.history": CommandHistory;
  "command.idempotency": CommandIdempotency;
  "command.outbox": CommandOutbox;
  "console.export_log": ConsoleExportLog;
  "console.export_quota": ConsoleExportQuota;
  "documents.document": DocumentsDocument;
  "documents.ending": DocumentsEnding;
  "documents.paper": DocumentsPaper;
  "documents.series": DocumentsSeries;
  "files.file": FilesFile;
  "files.removal": FilesRemoval;
  "ledger.book": LedgerBook;
  "ledger.checkpoint": LedgerCheckpoint;
  "ledger.closing": LedgerClosing;
  "ledger.cosignature": LedgerCosignature;
  "ledger.entry": LedgerEntry;
  "ledger.leaf": LedgerLeaf;
  "ledger.opening": LedgerOpening;
  "ledger.tile": LedgerTile;
  "ledger.waiting": LedgerWaiting;
  "migration.applied": MigrationApplied;
  "notify.delivery": NotifyDelivery;
  "notify.demo_message": NotifyDemoMessage;
  "notify.message": NotifyMessage;
  "notify.preference": NotifyPreference;
  "privacy.access_log": PrivacyAccessLog;
  "privacy.erasure": PrivacyErasure;
  "privacy.judging": PrivacyJudging;
  "privacy.retention_policy": PrivacyRetentionPolicy;
  "privacy.retention_run": PrivacyRetentionRun;
  "regions.incoming": RegionsIncoming;
  "regions.load": RegionsLoad;
  "regions.region": RegionsRegion;
  "reports.category": ReportsCategory;
  "reports.report": ReportsReport;
  "reports.routing_rule": ReportsRoutingRule;
  "services.definition": ServicesDefinition;
  "transparency.alarm": TransparencyAlarm;
  "transparency.anchor": TransparencyAnchor;
  "transparency.anchor_event": TransparencyAnchorEvent;
  "transparency.audit": TransparencyAudit;
}
