import { h } from "preact";
import { renderToString } from "preact-render-to-string";
import { describe, expect, test } from "vitest";
import {
  attribute,
  choice,
  choices,
  confirm,
  date,
  document,
  money,
  number,
  option,
  paragraph,
  photos,
  place,
  type Question,
  region,
  repeat,
  text,
} from "../services/index.ts";
import { type FormContext, formContext } from "./context.ts";
import { checkAnswer } from "./engine.ts";
import { QuestionFields, rowOf, takePost } from "./index.ts";
import { en } from "./messages/en.ts";
import { id } from "./messages/id.ts";
import { readRenderedForm } from "./testing/index.ts";
import { inventedRegions } from "./testing/world.ts";

const file = "0198c0de-0000-7000-8000-00000000000";
const context: FormContext = formContext({
  t: (key) => key,
  today: "2026-03-02",
  now: "2026-03-02T03:04:05.000Z",
  newRowId: () => "new",
  regionChildren: inventedRegions,
  prefills: { known: { value: "Siti", at: "2026-03-01T00:00:00.000Z" }, unknown: null },
});
const known = { value: "Siti", source: "known", at: "2026-03-01T00:00:00.000Z", confirmed: true };
const own = { value: "Sri", source: "self", at: context.now, confirmed: true };
const colours = [option("red", "c.red"), option("blue", "c.blue"), option("green", "c.green")];

/** The stored answer, or the first fault as `field message`. */
function stored(question: Question, value: unknown, given: FormContext = context): unknown {
  const checked = checkAnswer(question, value, {}, given);
  return checked.ok ? checked.value : `${checked.error[0]?.field} ${checked.error[0]?.message}`;
}

const here = { ...context, rootRegion: "01.02" };

describe("each type of question stores good answers and refuses others", () => {
  test.each<[string, Question, unknown, unknown]>([
    ["text", text("q", "l"), "  Siti  Aminah ", "Siti Aminah"],
    ["text of a wrong kind", text("q", "l"), 5, "q forms.error.text.kind"],
    ["text beyond its limit", text("q", "l", { maxLength: 3 }), "abcd", "q forms.error.text.long"],
    ["text as long as its limit, in emoji", text("q", "l", { maxLength: 3 }), "👍👍👍", "👍👍👍"],
    ["10,000 characters", paragraph("q", "l", { maxLength: 10_000 }), "x".repeat(10_000), "x".repeat(10_000)],
    ["10,001 characters", paragraph("q", "l", { maxLength: 10_000 }), "x".repeat(10_001), "q forms.error.text.long"],
    ["text too short", text("q", "l", { minLength: 3 }), "ab", "q forms.error.text.short"],
    ["only spaces", text("q", "l"), "   ", "q forms.missing.text"],
    ["only spaces where it may be empty", text("q", "l", { optional: true }), "   ", undefined],
    ["grouped digits", text("q", "l", { digits: true, minLength: 6, maxLength: 6 }), "12 34-56", "123456"],
    ["a phone number", text("q", "l", { phone: true }), " 0812 3456-7890", "+6281234567890"],
    ["words for a phone number", text("q", "l", { phone: true }), "tanya bu tin", "q forms.error.phone"],
    ["half a phone number", text("q", "l", { phone: true }), "0812", "q forms.error.phone"],
    ["letters for digits", text("q", "l", { digits: true, maxLength: 6 }), "12a", "q forms.error.digits"],
    [
      "too few digits",
      text("q", "l", { digits: true, minLength: 6, maxLength: 6 }),
      "123",
      "q forms.error.digits.count",
    ],
    ["a missing answer with its own sentence", text("q", "l", { missing: "m" }), undefined, "q m"],
    ["null is no answer", text("q", "l", { optional: true }), null, undefined],
    ["number", number("q", "l", { decimals: 2 }), 1.65, 1.65],
    ["minus zero", number("q", "l"), -0, 0],
    ["a fraction where whole ones are asked", number("q", "l"), 1.5, "q forms.error.number.whole"],
    ["too many decimals", number("q", "l", { decimals: 1 }), 0.1 + 0.2, "q forms.error.number.decimals"],
    ["too small", number("q", "l", { min: 1 }), 0, "q forms.error.number.small"],
    ["too big", number("q", "l", { max: 5 }), 6, "q forms.error.number.big"],
    ["a number as text", number("q", "l"), "5", "q forms.error.number.kind"],
    ["infinity", number("q", "l"), Number.POSITIVE_INFINITY, "q forms.error.number.kind"],
    ["money", money("q", "l"), 248500, 248500],
    ["money with sen", money("q", "l"), 0.5, "q forms.error.money.kind"],
    ["money below zero", money("q", "l"), -1, "q forms.error.money.small"],
    ["date", date("q", "l"), "2026-11-27", "2026-11-27"],
    ["a day that is not", date("q", "l"), "2026-02-30", "q forms.error.date.none"],
    ["too early", date("q", "l", { earliest: "2026-01-01" }), "2025-12-31", "q forms.error.date.early"],
    [
      "tomorrow where today is the last",
      date("q", "l", { latest: { daysFromToday: 0 } }),
      "2026-03-03",
      "q forms.error.date.late",
    ],
    ["today where today is the last", date("q", "l", { latest: { daysFromToday: 0 } }), "2026-03-02", "2026-03-02"],
    ["choice", choice("q", "l", colours), "red", "red"],
    ["no such option", choice("q", "l", colours), "toString", "q forms.error.choice.none"],
    ["choices in the order of the options", choices("q", "l", colours), ["green", "red", "green"], ["red", "green"]],
    ["no choices", choices("q", "l", colours), [], "q forms.missing.choices"],
    ["too few choices", choices("q", "l", colours, { min: 2 }), ["red"], "q forms.error.choices.few"],
    ["too many choices", choices("q", "l", colours, { max: 1 }), ["red", "blue"], "q forms.error.choices.many"],
    ["no", confirm("q", "l"), false, false],
    ["no where one must agree", confirm("q", "l", { mustBeYes: true }), false, "q forms.error.confirm.must"],
    ["yes as text", confirm("q", "l"), "ya", "q forms.error.confirm.kind"],
    ["region", region("q", "l"), "01.02.01.1001", "01.02.01.1001"],
    ["a region of another level", region("q", "l"), "01.02", "q forms.error.region.village"],
    ["no region code", region("q", "l"), "../../etc", "q forms.error.region.kind"],
    [
      "place",
      place("q", "l"),
      { region: "01.02.01.1001", landmark: " dekat  pasar ", point: { lat: -7.25750049, lng: 112.7521 } },
      { region: "01.02.01.1001", landmark: "dekat pasar", point: { lat: -7.2575, lng: 112.7521 } },
    ],
    ["a place without region", place("q", "l"), { landmark: "pasar" }, "q.region forms.error.region.village"],
    [
      "a point in the far sea",
      place("q", "l"),
      { region: "01.02.01.1001", point: { lat: 0, lng: 0 } },
      "q.point forms.error.place.outside",
    ],
    [
      "half a point",
      place("q", "l"),
      { region: "01.02.01.1001", point: { lat: 0 } },
      "q.point forms.error.place.point",
    ],
    [
      "a landmark that must be",
      place("q", "l", { landmark: "required" }),
      { region: "01.02.01.1001" },
      "q.landmark forms.error.place.landmark",
    ],
    [
      "an unknown part of a place",
      place("q", "l"),
      { region: "01.02.01.1001", owner: "x" },
      "q.owner forms.error.unknown",
    ],
    ["photos, each once", photos("q", "l"), [`${file}1`, `${file}2`, `${file}1`], [`${file}1`, `${file}2`]],
    ["too many photos", photos("q", "l", { max: 1 }), [`${file}1`, `${file}2`], "q forms.error.files.many"],
    ["too few photos", photos("q", "l", { min: 2 }), [`${file}1`], "q forms.error.files.few"],
    ["a path for a photo", photos("q", "l"), ["../secret.jpg"], "q forms.error.files.kind"],
    ["document", document("q", "l"), [`${file}1`], [`${file}1`]],
    ["a known attribute", attribute("q", "l", "known"), { confirmed: true }, known],
    [
      "a known attribute with a forged time",
      attribute("q", "l", "known"),
      { ...known, at: "1999-01-01T00:00:00Z" },
      known,
    ],
    [
      "a forged value of a source",
      attribute("q", "l", "known"),
      { ...known, value: "Sri" },
      "q forms.error.attribute.changed",
    ],
    [
      "a value of a source that knows nothing",
      attribute("q", "l", "unknown"),
      { ...known, source: "unknown" },
      "q forms.error.attribute.changed",
    ],
    [
      "confirming what nobody knows",
      attribute("q", "l", "unknown"),
      { confirmed: true },
      "q forms.error.attribute.unknown",
    ],
    ["one's own value", attribute("q", "l", "known"), { value: " Sri " }, own],
    ["one's own value from the future", attribute("q", "l", "known"), { ...own, at: "2027-01-01T00:00:00Z" }, own],
    [
      "rows",
      repeat("q", "l", [text("name", "l")]),
      [{ id: "r7", answers: { name: "A" } }, { answers: { name: "B" } }],
      [
        { id: "r7", answers: { name: "A" } },
        { id: "new", answers: { name: "B" } },
      ],
    ],
    ["no rows where none are needed", repeat("q", "l", [text("name", "l")]), [], undefined],
    ["no rows where some are", repeat("q", "l", [text("name", "l")], { min: 1 }), [], "q forms.missing.repeat"],
    [
      "a fault in a row",
      repeat("q", "l", [text("name", "l")]),
      [{ id: "r7", answers: {} }],
      "q.r7.name forms.missing.text",
    ],
    [
      "an unknown name in a row",
      repeat("q", "l", [text("name", "l")]),
      [{ id: "r7", answers: { name: "A", x: 1 } }],
      "q.r7.x forms.error.unknown",
    ],
    [
      "the same row id twice",
      repeat("q", "l", [text("name", "l")]),
      [
        { id: "a", answers: { name: "A" } },
        { id: "a", answers: { name: "B" } },
      ],
      "q.1 forms.error.repeat.kind",
    ],
    [
      "a row id that would break a page",
      repeat("q", "l", [text("name", "l")]),
      [{ id: "a.b", answers: { name: "A" } }],
      "q.0 forms.error.repeat.kind",
    ],
  ])("%s", (_name, question, value, expected) => {
    const result = stored(question, value);
    expect(result).toEqual(expected);
    const refused = typeof expected === "string" && expected.startsWith("q");
    if (!refused && result !== undefined) expect(stored(question, result)).toEqual(result);
  });

  test("a region must lie in the region served, unless asked anywhere", () => {
    expect(stored(region("q", "l"), "02.01.01.1001", here)).toBe("q forms.error.region.outside");
    expect(stored(region("q", "l"), "01.02.01.1001", here)).toBe("01.02.01.1001");
    expect(stored(region("q", "l", { anywhere: true }), "02.01.01.1001", here)).toBe("02.01.01.1001");
  });
});

describe("HTML without scripts", () => {
  const page = (question: Question, entry: Record<string, readonly string[]>, given: FormContext = context) =>
    renderToString(h(QuestionFields, { question, entry, context: given }));
  const post = (question: Question, entry: Record<string, readonly string[]>, given: FormContext = context) =>
    takePost(question, {}, entry, given);

  test("regions come list by list; the next one is no fault, an empty one is", () => {
    const where = region("q", "l", { level: "village" });
    expect(readRenderedForm(page(where, {}, here)).names).toEqual(new Set(["q.district"]));
    const first = post(where, { "q.district": ["01.02.01"] }, here);
    expect(first).toEqual({ kind: "again", entry: { "q.district": ["01.02.01"] }, errors: [] });
    expect(readRenderedForm(page(where, { "q.district": ["01.02.01"] }, here)).names).toContain("q.village");
    const empty = post(where, { "q.district": ["01.02.01"], "q.village": [""] }, here);
    expect(empty).toMatchObject({ errors: [{ field: "q.village", message: "forms.error.region.village" }] });
  });

  test("a list left over from another region is asked again, without a fault", () => {
    const entry = { "q.district": ["01.02.02"], "q.village": ["01.02.01.1001"] };
    expect(post(region("q", "l"), entry, here)).toMatchObject({ kind: "again", errors: [] });
    const hint = (given: typeof entry) =>
      /<p class="hint">([^<]*)<.p><select[^>]*id="q.village"/.exec(page(region("q", "l"), given, here))?.[1];
    expect(hint(entry)).toBe("forms.region.changed.village");
    expect(hint({ "q.district": ["01.02.02"], "q.village": [""] })).toBe("forms.region.now");
    expect(hint({ "q.district": ["01.02.02"], "q.village": ["01.02.02.1001"] })).toBeUndefined();
  });

  test("a missing part of a date is named", () => {
    const taken = post(date("q", "l"), { "q.day": ["27"], "q.month": [""], "q.year": ["2026"] });
    expect(taken).toMatchObject({ errors: [{ field: "q.month", message: "forms.error.date.month" }] });
  });

  test("each name of a month stands for its month", () => {
    const html = page(date("q", "l"), {});
    expect(html).toContain('<option value="1">Januari</option><option value="2">Februari</option>');
    expect(html).toContain('<option value="12">Desember</option>');
  });

  test("a field of a row tells which row it is, in the definition's words where it has some", () => {
    const ask = [text("name", "l")];
    const questions = [repeat("q", "l", ask, { row: "club.member" }), repeat("plain", "l", ask), text("other", "l")];
    const entry = { q: ["x"], "q.rows": ["a", "b"], "q.b.name": [""], "plain.rows": ["a"], "other.rows": ["b"] };
    const t = (key: string, params: { number?: number | string } = {}) => `${key} ${params.number}`;
    const named = (field: string) => rowOf(questions, entry, field, { t });
    expect(["q.b.name", "q.a.name", "plain.a.name"].map(named)).toEqual([
      "club.member 2",
      "club.member 1",
      "forms.repeat.row 1",
    ]);
    for (const field of ["q", "q.c.name", "other.b.name"]) expect(named(field)).toBeUndefined();
  });

  test("rows and the buttons that take them off carry the row's name", () => {
    const rows = repeat("q", "l", [text("name", "l")], { row: "club.member" });
    const named: FormContext = { ...context, t: (key, params = {}) => [key, ...Object.values(params)].join(" ") };
    const html = page(rows, { "q.rows": ["a", "b"] }, named);
    expect(html.match(/<legend>club[^<]*/g)).toEqual(["<legend>club.member 1", "<legend>club.member 2"]);
    expect(html).toContain('aria-label="forms.repeat.remove club.member 2"');
  });

  test("photos can be taken off, and rows added and taken off", () => {
    const taken = post(photos("q", "l"), { q: [`${file}1`, `${file}2`], "q.remove": [`${file}1`] });
    expect(taken).toEqual({ kind: "again", entry: { q: [`${file}2`] }, errors: [] });
    const rows = repeat("q", "l", [text("name", "l")], { max: 2 });
    expect(post(rows, { "q.rows": ["a"], "q.add": ["1"] })).toMatchObject({ entry: { "q.rows": ["a", "new"] } });
    expect(post(rows, { "q.rows": ["a", "b"], "q.add": ["1"] })).toMatchObject({ entry: { "q.rows": ["a", "b"] } });
    expect(post(rows, { "q.rows": ["a", "b"], "q.remove": ["a"] })).toMatchObject({ entry: { "q.rows": ["b"] } });
  });

  test("what was typed stays on the page when it is refused", () => {
    const typed = { q: ['<b>"dua" & tiga'] };
    expect(post(number("q", "l"), typed)).toMatchObject({ kind: "again", entry: typed });
    const html = page(number("q", "l"), typed);
    expect(html).not.toContain("<b>");
    expect(readRenderedForm(html).post()).toEqual(typed);
  });

  test("a value of a source is never taken from the page", () => {
    const taken = post(attribute("q", "l", "known"), { "q.confirm": ["yes"], "q.value": ["Mallory"] });
    expect(taken).toMatchObject({ kind: "accepted", answer: known });
  });

  test("errors are tied to their field and said in words", () => {
    const question = text("q", "label", { hint: "hint" });
    const html = renderToString(
      h(QuestionFields, { question, entry: {}, context, errors: [{ field: "q", message: "forms.missing.text" }] }),
    );
    expect(html).toContain('aria-invalid="true" aria-describedby="q-e q-h"');
    expect(html).toContain('id="q-e"');
    const headed = renderToString(h(QuestionFields, { question, entry: {}, context, labelledBy: "tanya" }));
    expect(headed).toContain('aria-labelledby="tanya"');
    expect(headed).not.toContain("<label");
  });
});

describe("messages", () => {
  test("exist in both languages, and no sentence is long", () => {
    expect(Object.keys(en)).toEqual(Object.keys(id));
    for (const [key, sentence] of Object.entries(id))
      for (const part of sentence.split(/[.:?!](?:\s|$)/)) expect(part.split(" ").length, key).toBeLessThanOrEqual(12);
  });
});
