import { createSecretKey } from "node:crypto";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  addOffice,
  assign,
  assignmentsOf,
  createAccess,
  listOffices,
  type OfficerRole,
  officeMemory,
} from "../../access/index.ts";
import { createAccounts } from "../../accounts/index.ts";
import { type Commands, createCommands, createDispatcher, type EventHandler } from "../../command/index.ts";
import { projectRoot } from "../../config/index.ts";
import { type Crypto, createCrypto } from "../../crypto/index.ts";
import type { Database, Tx } from "../../db/index.ts";
import { createFiles, type Files, filesPersonalData } from "../../files/index.ts";
import type { Channel } from "../../forms/index.ts";
import * as forms from "../../forms/index.ts";
import { newId, newSecret, type Uuid } from "../../ids/index.ts";
import { createLedger, type Ledger } from "../../ledger/index.ts";
import { createPrivacy, type Privacy } from "../../privacy/index.ts";
import { createRegions } from "../../regions/index.ts";
import type { Problem, Result } from "../../result/index.ts";
import { createServiceRegistry, type DraftAnswers, type ServiceDefinition } from "../../services/index.ts";
import { type Calendars, createCalendars, movableClock, readCalendarFiles } from "../../time/index.ts";
import { createMessages, type Messages } from "../../ui/index.ts";
import * as own from "../index.ts";
import { type Case, type CaseHooks, type Cases, casesPersonalData, createCases, type Doer } from "../index.ts";
import { clubMessages, courtKey, courtLight, courtRepair } from "./court-repair.ts";

/** Names of the club's offices: the board, below it the ground staff, the branch in Jayapura (two hours further east) and the youth room. */
export type OfficeName = "board" | "grounds" | "east" | "youth";

/** Regions of the test database in two zones, and a village in each. */
export const surabaya = "35.78.08.1002";
export const jayapura = "91.71.01.1001";

export interface ClubOptions {
  readonly definitions?: readonly ServiceDefinition[];
  readonly hooks?: CaseHooks;
  readonly start?: string;
  readonly handlers?: () => readonly EventHandler[];
}

/** The case machine with everything below it real, on an invented domain. */
export interface ClubKernel {
  readonly db: Database;
  readonly clock: ReturnType<typeof movableClock>;
  readonly cases: Cases;
  readonly commands: Commands;
  readonly ledger: Ledger;
  readonly privacy: Privacy;
  readonly crypto: Crypto;
  readonly files: Files;
  readonly calendars: Calendars;
  readonly messages: Messages;
  readonly accounts: ReturnType<typeof createAccounts>;
  readonly dispatcher: ReturnType<typeof createDispatcher>;
  readonly offices: Readonly<Record<OfficeName, Uuid>>;
  /** A second process: its own connections, the same keys, clock and data; other definitions when given. */
  twin(db: Database, definitions?: readonly ServiceDefinition[]): ClubKernel;
  /** A new officer with these roles. */
  officer(...roles: readonly (readonly [OfficerRole, OfficeName])[]): Promise<Doer>;
  resident(accountId?: Uuid): Doer;
  /** A visitor without an account. */
  visitor(sessionId?: Uuid): Doer;
  /** Whoever gave code and PIN of a case. */
  guest(caseId: Uuid): Doer;
  /** A case made through `submit`; by a new resident unless said otherwise. */
  makeCase(given?: {
    readonly by?: Doer;
    readonly answers?: DraftAnswers;
    readonly service?: ServiceDefinition;
  }): Promise<Case>;
  /** Acts and gives the case as it then stands; throws the problem. */
  mustAct(caseId: Uuid, action: string, by: Doer, answers?: DraftAnswers): Promise<Case>;
  /** Acts and gives the problem's message key; undefined when it was done. */
  tryAct(
    caseId: Uuid,
    action: string,
    by: Doer,
    answers?: DraftAnswers,
    revision?: number,
  ): Promise<string | undefined>;
  caseOf(caseId: Uuid): Promise<Case>;
  /** Removes the files that were staged. */
  tidy(): Promise<void>;
}

/** Complete answers to `courtRepair`; give what is to differ. */
export function repairAnswers(rest: DraftAnswers = {}): DraftAnswers {
  return {
    court: "clay",
    what: "The net has a hole as wide as a ball.",
    where: { region: surabaya, landmark: "Court 3" },
    shown: "public",
    ...rest,
  };
}

const key = () => createSecretKey(Buffer.from(newSecret(), "base64url"));

/** The club on a test database. Offices are made when they are not there. */
export async function clubKernel(db: Database, options: ClubOptions = {}): Promise<ClubKernel> {
  const crypto = createCrypto({
    data: [{ id: "c1c1c1c1", secret: key() }],
    index: [{ id: "0000000b", secret: key() }],
    ledger: [{ id: "0000000c", secret: key() }],
    anchor: [],
    document: [{ id: "0000000d", secret: key() }],
    pseudonym: key(),
    code: key(),
  });
  const clock = movableClock(options.start ?? "2026-11-23T02:00:00Z");
  const at = new Date("2026-01-05T00:00:00Z");
  const offices = await db.transaction(async (tx) => {
    const add = (code: OfficeName, parentId: Uuid | null, region: string) =>
      addOffice(tx, { parentId, code, name: `Office ${code}`, region }, at);
    const board = await add("board", null, "35.78");
    return {
      board,
      grounds: await add("grounds", board, "35.78"),
      east: await add("east", board, "91.71"),
      youth: await add("youth", board, "35.78"),
    };
  });
  return assembleClub(db, options, { crypto, clock, offices, folder: join(tmpdir(), `balai-club-${newId()}`) });
}

interface Shared {
  readonly crypto: Crypto;
  readonly clock: ReturnType<typeof movableClock>;
  readonly offices: Readonly<Record<OfficeName, Uuid>>;
  readonly folder: string;
}

function assembleClub(db: Database, options: ClubOptions, shared: Shared): ClubKernel {
  const { crypto, clock, offices } = shared;
  const calendars = good(createCalendars({ files: readCalendarFiles([join(projectRoot, "data/calendar")]) }));
  const privacy = createPrivacy({ db, crypto, clock });
  privacy.declare(casesPersonalData);
  privacy.declare(filesPersonalData);
  privacy.declare({ part: "club", purposes: [], fields: [], namespaces: ["club"] });
  const access = createAccess((accountId) => privacy.pseudonymsOf(accountId));
  const accounts = createAccounts({ db, privacy, crypto, clock, sendCode: async () => {} });
  const files = createFiles({ db, folder: shared.folder, clock });
  const ledger = createLedger();
  const dispatcher = createDispatcher({
    db,
    clock,
    log: { error: () => {} },
    handlers: options.handlers ?? (() => []),
  });
  const commands = createCommands({ db, ledger, clock });
  const definitions = options.definitions ?? [courtRepair, courtLight, courtKey];
  const messages = createMessages([clubMessages, { id: own.id, en: own.en }, { id: forms.id, en: forms.en }], {
    strict: true,
  });
  const cases = createCases({
    db,
    clock,
    commands,
    ledger,
    access,
    crypto,
    privacy,
    files,
    regions: createRegions({ db, folder: join(projectRoot, "data/regions") }),
    calendars,
    messages,
    registry: good(createServiceRegistry(definitions)),
    entries: new Map(definitions.map((definition) => [definition.id, { definition, hooks: options.hooks }])),
    routes: {
      "club.byCourt": async (_db, { answers }) =>
        answers["court"] === "clay" ? { officeId: offices.grounds, rule: "court-clay" } : undefined,
    },
    lists: {
      "club.courts": async () => ["clay", "grass"].map((value) => ({ value, label: value })),
      "club.offices": async (query) => (await listOffices(query)).map(({ id, name }) => ({ value: id, label: name })),
    },
    attributes: {},
    guestAccessRow: (caseId, pin) => accounts.guestAccessRow(caseId, pin),
    guestPinLength: (caseId) => accounts.guestPinLength(caseId),
    officeExists: officeMemory(),
    endGuestAccess: (tx: Tx, caseId) => accounts.removeGuestAccess(tx, caseId),
    issuing: undefined,
    rootRegion: "",
  });
  const caseOf = async (caseId: Uuid): Promise<Case> => {
    const found = await cases.find(caseId);
    if (found === undefined) throw new Error("no such case");
    return found;
  };
  const tryAct: ClubKernel["tryAct"] = async (caseId, action, by, answers = {}, revision) => {
    const done = await cases.act({ caseId, action, answers, key: newId(), revision }, by);
    return done.ok ? undefined : done.error.message;
  };
  const resident = (accountId: Uuid = newId()): Doer => ({
    actor: { kind: "resident", accountId, actingFor: null },
    actorKey: `account:${accountId}`,
    fileOwnerKey: `account:${accountId}`,
  });
  return {
    ...{
      db,
      clock,
      cases,
      commands,
      ledger,
      privacy,
      crypto,
      files,
      calendars,
      messages,
      accounts,
      dispatcher,
      offices,
    },
    twin: (other, given = definitions) => assembleClub(other, { ...options, definitions: given }, shared),
    async officer(...roles) {
      const accountId = newId();
      const since = new Date("2026-01-05T00:00:00Z");
      await db.transaction(async (tx) => {
        for (const [role, office] of roles) await assign(tx, accountId, role, offices[office], "test", since);
      });
      const assignments = await assignmentsOf(db.query, accountId, clock.now());
      const account = `account:${accountId}`;
      return { actor: { kind: "officer", accountId, assignments }, actorKey: account, fileOwnerKey: account };
    },
    resident,
    visitor: (sessionId = newId()) => ({
      actor: { kind: "public" },
      actorKey: `session:${sessionId}`,
      fileOwnerKey: `session:${sessionId}`,
    }),
    guest: (caseId) => ({
      actor: { kind: "guest", caseId },
      actorKey: `session:${caseId}`,
      fileOwnerKey: `session:${caseId}`,
    }),
    async makeCase({ by = resident(), answers = repairAnswers(), service = courtRepair } = {}) {
      const { id, version } = service;
      const channel: Channel = "web";
      const made = await cases.submit({ service: id, version, answers, channel, key: newId() }, by);
      return caseOf(good(made).caseId);
    },
    async mustAct(caseId, action, by, answers) {
      const refused = await tryAct(caseId, action, by, answers);
      if (refused !== undefined) throw new Error(`${action}: ${refused}`);
      return caseOf(caseId);
    },
    tryAct,
    caseOf,
    tidy: () => rm(shared.folder, { recursive: true, force: true }),
  };
}

/** The value; throws when there is none. */
export function good<T, E>(result: Result<T, E>): T {
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
}

/** The problem's message key, with its fields; undefined when there is no problem. */
export function refusal(result: Result<unknown, Problem>): string | undefined {
  if (result.ok) return undefined;
  return [result.error.message, ...(result.error.errors ?? []).map(({ field }) => field)].join(" ");
}
