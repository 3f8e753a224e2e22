import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createLog, type LogLevel } from "./log.ts";

function captured(level: LogLevel | "silent" = "debug"): { log: ReturnType<typeof createLog>; lines: () => string[] } {
  const lines: string[] = [];
  return { log: createLog({ level, stream: { write: (line: string) => void lines.push(line) } }), lines: () => lines };
}
function lineOf(event: string, fields?: Record<string, unknown>): { text: string; line: Record<string, unknown> } {
  const { log, lines } = captured();
  log.info(event, fields);
  const text = lines()[0] ?? "";
  return { text, line: JSON.parse(text) };
}

describe("a line", () => {
  it("is JSON with level, UTC time, event and fields", () => {
    const { line } = lineOf("cases.submitted", { caseId: "c1", ms: 12, ok: true, at: new Date(0), none: null });
    expect(line).toEqual({
      level: "info",
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
      event: "cases.submitted",
      caseId: "c1",
      ms: 12,
      ok: true,
      at: "1970-01-01T00:00:00.000Z",
      none: null,
    });
  });

  it("is written only at or above the level", () => {
    const { log, lines } = captured("warn");
    log.debug("a");
    log.info("b");
    log.warn("c");
    log.error("d");
    expect(lines().map((text) => JSON.parse(text).event)).toEqual(["c", "d"]);
  });

  it("carries what its log always carries, with nothing personal in that either", () => {
    const { log, lines } = captured();
    const kind = log.with({ route: "/laporan/:code", pin: "123456", note: "hubungi 081234567890" });
    kind.with({ status: 200 }).warn("http.answered", { ms: 3 });
    kind.info("http.answered");
    expect(lines().map((text) => JSON.parse(text))).toMatchObject([
      { level: "warn", event: "http.answered", route: "/laporan/:code", status: 200, ms: 3, pin: "[secret]" },
      { level: "info", event: "http.answered", note: "hubungi [phone]" },
    ]);
  });
});

describe("no personal data gets out", () => {
  const nik = "3578012345678901";
  const phone = "+6281234567890";
  const email = "sari.dewi@warga.example.id";

  it("in the event, in strings, keys, numbers, lists, maps, URLs and nested objects", () => {
    const { text } = lineOf(`masuk ${phone}`, {
      url: `/masuk?telepon=${encodeURIComponent(phone)}&surel=${encodeURIComponent(email)}`,
      link: new URL(`https://balai.example/p?nik=${nik}`),
      numeric: Number(nik),
      large: BigInt(nik),
      list: [nik, [phone]],
      map: new Map([[phone, email]]),
      set: new Set([email]),
      [nik]: { deep: { deeper: { value: `KK ${nik}` } } },
    });
    for (const secret of [nik, "81234567890", "sari.dewi"]) expect(text).not.toContain(secret);
  });

  it("in an error's message, stack, cause, and a driver's detail", () => {
    const cause = new Error(`no mailbox ${email}`);
    const fault = Object.assign(new Error(`duplicate ${nik}`, { cause }), {
      code: "23505",
      constraint: "contact_once",
      detail: `Key (name)=(Sari Dewi, ${phone}) already exists.`,
    });
    const { text, line } = lineOf("db.failed", { fault, many: new AggregateError([new Error(phone)], "all failed") });
    for (const secret of [nik, "81234567890", "sari.dewi", "Sari Dewi"]) expect(text).not.toContain(secret);
    expect(line["fault"]).toMatchObject({ type: "Error", message: "duplicate [nik]", code: "23505" });
    expect(line["fault"]).toMatchObject({ constraint: "contact_once", cause: { message: "no mailbox [email]" } });
  });

  it("under keys that say so, whatever the value", () => {
    const { text } = lineOf("x", {
      headers: { cookie: "session=abc", Authorization: "Bearer abc" },
      body: {
        password: "rahasia abc",
        pin: "abc123",
        code: "abc",
        name: "Sari abc",
        csrfToken: "abc",
        sessionSecret: "abc",
      },
    });
    expect(text).not.toContain("abc");
  });

  it("wherever a generated object holds a NIK", () => {
    const holder = fc.letrec((tie) => ({
      node: fc.oneof(
        { depthSize: "small" },
        fc.constantFrom(nik, `x${nik}`, `${nik.slice(0, 6)} ${nik.slice(6)}`, Number(nik)),
        fc.string({ maxLength: 5 }),
        fc.array(tie("node"), { maxLength: 3 }),
        fc.dictionary(fc.constantFrom("a", nik, "b"), tie("node")),
      ),
    })).node;
    fc.assert(
      fc.property(holder, (value) => {
        const { text } = lineOf("x", { value });
        expect(text).not.toMatch(/\d{16}|357801 2345678901/);
      }),
    );
  });
});

describe("a log never throws", () => {
  it("on cycles, throwing getters, bytes, functions and depth", () => {
    const cycle: Record<string, unknown> = {};
    cycle["self"] = cycle;
    const deep = { a: { a: { a: { a: { a: { a: { a: { a: 1 } } } } } } } };
    const trap = {
      get x(): number {
        throw new Error("no");
      },
    };
    const { line } = lineOf("x", {
      cycle,
      deep,
      trap,
      bytes: Buffer.alloc(5),
      fn: () => 1,
      bad: new Date(Number.NaN),
      long: "a".repeat(10_000),
    });
    expect(line["cycle"]).toEqual({ self: "[circular]" });
    expect(line["trap"]).toBe("[unreadable]");
    expect(line["bytes"]).toBe("[5 bytes]");
    expect(line["fn"]).toBe("[function]");
    expect(line["bad"]).toBe("[no date]");
    expect(JSON.stringify(line["deep"])).toContain("[deep]");
    expect(String(line["long"])).toHaveLength(4_001);
  });
});
