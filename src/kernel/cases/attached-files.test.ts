import fc from "fast-check";
import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type TestDatabase, testDatabase } from "../../../test/support/database.ts";
import type { AttachRequest } from "../files/index.ts";
import { plainJpeg } from "../files/testing/pictures.ts";
import { newId, type Uuid } from "../ids/index.ts";
import { ok } from "../result/index.ts";
import {
  document,
  photos,
  type Question,
  type RowQuestion,
  repeat,
  type ServiceDefinition,
  text,
} from "../services/index.ts";
import type { CasesContext } from "./context.ts";
import { filesIn } from "./domain/personal.ts";
import type { Doer } from "./index.ts";
import { attachFiles } from "./submit.ts";
import { type ClubKernel, clubKernel, good, repairAnswers } from "./testing/club-kernel.ts";
import { courtKey, courtRepair } from "./testing/court-repair.ts";

const audience = fc.record(
  { shownTo: fc.constantFrom("everyone", "owner", "office"), personal: fc.boolean() } as const,
  { requiredKeys: [] },
);
const asked = fc.record({ type: fc.constantFrom("photos", "document", "text"), audience, inRepeat: fc.boolean() });

function questionOf(name: string, { type, audience: rest }: Asked) {
  if (type === "photos") return photos(name, "club.picture", { max: 3, ...rest });
  return type === "document"
    ? document(name, "club.picture", { pages: 3, ...rest })
    : text(name, "club.member", { maxLength: 10, ...rest });
}
interface Asked {
  readonly type: "photos" | "document" | "text";
  readonly audience: { readonly shownTo?: "everyone" | "owner" | "office"; readonly personal?: boolean };
  readonly inRepeat: boolean;
}

/** Attaches what the answers hold to a public case, and gives each file's visibility as it was asked for. */
async function visibilities(ask: readonly Question[], answers: Parameters<typeof filesIn>[1]) {
  const asks = new Map<string, AttachRequest>();
  const files = {
    attach: async (_tx: unknown, ids: readonly Uuid[], request: AttachRequest) => {
      for (const id of ids) asks.set(id, request);
      return ok([]);
    },
  };
  const context = { files } as unknown as CasesContext;
  const made = { id: newId(), officeId: newId(), region: "35", visibility: "public", owner: null } as never;
  const doer = { fileOwnerKey: "siti" } as Doer;
  await attachFiles(context, undefined as never, made, filesIn(ask, answers), "before", doer);
  return asks;
}

describe("files of questions that the public may not see", () => {
  it("are never anything but private, in a row or not, whatever stands beside them", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(asked, { minLength: 1, maxLength: 6 }),
        audience,
        fc.boolean(),
        async (questions: readonly Asked[], around: Asked["audience"], isTwice) => {
          const named = questions.map((each, index) => ({ ...each, name: `q${index}` }));
          const build = (some: typeof named) => some.map((each) => questionOf(each.name, each));
          const inner = named.filter(({ inRepeat }) => inRepeat);
          const outer = named.filter(({ inRepeat }) => !inRepeat);
          const ask: Question[] = [
            ...build(outer),
            ...(inner.length === 0
              ? []
              : [repeat("rows", "club.family", build(inner) as RowQuestion[], { min: 1, max: 2, ...around })]),
          ];
          const shared = newId();
          const given = new Map(named.map(({ name }) => [name, isTwice ? [newId(), shared] : [newId()]]));
          const answersOf = (some: typeof named) =>
            Object.fromEntries(some.map(({ name, type }) => [name, type === "text" ? "x" : (given.get(name) ?? [])]));
          const answers = { ...answersOf(outer), rows: [{ id: newId(), answers: answersOf(inner) }] };
          const asks = await visibilities(ask, answers);
          const isHidden = (each: Asked["audience"]) =>
            each.personal === true || (each.shownTo ?? "everyone") !== "everyone";
          for (const each of named.filter(({ type }) => type !== "text")) {
            const rowHides = each.inRepeat && (isHidden(around) || inner.some((one) => one.audience.personal === true));
            const mustHide = each.type === "document" || isHidden(each.audience) || rowHides;
            for (const id of given.get(each.name) ?? [])
              if (mustHide) expect(asks.get(id)?.visibility).toBe("private");
              else if (id !== shared) expect(asks.get(id)?.visibility).toBe("public");
          }
        },
      ),
      { numRuns: 1000 },
    );
  });
});

/** The club's repair with a photo for the office in its form, and one in the owner's reply. */
const withProofs: ServiceDefinition = {
  ...courtRepair,
  version: 2,
  ask: [...courtRepair.ask, photos("face", "club.picture", { optional: true, max: 1, personal: true })],
  flow: {
    ...courtRepair.flow,
    states: Object.fromEntries(
      Object.entries(courtRepair.flow.states).map(([name, state]) => {
        const reply = state.may["reply"];
        const ask = [
          ...(reply?.ask ?? []),
          photos("more", "club.picture", { optional: true, max: 2, shownTo: "owner" }),
        ];
        return [name, reply === undefined ? state : { ...state, may: { ...state.may, reply: { ...reply, ask } } }];
      }),
    ),
  },
};

describe("on the real thing", () => {
  let database: TestDatabase;
  let club: ClubKernel;
  beforeAll(async () => {
    database = await testDatabase();
    const first = await clubKernel(database.db);
    club = first.twin(database.db, [courtRepair, withProofs, courtKey]);
  });
  afterAll(async () => {
    await club.tidy();
    await database.close();
  });

  async function publicCaseWithReply() {
    const by = club.resident();
    const stage = async () =>
      good(await club.files.stage(await plainJpeg(60, 40, newId()), { kind: "photo", ownerKey: by.fileOwnerKey })).id;
    const [picture, face, more] = [await stage(), await stage(), await stage()];
    const worker = await club.officer(["agency-officer", "grounds"]);
    const answers = repairAnswers({ picture: [picture], face: [face], shown: "public" });
    const { caseId } = good(
      await club.cases.submit({ service: courtRepair.id, version: 2, answers, channel: "web", key: newId() }, by),
    );
    const dispatcher = await club.officer(["dispatcher", "board"]);
    await club.mustAct(caseId, "dispatch", dispatcher, { office: club.offices.grounds });
    await club.mustAct(caseId, "take", worker);
    await club.mustAct(caseId, "ask", worker, { question: "May we see your card?" });
    await club.mustAct(caseId, "reply", by, { answer: "Here it is.", more: [more] });
    return { caseId, picture, face, more };
  }

  const seen = async (caseId: Uuid) =>
    Object.fromEntries(
      (await club.files.ofCase(caseId)).map(({ id, visibility, shownTo, sealed }) => [
        id,
        [visibility, shownTo, sealed],
      ]),
    );

  it("a photo for the office stays private on a public case, in the form and in a reply", async () => {
    const { caseId, picture, face, more } = await publicCaseWithReply();
    expect(await seen(caseId)).toEqual({
      [picture]: ["public", "everyone", false],
      [face]: ["private", "everyone", true],
      [more]: ["private", "owner", false],
    });
  });

  it("no change of visibility and no other program makes such a file public", async () => {
    const { caseId, more, picture, face } = await publicCaseWithReply();
    good(await club.db.transaction((tx) => club.files.setVisibility(tx, { caseId }, "private")));
    good(await club.db.transaction((tx) => club.files.setVisibility(tx, { caseId }, "public")));
    expect(await seen(caseId)).toMatchObject({
      [picture]: ["public", "everyone", false],
      [more]: ["private", "owner", false],
    });
    for (const id of [more, face])
      await expect(
        sql`update files.file set visibility = 'public' where id = ${id}`.execute(database.owner.query),
      ).rejects.toThrow("file_audience");
  });

  it("files from before are hidden from the public until judged, then seen by whom their question names", async () => {
    const { caseId, picture, face, more } = await publicCaseWithReply();
    const asBefore = (change: string) =>
      sql`update files.file set ${sql.raw(change)} where case_id = ${caseId}`.execute(database.owner.query);
    await asBefore("shown_to = 'everyone', sealed = false");
    good(await club.db.transaction((tx) => club.files.setVisibility(tx, { caseId }, "public")));
    await asBefore("shown_to = null");
    expect(Object.values(await seen(caseId)).map(([visibility]) => visibility)).toEqual([
      "private",
      "private",
      "private",
    ]);
    while ((await club.cases.judgeFiles()) > 0);
    expect(await seen(caseId)).toEqual({
      [picture]: ["public", "everyone", false],
      [face]: ["private", "owner", true],
      [more]: ["private", "owner", false],
    });
  });
});
