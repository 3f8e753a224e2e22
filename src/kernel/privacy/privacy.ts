import { sql } from "kysely";
import type { Actor } from "../access/index.ts";
import type { Crypto, Field } from "../crypto/index.ts";
import { openSealed } from "../crypto/open.ts";
import type { Database, Queryable, Tx } from "../db/index.ts";
import { newId, type Uuid } from "../ids/index.ts";
import type { Clock } from "../time/index.ts";
import {
  type AccessAction,
  type AccessLine,
  hasReading,
  type OfficeAccessLine,
  type PersonAccessLine,
  type Reading,
  readLines,
  readLinesOfOffices,
  readOfficersLines,
  writeReadings,
} from "./access-log.ts";
import { accountNamespace, createRegister, type LegalBasis, type PersonalData, type Subject } from "./declaration.ts";
import { dataKeyUse, keysFit, renew } from "./renewal.ts";
import {
  enforce,
  importPolicies,
  isoDayOf,
  policiesOn,
  type RetentionHandler,
  type RetentionLine,
  type RetentionPolicy,
  retentionLines,
} from "./retention.ts";

/** A sealed value with its place, as a part keeps it. */
export interface SealedField extends Field {
  readonly ciphertext: Buffer;
}

export interface ReadRequest {
  readonly actor: Actor;
  /** The office for which an officer reads; null for everyone else. */
  readonly officeId: Uuid | null;
  /** Key of a declared purpose. */
  readonly purpose: string;
  readonly legalBasis: LegalBasis;
  /** "view" unless said otherwise. */
  readonly action?: Exclude<AccessAction, "log" | "open">;
  readonly subject: Subject;
  readonly caseId: Uuid | null;
  readonly fields: readonly SealedField[];
}

/** Something personal that lies outside the database and is given as it is. */
export interface OpeningRequest extends Omit<ReadRequest, "action" | "fields"> {
  readonly field: Pick<Field, "table" | "column">;
}

/** A machine that compares sealed texts with what it knows already. */
export interface JudgingRequest {
  readonly job: string;
  /** Key of a declared purpose. */
  readonly purpose: string;
  readonly legalBasis: LegalBasis;
  readonly fields: readonly Pick<Field, "table" | "column">[];
}

/** Whether a sealed text is as it should be; "unreadable": it does not open. Nothing else of it comes out. */
export type JudgeSealed = (field: SealedField, isRight: (text: string) => boolean) => "right" | "wrong" | "unreadable";

export interface LogRequest {
  /** Who wants to see the log; whether they may is for kernel/access to say before. */
  readonly actor: Actor;
  readonly officeId: Uuid | null;
  readonly accountId: Uuid;
  /** Id of the last line of the page before; null for the first page. */
  readonly before: Uuid | null;
  /** 1 to 100. */
  readonly limit: number;
  /** Also the lines of the person looking at this log. */
  readonly withOwn: boolean;
}

export interface OfficeLogRequest {
  /** Who wants to see the log; whether they may is for kernel/access to say before. */
  readonly actor: Actor;
  /** The office for which they look. */
  readonly officeId: Uuid;
  /** The offices whose readings are shown. */
  readonly officeIds: readonly Uuid[];
  readonly before: Uuid | null;
  /** 1 to 100. */
  readonly limit: number;
}

/** The person that a part must forget. */
export interface ErasureSubject {
  readonly accountId: Uuid;
  pseudonym(namespace: string): string;
}

export interface ErasureOutcome {
  /** Rows deleted or emptied. */
  readonly erased: number;
  /** Message keys of what a law makes the part keep, and why. */
  readonly kept: readonly string[];
}

export type ErasureHandler = (tx: Tx, subject: ErasureSubject, at: Date) => Promise<ErasureOutcome>;

/** The only door to personal fields. */
export interface Privacy {
  /** Each part says once, at start, what it holds and why it reads. Throws on a contradiction: a bug. */
  declare(data: PersonalData): void;
  /** What all parts declared: the record of processing. */
  declared(): readonly PersonalData[];
  /** Seals some of what older data keys sealed under the newest. Gives how many values; 0: none is left. */
  renewSealed(): Promise<number>;
  /** How many values each data key opens, by its id. */
  dataKeyUse(): Promise<ReadonlyMap<string, number>>;
  /** Whether these keys open what the database holds; no text is given, so nobody has read any. */
  keysFit(): Promise<boolean>;
  /** The blind indexes of a sealed text, newest key first: the text itself stays here, so nobody has read it. */
  indexesOf(field: SealedField, name: string): readonly Buffer[];
  /** Encrypts a declared field. */
  seal(field: Field, text: string): Buffer;
  /**
   * The texts, in the order of `fields`, with the line of the access log in the same transaction: no commit, no reading.
   * Throws on an undeclared purpose, basis or field, and when a value does not open (changed, moved, or its key lost): bugs, all of them.
   */
  read(tx: Tx, request: ReadRequest): Promise<string[]>;
  /** The same for many people at once (a page of a list, an export): one line each. */
  readMany(tx: Tx, requests: readonly ReadRequest[]): Promise<string[][]>;
  /** Writes the line before the bytes are given: no commit, no opening. One's own stands in no line. */
  noteOpening(tx: Tx, request: OpeningRequest): Promise<void>;
  /** That somebody else looked at the person's case, sealed or not: one line since that moment, however often the page is loaded. */
  noteLook(tx: Tx, request: Omit<OpeningRequest, "field">, since: Date): Promise<void>;
  /**
   * Lets a machine judge sealed fields of everybody: one line a run in `privacy.judging`, before the first is opened, and none in anybody's access
   * log. Nobody is shown a text, and a line for each person and night would bury the lines that matter.
   */
  beginJudging(request: JudgingRequest): Promise<JudgeSealed>;
  /**
   * Of moments at which a part emptied what it held: those that a person's erasure explains, in ms. `db`: the caller's snapshot.
   */
  erasuresAt(db: Queryable, part: string, moments: readonly Date[]): Promise<ReadonlySet<number>>;
  /** How many days a retention rule kept its data on the day of `at`; undefined: for ever. */
  retentionDays(db: Queryable, rule: string, at: Date): Promise<number | undefined>;
  /** A page of who read the person's data, newest first. Looking at it is written down too. */
  accessLogFor(request: LogRequest): Promise<{ lines: PersonAccessLine[]; next: Uuid | null }>;
  /**
   * What officers read of somebody who has no account, newest first; for that person alone. Not written down: it shows nothing personal, and
   * the page it stands on is loaded anew with every news.
   */
  looksByOfficers(pseudonym: string, limit: number): Promise<readonly AccessLine[]>;
  /** A page of what officers read for some offices, newest first. The look is written down as one of the office's own. */
  accessLogOfOffices(request: OfficeLogRequest): Promise<{ lines: readonly OfficeAccessLine[]; next: Uuid | null }>;
  registerErasure(part: string, handler: ErasureHandler): void;
  /** Makes every part forget the person, in the caller's transaction. The access log stays: it holds a pseudonym only. */
  erase(tx: Tx, accountId: Uuid): Promise<({ part: string } & ErasureOutcome)[]>;
  /** How a rule's data goes when its time is over; each rule once. */
  registerRetention(rule: string, handler: RetentionHandler): void;
  /** Declared fields whose rule nobody registered, one sentence each: they would be kept for ever. */
  retentionFaults(): readonly string[];
  /** Takes over dated policies. */
  importRetention(tx: Tx, policies: readonly RetentionPolicy[]): Promise<void>;
  /** Erases what is past its retention, by every rule. Gives the rules that failed. */
  enforceRetention(onFault: (rule: string, error: unknown) => void, signal?: AbortSignal): Promise<readonly string[]>;
  /** Every rule with its policy in force and its last run; for the operator. */
  retention(): Promise<readonly RetentionLine[]>;
  /** All names under which parts know this account; for kernel/access. */
  pseudonymsOf(accountId: Uuid): readonly string[];
}

const longestPage = 100;
/** Under this name offices stand in the access log, apart from all people. */
const officeNamespace = "privacy-office";

export function createPrivacy(deps: { db: Database; crypto: Crypto; clock: Clock }): Privacy {
  const { db, crypto, clock } = deps;
  const register = createRegister();
  const erasures = new Map<string, ErasureHandler>();
  const retentions = new Map<string, RetentionHandler>();

  const pseudonymsOf = (accountId: Uuid): string[] =>
    register.namespaces().map((namespace) => crypto.pseudonym(namespace, accountId));

  function subjectKey(subject: Subject): string {
    return subject.kind === "account" ? crypto.pseudonym(accountNamespace, subject.accountId) : subject.pseudonym;
  }

  /** Officers answer for what they read by their account; residents stay pseudonymous here as everywhere. */
  function readerId(actor: Actor): string | null {
    switch (actor.kind) {
      case "officer":
        return actor.accountId;
      case "resident":
        return crypto.pseudonym(accountNamespace, actor.accountId);
      case "guest":
        return actor.caseId;
      case "system":
        return actor.job;
      case "public":
        return null;
    }
  }

  function isOwn(actor: Actor, subject: string, caseId: Uuid | null): boolean {
    if (actor.kind === "guest") return actor.caseId === caseId;
    return "accountId" in actor && pseudonymsOf(actor.accountId).includes(subject);
  }

  function open(field: SealedField): string {
    const opened = openSealed(crypto, field, field.ciphertext);
    if (!opened.ok) throw new Error(`a personal field did not open: ${field.table}.${field.column}, ${opened.error}`);
    return opened.value;
  }

  /** The line of a reading; none for one's own data on one's own screen, where a line for each view would bury the lines that matter. */
  function readingOf(
    request: Omit<ReadRequest, "action" | "fields">,
    action: AccessAction,
    fields: readonly Pick<Field, "table" | "column">[],
  ): Reading | undefined {
    register.mustHavePurpose(request.purpose, request.legalBasis);
    for (const field of fields) register.mustHaveField(field.table, field.column);
    const { actor, officeId, purpose, legalBasis, caseId } = request;
    const subject = subjectKey(request.subject);
    if (fields.length === 0 || isOwn(actor, subject, caseId)) return undefined;
    const names = [...new Set(fields.map((field) => `${field.table}.${field.column}`))].sort();
    return {
      actor,
      readerId: readerId(actor),
      officeId,
      own: false,
      action,
      purpose,
      legalBasis,
      subject,
      fields: names,
      caseId,
    };
  }

  async function readMany(tx: Tx, requests: readonly ReadRequest[]): Promise<string[][]> {
    const readings = requests.flatMap((request) => readingOf(request, request.action ?? "view", request.fields) ?? []);
    await writeReadings(tx, readings, clock.now());
    return requests.map((request) => request.fields.map(open));
  }

  const sealedFields = () => register.all().flatMap(({ fields }) => fields.filter(({ onDisk }) => onDisk !== true));

  return {
    declare: (data) => register.add(data),
    declared: () => register.all(),
    seal(field, text) {
      register.mustHaveField(field.table, field.column);
      return crypto.seal(field, text);
    },
    async read(tx, request) {
      const [texts] = await readMany(tx, [request]);
      return texts ?? [];
    },
    readMany,
    async noteOpening(tx, request) {
      const reading = readingOf(request, "open", [request.field]);
      await writeReadings(tx, reading === undefined ? [] : [reading], clock.now());
    },
    async noteLook(tx, request, since) {
      register.mustHavePurpose(request.purpose, request.legalBasis);
      const subject = subjectKey(request.subject);
      if (isOwn(request.actor, subject, request.caseId)) return;
      const reading: Reading = {
        ...request,
        readerId: readerId(request.actor),
        own: false,
        action: "view",
        subject,
        fields: ["cases.case"],
      };
      if (!(await hasReading(tx, reading, since))) await writeReadings(tx, [reading], clock.now());
    },
    async beginJudging({ job, purpose, legalBasis, fields }) {
      register.mustHavePurpose(purpose, legalBasis);
      for (const { table, column } of fields) register.mustHaveField(table, column);
      const names = fields.map(({ table, column }) => `${table}.${column}`);
      const at = clock.now();
      await sql`insert into privacy.judging (id, at, job, purpose, legal_basis, fields)
        values (${newId(at.getTime())}, ${at}, ${job}, ${purpose}, ${legalBasis}, ${names})`.execute(db.query);
      return (field, isRight) => {
        if (!names.includes(`${field.table}.${field.column}`))
          throw new Error(`${field.table} is not among what is judged`);
        const opened = openSealed(crypto, field, field.ciphertext);
        if (!opened.ok) return "unreadable";
        return isRight(opened.value) ? "right" : "wrong";
      };
    },
    async erasuresAt(query, part, moments) {
      const found = await sql<{ at: Date }>`select distinct at from privacy.erasure
        where part = ${part} and at = any(${[...moments]}::timestamptz[])`.execute(query);
      return new Set(found.rows.map(({ at }) => at.getTime()));
    },
    retentionDays: async (query, rule, at) => (await policiesOn(query, isoDayOf(at))).get(rule)?.days,
    async accessLogFor(request) {
      const limit = Math.max(1, Math.min(longestPage, Math.trunc(request.limit)));
      const subjects = pseudonymsOf(request.accountId);
      const subject = crypto.pseudonym(accountNamespace, request.accountId);
      return db.transaction(async (tx) => {
        const found = await readLines(tx, {
          subjects,
          before: request.before,
          limit: limit + 1,
          withOwn: request.withOwn,
        });
        const reading: Reading = {
          actor: request.actor,
          readerId: readerId(request.actor),
          officeId: request.officeId,
          own: isOwn(request.actor, subject, null),
          action: "log",
          purpose: "privacy.access-log",
          legalBasis: "legal_obligation",
          subject,
          fields: ["privacy.access_log"],
          caseId: null,
        };
        await writeReadings(tx, [reading], clock.now());
        const lines = found.slice(0, limit);
        return { lines, next: found.length > limit ? (lines.at(-1)?.id ?? null) : null };
      });
    },
    looksByOfficers: (pseudonym, limit) => readOfficersLines(db.query, pseudonym, limit),
    async accessLogOfOffices(request) {
      const limit = Math.max(1, Math.min(longestPage, Math.trunc(request.limit)));
      return db.transaction(async (tx) => {
        const { officeIds, before } = request;
        const found = await readLinesOfOffices(tx, { officeIds, before, limit: limit + 1 });
        const reading: Reading = {
          actor: request.actor,
          readerId: readerId(request.actor),
          officeId: request.officeId,
          own: false,
          action: "log",
          purpose: "privacy.audit",
          legalBasis: "legal_obligation",
          // The log of an office is about no one person: the office itself stands for all of them.
          subject: crypto.pseudonym(officeNamespace, request.officeId),
          fields: ["privacy.access_log"],
          caseId: null,
        };
        await writeReadings(tx, [reading], clock.now());
        const lines = found.slice(0, limit);
        return { lines, next: found.length > limit ? (lines.at(-1)?.id ?? null) : null };
      });
    },
    registerErasure(part, handler) {
      if (erasures.has(part)) throw new Error(`erasure of ${part}: registered twice`);
      erasures.set(part, handler);
    },
    async erase(tx, accountId) {
      const at = clock.now();
      const subject: ErasureSubject = {
        accountId,
        pseudonym: (namespace) => crypto.pseudonym(namespace, accountId),
      };
      const outcomes: ({ part: string } & ErasureOutcome)[] = [];
      for (const [part, handler] of erasures) {
        const outcome = await handler(tx, subject, at);
        await sql`insert into privacy.erasure (id, at, subject, part, erased, kept)
          values (${newId(at.getTime())}, ${at}, ${subject.pseudonym(accountNamespace)}, ${part}, ${outcome.erased}, ${[...outcome.kept]})`.execute(
          tx,
        );
        outcomes.push({ part, ...outcome });
      }
      return outcomes;
    },
    registerRetention(rule, handler) {
      if (retentions.has(rule)) throw new Error(`retention ${rule}: registered twice`);
      retentions.set(rule, handler);
    },
    retentionFaults: () =>
      register
        .all()
        .flatMap(({ fields }) => fields)
        .filter(({ retention }) => !retentions.has(retention))
        .map(
          ({ table, column, retention }) => `${table}.${column} is kept by the rule ${retention}, which nobody keeps.`,
        ),
    importRetention: importPolicies,
    enforceRetention: (onFault, signal) => enforce({ db, clock }, retentions, onFault, signal),
    renewSealed: () => renew(db, crypto, sealedFields()),
    dataKeyUse: () => dataKeyUse(db.query, sealedFields()),
    keysFit: () => keysFit(db.query, crypto, sealedFields()),
    indexesOf: (field, name) => crypto.blindIndexes(name, open(field)),
    retention: () => retentionLines(db.query, [...retentions.keys()], clock.now()),
    pseudonymsOf,
  };
}
