import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createFormats } from "./formats.ts";
import { createMessages, pickLanguage } from "./i18n.ts";
import { uiMessages } from "./messages/index.ts";

const sample = {
  id: { "x.hello": "Halo {nama}", "x.days.other": "Sisa {count} hari", "x.only": "Hanya Indonesia" },
  en: {
    "x.hello": "Hello {nama}",
    "x.days.one": "{count} day left",
    "x.days.other": "{count} days left",
    "x.only": "Indonesian only",
  },
  jv: { "x.hello": "Sugeng {nama}" },
};

describe("messages", () => {
  const strict = createMessages([sample], { strict: true });

  it("fill params and choose the plural of the language", () => {
    expect(strict.t("id", "x.hello", { nama: "Siti" })).toBe("Halo Siti");
    expect(strict.t("id", "x.days", { count: 1 })).toBe("Sisa 1 hari");
    expect(strict.t("en", "x.days", { count: 1 })).toBe("1 day left");
    expect(strict.t("en", "x.days", { count: 3 })).toBe("3 days left");
  });

  it("write numbers as people of the language do", () => {
    expect(strict.t("id", "x.days", { count: 1284 })).toBe("Sisa 1.284 hari");
    expect(strict.t("en", "x.days", { count: 1284 })).toBe("1,284 days left");
  });

  it("fall back from Javanese to Indonesian, key by key", () => {
    expect(strict.t("jv", "x.hello", { nama: "Siti" })).toBe("Sugeng Siti");
    expect(strict.t("jv", "x.only")).toBe("Hanya Indonesia");
    expect(strict.t("su", "x.days", { count: 2 })).toBe("Sisa 2 hari");
  });

  it("throw on an unknown key or param in tests, and show what there is in production", () => {
    expect(() => strict.t("id", "x.nothing")).toThrow(/x\.nothing/);
    expect(() => strict.t("id", "x.hello")).toThrow(/nama/);
    const lenient = createMessages([sample], { strict: false });
    expect(lenient.t("en", "x.nothing")).toBe("x.nothing");
    expect(lenient.t("id", "x.hello")).toBe("Halo {nama}");
  });

  it("refuse a key twice and a key without English", () => {
    expect(() => createMessages([sample, sample], { strict: false })).toThrow(/defined twice/);
    expect(() => createMessages([{ id: { a: "a" }, en: {} }], { strict: false })).toThrow(/missing in en/);
    expect(() => createMessages([{ id: {}, en: { "a.one": "a" } }], { strict: false })).toThrow(/missing in id/);
  });

  it("never change a param's text, whatever it holds", () => {
    fc.assert(
      fc.property(fc.string(), (nama) => {
        expect(strict.t("id", "x.hello", { nama })).toBe(`Halo ${nama}`);
      }),
    );
  });

  it("of the components: each sentence has at most twelve words", () => {
    const sentences = [...Object.entries(uiMessages.id), ...Object.entries(uiMessages.en)].flatMap(([key, text]) =>
      text.split(/[.?!]\s/).map((sentence) => ({ key, words: sentence.split(/\s+/).length })),
    );
    expect(sentences.filter(({ words }) => words > 12)).toEqual([]);
  });
});

describe("the language of a request", () => {
  it.each([
    ["en", undefined, "en"],
    [undefined, "en-US,en;q=0.9,id;q=0.8", "en"],
    [undefined, "fr, id;q=0.5, en;q=0.7", "en"],
    [undefined, "in-ID", "id"],
    [undefined, "en;q=0", "id"],
    ["xx", "de", "id"],
    [undefined, undefined, "id"],
  ])("chosen %s, Accept-Language %s: %s", (chosen, accept, expected) => {
    expect(pickLanguage(["id", "en"], chosen, accept)).toBe(expected);
  });

  it("is always one that is spoken", () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (chosen, accept) => {
        expect(["id", "en"]).toContain(pickLanguage(["id", "en"], chosen, accept));
      }),
    );
  });
});

describe("formats", () => {
  const at = new Date("2026-11-27T02:42:00Z");
  const jakarta = createFormats("id", "Asia/Jakarta");

  it("write as people here do", () => {
    expect(jakarta.day(at)).toBe("Jumat, 27 Nov");
    expect(jakarta.longDay(at)).toBe("Jumat, 27 November 2026");
    expect(jakarta.date(at)).toBe("27 Nov 2026");
    expect(jakarta.time(at)).toBe("09.42");
    expect(jakarta.moment(at)).toBe("27 Nov, 09.42");
    expect(jakarta.leaf(at)).toEqual({ weekday: "Jumat", day: "27", month: "Nov" });
    expect(jakarta.shortWeekday(at)).toBe("Jum");
    expect(jakarta.money(248500)).toBe("Rp248.500");
    expect(jakarta.number(2.1, 1)).toBe("2,1");
    expect(jakarta.percent(0.912)).toBe("91%");
    expect(createFormats("en", "Asia/Jakarta").day(at)).toBe("Friday, 27 Nov");
  });

  it("know the zones, also past midnight", () => {
    expect(createFormats("id", "Asia/Jayapura").time(at)).toBe("11.42");
    expect(createFormats("id", "Asia/Jayapura").zoneName).toBe("WIT");
    const late = new Date("2026-11-27T17:05:00Z");
    expect(jakarta.moment(late)).toBe("28 Nov, 00.05");
  });
});
