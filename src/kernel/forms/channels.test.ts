import { describe, expect, test } from "vitest";
import {
  choice,
  confirm,
  type DraftAnswers,
  eq,
  number,
  option,
  paragraph,
  photos,
  region,
  repeat,
  type ServiceDefinition,
  text,
} from "../services/index.ts";
import { tennisClub } from "../services/testing/tennis-club.ts";
import {
  accept,
  checkAnswers,
  continueDialogue,
  entryFor,
  formContext,
  formSchema,
  next,
  pointWithoutRegion,
  questionBefore,
  readJson,
  redactAnswers,
  regionParentsNeeded,
  replayStored,
  startDialogue,
  stepOf,
  type Turn,
  validateAll,
  visibleQuestions,
  withRegion,
} from "./index.ts";
import { id } from "./messages/id.ts";
import { inventedLookups, inventedRegions } from "./testing/world.ts";

const texts: Record<string, string> = { ...id, red: "Merah", blue: "Biru" };
let rows = 0;
const context = formContext({
  t: (key, params = {}) => (texts[key] ?? key).replace(/\{(\w+)\}/g, (_, name: string) => String(params[name])),
  today: "2026-03-02",
  now: "2026-03-02T03:04:05.000Z",
  newRowId: () => `row-${++rows}`,
  regionChildren: inventedRegions,
});
const form: ServiceDefinition = {
  ...tennisClub,
  id: "club.colours",
  ask: [
    choice("colour", "Warna apa?", [option("red", "red"), option("blue", "blue")]),
    text("shade", "Merah yang mana?", { when: eq("colour", "red") }),
    number("count", "Berapa?", { when: eq("shade", "tua"), optional: true }),
    repeat("people", "Siapa saja?", [text("name", "Nama?"), confirm("adult", "Dewasa?")], { max: 3 }),
    region("where", "Di mana?", { optional: true }),
    photos("pictures", "Foto?", { max: 2, optional: true }),
    paragraph("secret", "Rahasia?", { personal: true, optional: true }),
  ],
};
const file = "0198c0de-0000-7000-8000-000000000001";
const names = (questions: readonly { readonly name: string }[]) => questions.map(({ name }) => name);

describe("the engine", () => {
  test("asks what the answers make visible, and what depends on the hidden is hidden too", () => {
    expect(names(visibleQuestions(form, { colour: "red", shade: "tua" }))).toContain("count");
    expect(names(visibleQuestions(form, { colour: "blue", shade: "tua", count: 5 }))).toEqual([
      "colour",
      "people",
      "where",
      "pictures",
      "secret",
    ]);
  });

  test("goes question by question to the review; an empty answer counts as asked", () => {
    const start = next(form, {});
    expect(start.kind === "question" && start.question.name).toBe("colour");
    const all = { colour: "blue", people: null, where: null, pictures: null, secret: null };
    expect(next(form, all)).toEqual({ kind: "review" });
    expect(stepOf(form, { colour: "red" }, "shade")).toEqual({ now: 2, of: 7 });
    expect(questionBefore(form, { colour: "blue" }, "people")?.name).toBe("colour");
    expect(questionBefore(form, {}, "colour")).toBeUndefined();
  });

  test("counts what may still be asked, so that the way only gets shorter", () => {
    const totalOf = (answers: DraftAnswers) => stepOf(form, answers, "colour").of;
    expect([totalOf({}), totalOf({ colour: "red" }), totalOf({ colour: "red", shade: "muda" })]).toEqual([7, 7, 6]);
    expect(stepOf(form, { colour: "blue" }, "people")).toEqual({ now: 2, of: 5 });
  });

  test("drops hidden answers and validates the whole form again", () => {
    const changed = accept({ colour: "red", shade: "tua", count: 5 }, form.ask[0] ?? text("x", "x"), "blue");
    expect(validateAll(form, changed, context)).toEqual({ ok: true, value: { colour: "blue" } });
    expect(validateAll(form, { colour: "red", shade: " ", toString: 1 }, context)).toEqual({
      ok: false,
      error: [{ field: "shade", message: "forms.missing.text" }],
    });
  });

  test("shows no personal answer to the public, and no text to the log", () => {
    const answers = { colour: "red", shade: "tua sekali", secret: "x", pictures: [file] };
    expect(redactAnswers(form, answers, "public")).toEqual({ colour: "red", shade: "tua sekali", pictures: [file] });
    expect(redactAnswers(form, answers, "log")).toEqual({
      colour: "red",
      shade: { characters: 10 },
      pictures: { files: 1 },
    });
  });

  test("asks the world about regions, points, files, lists and attributes", async () => {
    const answers = {
      fullName: { value: "Siti", source: "people.fullName", at: "2026-03-01T00:00:00Z", confirmed: true as const },
      court: "moon",
      office: "01.02.01",
      home: { region: "01.02.01.1001", point: { lat: -7, lng: 112 } },
      portrait: [file],
      family: [{ id: "r1", answers: { bornIn: "09.09" } }],
    };
    const good = {
      regionExists: async (code: string) => code !== "09.09",
      pointInside: async () => "unknown" as const,
      fileUsable: async () => true,
      listHas: async () => true,
      attribute: async () => ({ value: "Siti", at: "2026-03-02T00:00:00Z" }),
    };
    const result = await checkAnswers(tennisClub, answers, good);
    expect(result).toEqual({ ok: false, error: [{ field: "family.r1.bornIn", message: "forms.error.region.none" }] });
    const bad = await checkAnswers(tennisClub, answers, {
      regionExists: async () => true,
      pointInside: async () => "outside",
      fileUsable: async (_id, kind) => kind !== "photo",
      listHas: async () => false,
      attribute: async () => undefined,
    });
    expect(bad.ok ? [] : bad.error.map(({ field }) => field)).toEqual(["fullName", "court", "home.point", "portrait"]);
  });
});

describe("the API", () => {
  test("says what it wants as JSON Schema", () => {
    expect(formSchema(form, context)).toMatchObject({
      type: "object",
      required: ["colour"],
      additionalProperties: false,
      properties: {
        colour: { enum: ["red", "blue"], title: "Warna apa?" },
        shade: { type: "string", "x-when": { op: "eq", question: "colour", value: "red" } },
        people: { type: "array", maxItems: 3 },
      },
    });
  });

  test("names each field at fault by a JSON pointer, rows by their place", () => {
    const body = {
      colour: "red",
      shade: "",
      people: [{ answers: { name: "A", adult: true } }, { answers: { name: "B", adult: "x" } }],
      "a/b": 1,
    };
    const read = readJson(form, body, context);
    expect(read.ok ? [] : read.error.map(({ field }) => field)).toEqual(["/a~1b", "/shade", "/people/1/answers/adult"]);
  });

  test.each([null, [], "x", 5])("refuses the body %j", (body) => {
    expect(readJson(form, body, context)).toMatchObject({ ok: false, error: [{ message: "forms.error.json.kind" }] });
  });
});

describe("offline replay", () => {
  const stored = {
    definitionId: form.id,
    version: 1,
    answers: { colour: "blue", pictures: ["phone-1"] },
    files: { "phone-1": file },
    key: "0198c0de-0000-7000-8000-00000000000a",
    savedAt: "2026-03-01T00:00:00Z",
  };
  const replay = (given: unknown, now: ServiceDefinition = form) =>
    replayStored(given, { get: (_id, version) => (version === 1 ? form : undefined), current: () => now }, context);
  const second = { ...form, version: 2 };

  test("puts the staged files in place of the phone's", () => {
    expect(replay(stored)).toEqual({
      ok: true,
      value: {
        definition: "club.colours",
        version: 1,
        answers: { colour: "blue", pictures: [file] },
        files: [file],
        channel: "offline",
        key: stored.key,
      },
    });
  });

  test("takes an old version as one of the new when nothing is lost or missing", () => {
    const now = { ...second, ask: [...form.ask, text("nick", "l", { optional: true })] };
    expect(replay(stored, now)).toMatchObject({ ok: true, value: { version: 2 } });
  });

  test("tells what changed when a new answer is needed or one would be lost", () => {
    const more = { ...second, ask: [...form.ask, text("nick", "l")] };
    expect(replay(stored, more)).toMatchObject({
      ok: false,
      error: {
        kind: "changed",
        version: 2,
        changes: [{ kind: "question-added", question: "nick", required: true }],
        errors: [{ field: "/nick" }],
      },
    });
    const less = { ...second, ask: form.ask.filter(({ name }) => name !== "pictures") };
    expect(replay(stored, less)).toMatchObject({ error: { kind: "changed", changes: [{ kind: "question-removed" }] } });
  });

  test.each([
    ["nothing", null, "unreadable"],
    ["a key that is none", { ...stored, key: "1" }, "unreadable"],
    ["files that are none", { ...stored, files: { "phone-1": "../x" } }, "unreadable"],
    ["a version nobody knows", { ...stored, version: 9 }, "unknown-service"],
    ["wrong answers", { ...stored, answers: { colour: "green" } }, "errors"],
  ])("refuses %s", (_name, given, kind) => {
    expect(replay(given)).toMatchObject({ ok: false, error: { kind } });
  });
});

describe("the dialogue", () => {
  async function talk(messages: readonly (string | readonly string[])[]): Promise<Turn> {
    let turn = startDialogue(form, context);
    for (const message of messages) {
      const said = typeof message === "string" ? { text: message, files: [] } : { text: "", files: message };
      // The state lives in a database between two messages.
      const state = JSON.parse(JSON.stringify(turn.state));
      turn = await continueDialogue(form, state, said, context, inventedLookups);
    }
    return turn;
  }
  const lastLine = (turn: Turn) => turn.say.at(-1) ?? "";

  test("walks to the review and sends", async () => {
    const turn = await talk([
      "merah",
      "tua",
      "lewati",
      "ya",
      "Budi",
      "ya",
      "tidak",
      "lewati",
      [file],
      "selesai",
      "lewati",
      "kirim",
    ]);
    expect(turn.state.phase).toBe("sent");
    expect(turn.answers).toMatchObject({
      colour: "red",
      shade: "tua",
      people: [{ answers: { name: "Budi", adult: true } }],
      pictures: [file],
    });
  });

  test("says what was wrong and asks again", async () => {
    const turn = await talk(["ungu"]);
    expect(turn.say[0]).toBe(id["forms.error.choice.said"]);
    expect(lastLine(turn)).toContain("1. Merah\n2. Biru");
    expect((await talk(["lewati"])).say[0]).toBe(id["forms.dialogue.required"]);
  });

  test("goes back, also within rows and out of them", async () => {
    expect(lastLine(await talk(["merah", "kembali"]))).toContain("Warna apa?");
    expect((await talk(["kembali"])).say[0]).toBe(id["forms.dialogue.first"]);
    expect(lastLine(await talk(["biru", "ya", "Budi", "kembali"]))).toContain("Nama?");
    expect(lastLine(await talk(["biru", "ya", "Budi", "ya", "kembali"]))).toContain("Dewasa?");
    expect(lastLine(await talk(["biru", "ya", "kembali"]))).toContain("Warna apa?");
  });

  test("offers regions of the same name by number", async () => {
    const turn = await talk(["biru", "tidak", "barat barat barat"]);
    expect(lastLine(turn)).toBe(
      `${id["forms.dialogue.which"]}\n1. Barat Barat Barat Barat\n2. Barat Barat Barat Timur`,
    );
    const chosen = await talk(["biru", "tidak", "barat barat barat", "2"]);
    expect(chosen.state.answers["where"]).toBe("01.01.01.2002");
    expect((await talk(["biru", "tidak", "atlantis"])).say[0]).toBe(id["forms.error.region.said"]);
  });

  test("refuses what is no file where files are asked, and takes many at once", async () => {
    const turn = await talk(["biru", "tidak", "lewati", "ini fotonya"]);
    expect(turn.say[0]).toBe(id["forms.error.files.said"]);
    expect((await talk(["biru", "tidak", "lewati", ["nope"]])).say[0]).toBe(id["forms.error.files.kind"]);
  });

  test("changes an answer from the review, and hidden answers are not sent", async () => {
    const toReview = ["merah", "muda", "tidak", "lewati", "lewati", "lewati"];
    expect(lastLine(await talk(toReview))).toContain("2. Merah yang mana?: muda");
    const turn = await talk([...toReview, "1", "biru", "kirim"]);
    expect(turn.answers).toEqual({ colour: "blue" });
  });

  test("cancels, forgets, and stays cancelled", async () => {
    const turn = await talk(["merah", "batal", "halo"]);
    expect(turn.state).toEqual({ phase: "cancelled", answers: {}, cursor: null });
    expect(turn.say).toEqual([id["forms.dialogue.cancelled"]]);
  });
});

describe("what an HTML page prepares", () => {
  const home = tennisClub.ask.find(({ name }) => name === "home") ?? text("x", "x");
  const here = { ...context, rootRegion: "01.02" };

  test("knows which lists of regions to load", () => {
    expect(regionParentsNeeded(home, {}, here)).toEqual(["01.02"]);
    expect(regionParentsNeeded(home, { "home.region.district": ["01.02.01"] }, here)).toEqual(["01.02", "01.02.01"]);
    expect(regionParentsNeeded(home, { "home.region.district": ["99"] }, here)).toEqual(["01.02"]);
  });

  test("can fill in the region of a point", () => {
    const entry = { "home.lat": ["-7,2"], "home.lng": ["112,7"], "home.region.district": [""] };
    expect(pointWithoutRegion(home, entry)).toEqual({ lat: "-7,2", lng: "112,7" });
    const filled = withRegion(home, entry, "01.02.01.1001", here);
    expect(filled).toMatchObject({ "home.region.district": ["01.02.01"], "home.region.village": ["01.02.01.1001"] });
    expect(pointWithoutRegion(home, filled)).toBeUndefined();
    expect(withRegion(home, {}, "01.02.01", here)).toEqual({ "home.region.district": ["01.02.01"] });
  });

  test("opens with the earlier answer", () => {
    expect(entryFor(home, { home: { region: "01.02.01.1001", landmark: "pasar" } }, here)).toEqual({
      "home.region.district": ["01.02.01"],
      "home.region.village": ["01.02.01.1001"],
      "home.landmark": ["pasar"],
    });
  });
});
