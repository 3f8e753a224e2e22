import { createHash, randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { sql } from "kysely";
import { modules } from "../../src/app.ts";
import {
  type Actor,
  addOffice,
  assign,
  assignmentsOf,
  type OfficerRole,
  officerRoles,
  type Visibility,
} from "../../src/kernel/access/index.ts";
import { asScopedRecord, type Case, type Doer, type Submission } from "../../src/kernel/cases/index.ts";
import { csrfToken } from "../../src/kernel/http/index.ts";
import { newId, newSecret, type Uuid } from "../../src/kernel/ids/index.ts";
import type { Kernel } from "../../src/kernel/index.ts";
import { addRoutingRule } from "../../src/modules/reports/index.ts";
import type { TestApp } from "../support/app.ts";

/** Somebody who calls, with what their session is made of. */
export interface Caller {
  readonly name: string;
  readonly actor: Actor;
  /** None: a browser that has no cookie. */
  readonly session:
    | { readonly kind: "guest" | "resident" | "officer"; readonly accountId: Uuid | null; readonly caseId: Uuid | null }
    | undefined;
}

/** A case of one office, with a photo; or with a document, which is sealed. */
export interface Subject {
  readonly name: string;
  readonly found: Case;
  readonly photo: Uuid;
  readonly sealed: boolean;
}

export interface World {
  readonly callers: readonly Caller[];
  readonly subjects: readonly Subject[];
  /** A draft of the owner's, and the session that holds it. */
  readonly draft: { readonly id: Uuid; readonly sessionId: Uuid };
  /** Address of a built script or style. */
  readonly asset: string;
  /** Photos that the owner and the agency officer have staged. */
  readonly staged: { readonly owner: Uuid; readonly officer: Uuid };
}

const visibilities: readonly Visibility[] = ["public", "name-hidden", "private"];
/** Each goes to an office of its own: the callers' and a foreign one beside it. */
const categories = { own: "road-damage", foreign: "waste" } as const;
const region = "35.78.05.1004";

/** Two offices side by side, a caller of each role in one of them and two with a place above, and a case of each visibility in both; a guest's one, too. All are late. */
export async function makeWorld({ app, kernel, database, clock }: TestApp): Promise<World> {
  for (const module of modules) await module.seed?.(kernel);
  const at = clock.now();
  const yesterday = new Date(at.getTime() - 86_400_000);
  const people = await database.db.transaction(async (tx) => {
    const root = await addOffice(tx, { parentId: null, code: "kota", name: "Kota", region: "35.78" }, yesterday);
    const offices = {
      own: await addOffice(tx, { parentId: root, code: "own", name: "Kantor Sendiri", region: "35.78" }, yesterday),
      foreign: await addOffice(
        tx,
        { parentId: root, code: "foreign", name: "Kantor Lain", region: "35.78" },
        yesterday,
      ),
    };
    for (const [which, category] of Object.entries(categories))
      await addRoutingRule(
        tx,
        { category, region: "35.78", officeId: which === "own" ? offices.own : offices.foreign, from: "2020-01-01" },
        yesterday,
      );
    const officers = new Map<string, Uuid>();
    const hats: readonly (readonly [string, readonly (readonly [OfficerRole, Uuid])[]])[] = [
      ...officerRoles.map((role) => [role, [[role, offices.own]]] as const),
      // A right that reaches down the tree beside one that does not; and two rights of one person in two places.
      ["head-of-the-city", [["head-of-office", root]]],
      [
        "officer-and-auditor",
        [
          ["agency-officer", offices.own],
          ["auditor", root],
        ],
      ],
    ];
    for (const [name, roles] of hats) {
      const made = await kernel.accounts.createOfficer(tx, {
        username: name,
        password: "rumah-bersama-45",
        name,
        contact: { kind: "email", value: `${name}@balai.example` },
        lang: "id",
      });
      if (!made.ok) throw new Error(made.error.message);
      officers.set(name, made.value);
      for (const [role, office] of roles) await assign(tx, made.value, role, office, "test", yesterday);
    }
    const residents = { owner: "081277000001", other: "081277000002" };
    const accounts: Record<string, Uuid> = {};
    for (const [key, phone] of Object.entries(residents)) {
      const made = await kernel.accounts.createResident(tx, { phone, name: key, lang: "id" });
      if (!made.ok) throw new Error(made.error.message);
      accounts[key] = made.value;
    }
    return { officers, owner: accounts["owner"] ?? "", other: accounts["other"] ?? "" };
  });

  const owner = { kind: "resident", accountId: people.owner, actingFor: null } as const;
  const subjects: Subject[] = [];
  for (const [which, category] of Object.entries(categories))
    for (const visibility of visibilities)
      subjects.push(await submitCase(kernel, owner, `${which} office, ${visibility}`, category, visibility));
  const guests = await submitCase(
    kernel,
    { kind: "public" },
    "own office, private, a guest's",
    categories.own,
    "private",
  );
  subjects.push(guests, await submitLetter(kernel, owner));

  const callers: Caller[] = [
    { name: "public", actor: { kind: "public" }, session: undefined },
    {
      name: "guest of the case",
      actor: { kind: "guest", caseId: guests.found.id },
      session: { kind: "guest", accountId: null, caseId: guests.found.id },
    },
    { name: "owner", actor: owner, session: { kind: "resident", accountId: people.owner, caseId: null } },
    {
      name: "other resident",
      actor: { kind: "resident", accountId: people.other, actingFor: null },
      session: { kind: "resident", accountId: people.other, caseId: null },
    },
  ];
  for (const [name, accountId] of people.officers)
    callers.push({
      name,
      actor: { kind: "officer", accountId, assignments: await assignmentsOf(database.db.query, accountId, at) },
      session: { kind: "officer", accountId, caseId: null },
    });

  // Long enough that every case is past its deadline, and every warning told.
  clock.advance(10 * 86_400_000);
  const drafting = await openSession({ kernel, database, clock }, callers[2]);
  const draft = await kernel.cases.drafts.start(drafting.id, "reports.report", 3, {});
  const staged = {
    owner: await stage(kernel, `account:${people.owner}`),
    officer: await stage(kernel, `account:${people.officers.get("agency-officer")}`),
  };
  const asset = /\/assets\/[^"]+/.exec((await app.inject({ url: "/" })).body)?.[0] ?? "";
  return { callers, subjects, draft: { id: draft.id, sessionId: drafting.id }, asset, staged };
}

async function submitCase(
  kernel: Kernel,
  actor: Actor,
  name: string,
  category: string,
  visibility: Visibility,
): Promise<Subject> {
  const key = actor.kind === "resident" ? `account:${actor.accountId}` : `session:${newId()}`;
  const doer: Doer = { actor, actorKey: key, fileOwnerKey: key };
  const photo = await stage(kernel, key);
  const answers = {
    kind: "complaint",
    category,
    what: "Lubang besar di jalur kiri, sudah dua motor jatuh.",
    where: { region, landmark: `Jl. Dinoyo ${name}` },
    photos: [photo],
    visibility,
    name: visibility === "public" ? "Sumiati" : null,
    contact: "0812-7700-0001",
  };
  return findSubject(kernel, name, photo, false, {
    submission: { service: "reports.report", version: 3, answers, channel: "web", key: newId() },
    doer,
  });
}

async function findSubject(
  kernel: Kernel,
  name: string,
  photo: Uuid,
  sealed: boolean,
  { submission, doer }: { readonly submission: Submission; readonly doer: Doer },
): Promise<Subject> {
  const submitted = await kernel.cases.submit(submission, doer);
  if (!submitted.ok) throw new Error(`${name}: ${JSON.stringify(submitted.error)}`);
  const found = await kernel.cases.find(submitted.value.caseId);
  if (found === undefined) throw new Error("a case that was just made is not there");
  return { name, found, photo, sealed };
}

async function submitLetter(kernel: Kernel, actor: Actor & { readonly kind: "resident" }): Promise<Subject> {
  const key = `account:${actor.accountId}`;
  const proof = await stage(kernel, key, "document");
  const answers = {
    fullName: { value: "owner", source: "population.fullName", at: "2026-11-24T03:00:00Z", confirmed: true as const },
    nik: "3578000000000000",
    village: region,
    address: "Jl. Dinoyo 1",
    since: "2020-01-01",
    purpose: "bank",
    household: [],
    proof: [proof],
    true: true,
  };
  return findSubject(kernel, "a letter", proof, true, {
    submission: { service: "population.residence-letter", version: 4, answers, channel: "web", key: newId() },
    doer: { actor, actorKey: key, fileOwnerKey: key },
  });
}

async function stage(kernel: Kernel, ownerKey: string, kind: "photo" | "document" = "photo"): Promise<Uuid> {
  const picture = readFileSync(join(kernel.config.projectRoot, "data/demo/road-damage-before.jpg"));
  const staged = await kernel.files.stage(picture, { kind, ownerKey });
  if (!staged.ok) throw new Error(staged.error.message);
  return staged.value.id;
}

export interface OpenSession {
  readonly id: Uuid;
  readonly secret: string;
  readonly token: string;
}

/** A session made by hand, so that two thousand requests meet no limit of one person. */
export async function openSession(
  { database, clock }: Pick<TestApp, "kernel" | "database" | "clock">,
  caller: Caller | undefined,
): Promise<OpenSession> {
  if (caller?.session === undefined) throw new Error("this caller has no session");
  const { kind, accountId, caseId } = caller.session;
  const [id, secret, csrf, now] = [newId(), newSecret(), randomBytes(32), clock.now()];
  await sql`insert into accounts.session
      (id, secret_hash, kind, account_id, guest_case_id, csrf_secret, lang, device, created_at, last_seen_at, expires_at)
    values (${id}, ${createHash("sha256").update(secret).digest()}, ${kind}, ${accountId}, ${caseId}, ${csrf}, 'id', 'test',
      ${now}, ${now}, ${new Date(now.getTime() + 3600_000)})`.execute(database.owner.query);
  return { id, secret, token: csrfToken(csrf) };
}

/** A session known by its id, with a secret of its own from now on. */
export async function reopenSession({ database }: TestApp, id: Uuid): Promise<OpenSession> {
  const [secret, csrf] = [newSecret(), randomBytes(32)];
  await sql`update accounts.session set secret_hash = ${createHash("sha256").update(secret).digest()}, csrf_secret = ${csrf}
    where id = ${id}`.execute(database.owner.query);
  return { id, secret, token: csrfToken(csrf) };
}

/** Whether the rule table gives `caller` the right, by the kernel's own answer for one record. */
export function mayOn(
  kernel: Kernel,
  caller: Caller,
  action: Parameters<Kernel["access"]["decide"]>[1],
  subject: Subject,
): boolean {
  return kernel.access.decide(caller.actor, action, asScopedRecord(subject.found));
}
