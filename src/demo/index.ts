import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { addOffice, assign, assignmentsOf, rolesHeld } from "../kernel/access/index.ts";
import type { Doer } from "../kernel/cases/index.ts";
import { newId } from "../kernel/ids/index.ts";
import type { Kernel } from "../kernel/index.ts";
import type { LedgerFact } from "../kernel/ledger/index.ts";
import { ok } from "../kernel/result/index.ts";
import type { DraftAnswers } from "../kernel/services/index.ts";
import { readSealed } from "../modules/console/index.ts";
import { addRoutingRule } from "../modules/reports/index.ts";
import type { DemoClock } from "./clock.ts";
import { tellLetter } from "./letter.ts";
import { demoOfficers, demoOffices, demoResidents, demoRules } from "./people.ts";
import { readPicture } from "./picture.ts";
import { type DemoStep, type DemoStory, demoStories } from "./stories.ts";

export { createDemoClock, type DemoClock } from "./clock.ts";
export { demoSignIn } from "./people.ts";

const hourMs = 3600_000;

/**
 * Fills an empty installation with offices, invented people and their reports, through the same commands that everyone uses, at times past.
 * Does nothing when that was done before; a start that was broken off is taken up again. `progress` is told what happens, for the terminal.
 */
export async function seedDemo(
  kernel: Kernel,
  clock: DemoClock,
  drain: () => Promise<unknown>,
  progress: (sentence: string) => void,
): Promise<void> {
  const now = kernel.clock.now();
  const people = await seedPeople(kernel, now);
  await writeDown(kernel);
  const done = join(kernel.config.dataFolder, "demo-filled");
  if (existsSync(done)) return;
  const told = await countCases(kernel);
  // All stories, and the letter.
  if (told < demoStories.length + 1) {
    progress(`Filling the demo: ${demoStories.length} reports${told === 0 ? "" : ", some are there already"} …`);
    await tellAll(kernel, clock, drain, people, now);
  }
  writeFileSync(done, "");
}

async function tellAll(
  kernel: Kernel,
  clock: DemoClock,
  drain: () => Promise<unknown>,
  people: People,
  now: Date,
): Promise<void> {
  for (const [index, story] of demoStories.entries()) {
    await tell(kernel, clock, people, story, index, now);
    await drain();
  }
  await tellLetter(kernel, clock, doers(kernel, people), now);
  await drain();
  await kernel.files.settle();
  clock.set(undefined);
}

async function countCases({ cases }: Kernel): Promise<number> {
  const counts = (["open", "closed"] as const).map((stage) =>
    cases.count({ kind: "system", job: "demo" }, "case.read", { stage }),
  );
  return (await Promise.all(counts)).reduce((sum, count) => sum + count, 0);
}

interface People {
  readonly accounts: ReadonlyMap<string, string>;
}

async function seedPeople(kernel: Kernel, at: Date): Promise<People> {
  return kernel.db.transaction(async (tx) => {
    const offices = new Map<string, string>();
    for (const office of demoOffices) {
      const parentId = office.parent === null ? null : (offices.get(office.parent) ?? null);
      offices.set(
        office.code,
        await addOffice(tx, { parentId, code: office.code, name: office.name, region: office.region }, at),
      );
    }
    const accounts = await kernel.accounts.seedDemoAccounts(tx, [
      ...demoOfficers.map(({ account }) => account),
      ...demoResidents,
    ]);
    // Long before the first invented report, so that everyone held their role when it came in.
    const since = new Date(at.getTime() - 365 * 24 * hourMs);
    for (const { account, role, office } of demoOfficers)
      await assign(tx, accounts.get(account.key) ?? "", role, offices.get(office) ?? "", "demo", since);
    for (const rule of demoRules)
      await addRoutingRule(
        tx,
        { category: rule.category, region: rule.region, officeId: offices.get(rule.office) ?? "", from: "2020-01-01" },
        at,
      );
    return { accounts };
  });
}

/** Brings what the demo was given at once into the book of the administration, where it is not yet: also of a demo from before. */
async function writeDown(kernel: Kernel): Promise<void> {
  const { administration, books, clock, commands, db } = kernel;
  const at = clock.now();
  const [offices, officers, held, routing] = await Promise.all([
    administration.offices(),
    administration.officers(),
    rolesHeld(db.query, at),
    administration.routing(),
  ]);
  const given: Omit<LedgerFact, "book">[] = [
    ...offices.map(({ id, code, name, parentId, region }) => ({
      kind: "office.added",
      subject: id,
      officeId: id,
      region,
      facts: { code, parent: parentId },
      content: { name },
    })),
    ...officers.flatMap(({ accountId }) => {
      const about = { subject: accountId, officeId: null, region: null, facts: {} };
      const roles = held.filter((role) => role.accountId === accountId);
      return [
        { ...about, kind: "officer.added" },
        ...roles.map(({ role, officeId, since }) => ({
          ...about,
          kind: "officer.assigned",
          officeId,
          facts: { role, from: since.toISOString() },
        })),
      ];
    }),
    ...routing.flatMap(({ service, rules }) =>
      rules.map(({ id, key, region, officeId, from }) => ({
        kind: "routing-rule.set",
        subject: id,
        officeId,
        region,
        facts: { service, key, from },
      })),
    ),
  ];
  const known = await Promise.all(given.map(({ subject }) => books.about(subject)));
  const fresh = given.filter((_, index) => known[index]?.length === 0);
  if (fresh.length === 0) return;
  const run = await commands.run(
    {
      name: "demo.given",
      key: newId(at.getTime()),
      actorKey: "system:demo",
      actor: { kind: "system", ref: "demo" },
      input: {},
    },
    async () =>
      ok({
        answer: null,
        history: fresh.map(({ kind, subject, officeId, region, facts }) => {
          const [aggregateType = "", name = ""] = kind.split(".");
          return { aggregateType, aggregateId: subject, kind: name, officeId, region, facts };
        }),
        events: [],
        entries: fresh.map((fact) => ({ ...fact, book: "administration" })),
      }),
  );
  if (!run.ok) throw new Error(`the demo's offices: ${run.error.message}`);
}

async function tell(
  kernel: Kernel,
  clock: DemoClock,
  people: People,
  story: DemoStory,
  index: number,
  now: Date,
): Promise<void> {
  let at = new Date(now.getTime() - story.hours * hourMs);
  clock.set(at);
  const reporter = doerOf(people, story.by);
  const photos = story.photo ? [await stagePicture(kernel, reporter, story.category, false)] : null;
  const answers: DraftAnswers = {
    kind: story.kind,
    category: story.category,
    what: story.what,
    where: {
      region: story.region,
      landmark: story.landmark,
      ...(story.point === undefined ? {} : { point: story.point }),
    },
    photos,
    visibility: story.visibility,
    name: story.visibility === "public" ? (demoResidents.find(({ key }) => key === story.by)?.name ?? "Warga") : null,
    contact: story.contact ?? null,
  };
  const submitted = await kernel.cases.submit(
    { service: "reports.report", version: 3, answers, channel: "web", key: `demo-story-${index}` },
    reporter,
  );
  // Told before a start that was broken off. A story whose pictures differ now stays as far as it came.
  if (!submitted.ok && submitted.error.type === "idempotency-key-reused") return;
  if (!submitted.ok) throw new Error(`demo story ${index}: ${JSON.stringify(submitted.error)}`);
  for (const [number, step] of story.steps.entries()) {
    at = new Date(Math.min(at.getTime() + step.after * hourMs, now.getTime()));
    clock.set(at);
    await doStep(kernel, people, submitted.value.caseId, story, step, `demo-story-${index}-step-${number}`);
  }
}

async function doStep(
  kernel: Kernel,
  people: People,
  caseId: string,
  story: DemoStory,
  step: DemoStep,
  key: string,
): Promise<void> {
  const doer = doerOf(people, workerOf(story, step), caseId);
  if (step.does === "look") return look(kernel, await withRoles(kernel, doer), caseId);
  const answers = await answersOf(kernel, doer, story, step);
  const found = await withRoles(kernel, doer);
  const acted = await kernel.cases.act({ caseId, action: step.does, answers, key }, found);
  if (!acted.ok && acted.error.type !== "idempotency-key-reused")
    throw new Error(`demo ${key} (${step.does}): ${JSON.stringify(acted.error)}`);
}

/** An officer opens what is sealed: it stands in the person's access log and on the auditor's page. */
async function look(kernel: Kernel, { actor }: Doer, caseId: string): Promise<void> {
  const found = await kernel.cases.find(caseId);
  if (found === undefined || actor.kind !== "officer") throw new Error(`nobody looks at the demo's case ${caseId}`);
  await readSealed(kernel, actor, found);
}

function workerOf(story: DemoStory, step: DemoStep): string {
  if (step.does === "verify" || step.does === "return") return "dewi";
  if (step.does === "reply" || step.does === "rate") return story.by;
  const office = demoRules.find((rule) => rule.category === story.category)?.office;
  return (
    demoOfficers.find((known) => known.office === office && known.role === "agency-officer")?.account.key ?? "rahma"
  );
}

async function answersOf(
  kernel: Kernel,
  doer: Doer,
  story: DemoStory,
  step: Exclude<DemoStep, { does: "look" }>,
): Promise<DraftAnswers> {
  switch (step.does) {
    case "take":
      return {};
    case "verify":
      return { note: null };
    case "fix":
      return { note: step.says, after: [await stagePicture(kernel, doer, story.category, true)] };
    case "answer":
      return { note: step.says };
    case "reject":
    case "return":
      return { reason: step.says };
    case "ask":
      return { question: step.says };
    case "reply":
      return { reply: step.says, more: null };
    case "rate":
      return { rating: step.rating, comment: step.says ?? null };
  }
}

function doers(kernel: Kernel, people: People): (key: string) => Promise<Doer> {
  return (key) => withRoles(kernel, doerOf(people, key));
}

function doerOf(people: People, key: string, caseId?: string): Doer {
  const accountId = people.accounts.get(key);
  if (accountId === undefined) {
    return {
      actor: caseId === undefined ? { kind: "public" } : { kind: "guest", caseId },
      actorKey: "system:demo",
      fileOwnerKey: "demo",
    };
  }
  const isResident = demoResidents.some((resident) => resident.key === key);
  return {
    actor: isResident
      ? { kind: "resident", accountId, actingFor: null }
      : { kind: "officer", accountId, assignments: [] },
    actorKey: `account:${accountId}`,
    fileOwnerKey: `account:${accountId}`,
  };
}

async function withRoles(kernel: Kernel, doer: Doer): Promise<Doer> {
  if (doer.actor.kind !== "officer") return doer;
  return {
    ...doer,
    actor: {
      ...doer.actor,
      assignments: await assignmentsOf(kernel.db.query, doer.actor.accountId, kernel.clock.now()),
    },
  };
}

async function stagePicture(kernel: Kernel, doer: Doer, subject: string, after: boolean): Promise<string> {
  const staged = await kernel.files.stage(await readPicture(kernel.config.projectRoot, subject, after), {
    kind: "photo",
    ownerKey: doer.fileOwnerKey,
  });
  if (!staged.ok) throw new Error(`demo picture: ${JSON.stringify(staged.error)}`);
  return staged.value.id;
}
