import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { FastifyInstance } from "fastify";
import { sql } from "kysely";
import {
  type Actor,
  assignmentsOf,
  assignmentsOfAll,
  createAccess,
  listOffices,
  officeMemory,
} from "./access/index.ts";
import { type Accounts, createAccounts, type SessionContext } from "./accounts/index.ts";
import { createAdministration } from "./administration/index.ts";
import { collectAudits, sortsWritten } from "./audits.ts";
import { caseNews } from "./case-news.ts";
import {
  type AttributeSource,
  brieflyKept,
  type Cases,
  casesPersonalData,
  createCases,
  type Issuing,
  type OptionList,
  type ServiceEntry,
  versionsInUse,
} from "./cases/index.ts";
import { countWaiting, createCommands, createDispatcher, type Dispatcher, type EventHandler } from "./command/index.ts";
import type { Config } from "./config/index.ts";
import { createCrypto, loadKeys } from "./crypto/index.ts";
import { type Database, openDatabase } from "./db/index.ts";
import { adaptersOf, channelsByContact, codeSender, contactOpener } from "./delivery.ts";
import { addFileRoutes } from "./file-routes.ts";
import { createFiles, filesPersonalData, type OpenForWrite } from "./files/index.ts";
import {
  actorOf,
  addSiteFiles,
  createHttp,
  createLimits,
  createLive,
  createPages,
  type Phase,
  type RegisteredRoute,
  type Session,
  type SessionStore,
} from "./http/index.ts";
import type { Uuid } from "./ids/index.ts";
import type { Kernel, ModuleManifest } from "./index.ts";
import { createJobs } from "./jobs/index.ts";
import { createBooks, createLedger, createSequencer, type Sequencer, sortOf } from "./ledger/index.ts";
import type { Log } from "./log/index.ts";
import { kernelMessages } from "./messages.ts";
import { createNotify, type Notify } from "./notify/index.ts";
import { createPrivacy } from "./privacy/index.ts";
import { publishServices } from "./publish-services.ts";
import { createRegions } from "./regions/index.ts";
import { err, ok, type Result } from "./result/index.ts";
import { registerRetention } from "./retention.ts";
import { readPublished } from "./services/index.ts";
import { type Clock, createCalendars, readCalendarFiles } from "./time/index.ts";
import { createAssets, createMessages, type Site } from "./ui/index.ts";

export interface Assembled {
  readonly kernel: Kernel;
  readonly app: FastifyInstance;
  readonly dispatcher: Dispatcher;
  readonly sequencer: Sequencer;
  /** Every route registered so far, those of modules too. */
  readonly routes: readonly RegisteredRoute[];
  close(): Promise<void>;
}

/**
 * Puts the kernel together for the given modules. Gives one sentence for each thing that is wrong (keys, calendars, definitions), for the
 * operator at the terminal.
 */
export async function assemble(deps: {
  readonly config: Config;
  readonly databaseUrl: string;
  readonly clock: Clock;
  readonly log: Log;
  readonly modules: readonly ModuleManifest[];
  readonly site: Site;
  readonly phase: () => Phase;
  /** How long an answer may take, and how often the listening connection is asked whether it lives; for tests. */
  readonly patience?: { readonly answerMs: number; readonly beatMs: number };
  /** How files are opened for writing; for tests of a full disk. */
  readonly openForWrite?: OpenForWrite;
}): Promise<Result<Assembled, string[]>> {
  const { config, clock, log, modules } = deps;
  const keys = loadKeys({ folder: join(config.dataFolder, "keys"), env: config.env, given: process.env.BALAI_KEYS });
  if (!keys.ok) return err(keys.error);
  const calendars = createCalendars({
    files: readCalendarFiles([join(config.projectRoot, "data/calendar"), join(config.dataFolder, "calendar")]),
  });
  if (!calendars.ok)
    return err([
      `The calendar cannot be read: ${calendars.error.message} ${JSON.stringify(calendars.error.params ?? {})}`,
    ]);
  const messages = createMessages([...kernelMessages, ...modules.map((module) => module.messages)], {
    strict: config.env !== "production",
  });

  const db = openDatabase(deps.databaseUrl);
  const crypto = createCrypto(keys.value);
  const written = new Set(sortsWritten(modules));
  const ledger = createLedger(undefined, (kind) => written.has(sortOf(kind)));
  const privacy = createPrivacy({ db, crypto, clock });
  privacy.declare(casesPersonalData);
  privacy.declare(filesPersonalData);
  for (const module of modules) if (module.personalData !== undefined) privacy.declare(module.personalData);
  const access = createAccess((accountId) => privacy.pseudonymsOf(accountId));
  const services = publishServices(modules, await readPublished(db.query), await versionsInUse(db.query));
  if (!services.ok) {
    await db.close();
    return err(services.error);
  }

  const accounts: Accounts = createAccounts({ db, privacy, crypto, clock, sendCode: codeSender(() => notify) });
  const notify: Notify = createNotify({
    db,
    clock,
    adapters: adaptersOf(config, db, clock),
    openContact: contactOpener({ db, privacy, accounts: () => accounts }),
    reachableBy: channelsByContact(() => accounts),
    t: (lang, key, params) => messages.t(lang, key, params),
    url: config.url,
    log,
  });
  privacy.registerErasure("notify", async (tx, subject) => ({
    erased: await notify.forget(tx, subject.accountId),
    kept: [],
  }));
  const files = createFiles({
    db,
    folder: join(config.dataFolder, "files"),
    clock,
    openForWrite: deps.openForWrite,
  });
  const regions = createRegions({ db, folder: join(config.projectRoot, "data/regions") });
  const handlers: EventHandler[] = modules.flatMap((module) => module.events ?? []);
  const dispatcher = createDispatcher({ db, clock, log, handlers: () => handlers });
  const sequencer = createSequencer({
    db,
    clock,
    ledger,
    log,
    originOf: (book) => `${new URL(config.url).host}/ledger/${book}`,
    signers: crypto.bookSigners,
  });
  const commands = createCommands({
    db,
    ledger,
    clock,
    afterCommit() {
      dispatcher.wake();
      sequencer.wake();
    },
  });
  const lists = {
    ...listsOf(modules, db),
    "access.offices": async (query: Parameters<typeof listOffices>[0]) =>
      (await listOffices(query)).map(({ id, name }) => ({ value: id, label: name })),
  };
  const attributes = attributesOf(modules, () => kernel);
  const cases: Cases = createCases({
    db,
    clock,
    commands,
    ledger,
    access,
    crypto,
    privacy,
    files,
    regions,
    calendars: calendars.value,
    messages,
    registry: services.value,
    entries: new Map(
      modules
        .flatMap((module) => module.services ?? [])
        .map((entry): [string, ServiceEntry] => [entry.definition.id, entry]),
    ),
    routes: Object.assign({}, ...modules.map((module) => module.routings ?? {})),
    lists,
    attributes,
    guestAccessRow: (caseId, pin) => accounts.guestAccessRow(caseId, pin),
    guestPinLength: (caseId) => accounts.guestPinLength(caseId),
    officeExists: officeMemory(),
    endGuestAccess: (tx, caseId) => accounts.removeGuestAccess(tx, caseId),
    issuing: issuingOf(modules, () => kernel),
    rootRegion: config.rootRegion,
  });
  const administration = createAdministration({
    db,
    clock,
    commands,
    accounts,
    notify,
    regions,
    calendars: calendars.value,
    services: services.value,
    routingTables: Object.assign({}, ...modules.map((module) => module.routingTables ?? {})),
    rootRegion: config.rootRegion,
    url: config.url,
  });
  handlers.push(...caseNews({ cases: () => cases, commands, accounts, notify, privacy, crypto, messages, clock }));
  privacy.registerErasure("cases", async (tx, subject, at) => {
    const namespaces = new Set(services.value.all().map(({ definition }) => definition.id.split(".")[0] ?? ""));
    let erased = 0;
    for (const namespace of namespaces) erased += await cases.eraseOwner(tx, subject.pseudonym(namespace), at);
    return { erased, kept: [] };
  });

  registerRetention({ db, privacy, accounts, cases, notify, files });
  const unkept = privacy.retentionFaults();
  if (unkept.length > 0) {
    await db.close();
    return err([...unkept]);
  }
  const audits = collectAudits({ services: services.value, privacy, accounts, cases }, modules);
  if (!audits.ok) {
    await db.close();
    return err([...audits.error]);
  }
  const jobs = createJobs({ databaseUrl: deps.databaseUrl, clock, log });
  const live = createLive({
    databaseUrl: deps.databaseUrl,
    log,
    clock,
    actorsOf: (sessionIds) => actorsOf({ db, accounts, clock }, sessionIds),
    beatMs: deps.patience?.beatMs,
  });
  const manifest = JSON.parse(readFileSync(join(config.projectRoot, "dist/public/manifest.json"), "utf8")) as Record<
    string,
    string
  >;
  const pages = createPages({ messages, assets: createAssets(manifest), site: deps.site, moment: live.moment });
  live.onChange((topics) => pages.changed(topics));
  const { app, cookies, routes } = await createHttp({
    config,
    log,
    pages,
    limits: createLimits(),
    access,
    sessions: sessionStore(accounts),
    assignmentsOf: (accountId) => assignmentsOf(db.query, accountId, clock.now()),
    metricsToken: config.metricsToken,
    gauges: gaugesOf(db, live),
    phase: deps.phase,
    databaseFault: () => databaseFault(db),
    patienceMs: deps.patience?.answerMs,
  });

  const kernel: Kernel = {
    config,
    log,
    clock,
    db,
    commands,
    ledger,
    books: createBooks({ db, clock, signers: crypto.bookSigners }),
    audits: audits.value,
    crypto,
    privacy,
    access,
    accounts,
    administration,
    services: services.value,
    cases,
    lists,
    attributes,
    files,
    notify,
    jobs,
    regions,
    calendars: calendars.value,
    messages,
    pages,
    live,
    cookies,
    manifests: modules,
  };
  for (const module of modules)
    if (module.erasure !== undefined) privacy.registerErasure(module.name, module.erasure(kernel));
  await addSiteFiles(app, { folder: join(config.projectRoot, "dist/public"), pages, manifest });
  addFileRoutes(app, kernel);
  return ok({
    kernel,
    app,
    dispatcher,
    sequencer,
    routes,
    async close() {
      await Promise.all([dispatcher.stop(), sequencer.stop()]);
      notify.close();
      await db.close();
    },
  });
}

function listsOf(modules: readonly ModuleManifest[], db: Database): Record<string, OptionList> {
  const lists = modules.flatMap((module) => Object.entries(module.lists ?? {}));
  return Object.fromEntries(lists.map(([name, list]) => [name, brieflyKept(list, db.query)]));
}

/** Sources of known answers; each gets the kernel when it is first asked. */
function attributesOf(
  modules: readonly ModuleManifest[],
  kernel: () => Kernel,
): Readonly<Record<string, AttributeSource>> {
  const sources = modules.flatMap((module) => Object.entries(module.attributes ?? {}));
  return Object.fromEntries(
    sources.map(([name, make]): [string, AttributeSource] => [name, (tx, actor) => make(kernel())(tx, actor)]),
  );
}

/** Who makes documents; gets the kernel when the first one is issued. */
function issuingOf(modules: readonly ModuleManifest[], kernel: () => Kernel): Issuing | undefined {
  const make = modules.find(({ issuing }) => issuing !== undefined)?.issuing;
  if (make === undefined) return undefined;
  let made: Issuing | undefined;
  const issuing = () => {
    made ??= make(kernel());
    return made;
  };
  return {
    issue: (tx, at, issue) => issuing().issue(tx, at, issue),
    forget: (tx, caseId) => issuing().forget(tx, caseId),
  };
}

/** Sessions as http needs them. */
function sessionStore(accounts: Accounts): SessionStore {
  return {
    async find(secret) {
      const found = await accounts.findSession(secret);
      return found === undefined ? undefined : toSession(found);
    },
    async startAnonymous(device, lang) {
      const { secret, session } = await accounts.startSession({ device, lang });
      return { secret, session: toSession(session) };
    },
  };
}

/** Who those of the sessions that live stand for now. */
async function actorsOf(
  deps: { readonly db: Database; readonly accounts: Accounts; readonly clock: Clock },
  sessionIds: readonly Uuid[],
): Promise<ReadonlyMap<Uuid, Actor>> {
  const sessions = (await deps.accounts.livingSessions(sessionIds)).map(toSession);
  const officers = sessions.flatMap(({ kind, accountId }) =>
    kind === "officer" && accountId !== null ? [accountId] : [],
  );
  const held = await assignmentsOfAll(deps.db.query, officers, deps.clock.now());
  return new Map(
    sessions.map((session) => [session.id, actorOf(session, held.get(session.accountId ?? "") ?? [])] as const),
  );
}

function toSession(found: SessionContext): Session {
  const { holder } = found;
  return {
    id: found.sessionId,
    kind: holder.kind === "guest" ? "anonymous" : holder.kind,
    accountId: holder.kind === "resident" || holder.kind === "officer" ? holder.accountId : null,
    actingFor: found.actingFor?.accountId ?? null,
    guestCaseId: holder.kind === "guest" ? holder.caseId : null,
    previousSessionId: found.previousSessionId,
    csrfSecret: found.csrfSecret,
  };
}

function gaugesOf(db: Database, live: { readonly open: number }) {
  return {
    outbox_waiting: () => countWaiting(db.query),
    live_streams: () => live.open,
    database_connections: () => db.connections().open,
    database_waiting: () => db.connections().waiting,
  };
}

/** Whoever asks whether we are ready asks again in a few seconds, and must not wait for a line that swallows everything. */
const readyWithinMs = 3_000;

async function databaseFault(db: Database): Promise<string | undefined> {
  const asked = sql`select 1`.execute(db.query).then(
    () => undefined,
    () => "the database does not answer",
  );
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<string>((resolve) => {
    timer = setTimeout(() => resolve("the database does not answer in time"), readyWithinMs);
  });
  return Promise.race([asked, late]).finally(() => clearTimeout(timer));
}
