import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type ClubState, clubModule } from "../../../test/support/club-hall.tsx";
import { type TestHall, testHall } from "../../../test/support/hall.ts";
import { unsentTexts } from "./unsent.tsx";

let hall: TestHall;
let state: ClubState;
const origin = "http://localhost:8080";
const host = "localhost:8080";

beforeAll(async () => {
  const club = clubModule();
  state = club.state;
  hall = await testHall([club.manifest]);
});
afterAll(() => hall.close());

const form = "application/x-www-form-urlencoded";
const post = (url: string, payload: string, headers: Record<string, string> = {}) =>
  hall.app.inject({
    method: "POST",
    url,
    payload,
    headers: { accept: "text/html", "content-type": form, origin, host, ...headers },
  });
const wayOn = (body: string) =>
  /class="btn"[^>]*href="([^"]*)"|href="([^"]*)"[^>]*class="btn"/.exec(body)?.slice(1).find(Boolean);
const written = "Lampu <b>mati</b> di gang";
const shown = "Lampu &lt;b>mati&lt;/b> di gang";

describe("whoever is signed out while writing", () => {
  it("reads what they wrote and is led to sign in, then back to the form; nothing is done", async () => {
    const fields = new URLSearchParams({
      note: written,
      _csrf: "a b c",
      _once: "x y",
      password: "my long secret",
      pick: "red",
    });
    const answer = await post("/meja/AB/catat", fields.toString(), { referer: `${origin}/meja/AB?tab=2` });
    expect(answer.statusCode).toBe(401);
    expect(answer.headers["cache-control"]).toBe("no-store");
    expect(answer.body).toContain("Tulisan Anda yang belum terkirim");
    expect(answer.body).toContain(`<blockquote>${shown}</blockquote>`);
    for (const hidden of ["a b c", "x y", "my long secret", ">red<"]) expect(answer.body).not.toContain(hidden);
    expect(wayOn(answer.body)).toBe(`/masuk/petugas?kembali=${encodeURIComponent("/meja/AB?tab=2")}`);
    expect(state.received).toEqual([]);
    const resident = await post("/saya/catat", fields.toString(), { referer: `${origin}/saya` });
    expect(wayOn(resident.body)).toBe(`/masuk?kembali=${encodeURIComponent("/saya")}`);
  });

  it("from a form with files: these are thrown away, the words shown", async () => {
    const part = (name: string, value: string, more = "") =>
      `--b\r\ncontent-disposition: form-data; name="${name}"${more}\r\n\r\n${value}\r\n`;
    const payload = `${part("_csrf", "a b")}${part("photo", "secret pixels here", '; filename="a.jpg"')}${part("note", written)}--b--\r\n`;
    const headers = { "content-type": "multipart/form-data; boundary=b" };
    const answer = await post("/meja/AB/catat", payload, headers);
    expect(answer.statusCode).toBe(401);
    expect(answer.body).toContain(`<blockquote>${shown}</blockquote>`);
    expect(answer.body).not.toContain("secret pixels");
    const broken = await post("/meja/AB/catat", payload.slice(0, -20), headers);
    expect(broken.statusCode).toBe(401);
    expect(state.received).toEqual([]);
  });

  it.each([
    "https://evil.example/meja/AB?x=1",
    `${origin}//evil.example`,
    `${origin}/%0a`.replace("%0a", "\\evil.example"),
    "javascript:alert(1)",
    "broken",
    "",
    `${origin}/meja/AB/catat`,
    `${origin}/meja/AB/lain`,
  ])("is led to the nearest page that opens, never elsewhere, when the browser says %j", async (referer) => {
    const answer = await post("/meja/AB/catat?urut=1", "note=a+b", { referer });
    expect(wayOn(answer.body)).toBe(`/masuk/petugas?kembali=${encodeURIComponent("/meja/AB")}`);
  });

  it("and whose page is of an older session opens it again", async () => {
    const first = await hall.app.inject({ url: "/formulir", headers: { accept: "text/html" } });
    const cookie = first.cookies.map(({ name, value }) => `${name}=${value}`).join("; ");
    const answer = await post("/formulir", `note=${encodeURIComponent(written)}&_csrf=old`, { cookie });
    expect(answer.statusCode).toBe(403);
    expect(answer.body).toContain(`<blockquote>${shown}</blockquote>`);
    expect(wayOn(answer.body)).toBe("/formulir");
  });

  it("gets a document, as before, when it is a program", async () => {
    const answer = await post("/meja/AB/catat", "note=a+b", { accept: "application/json" });
    expect([answer.statusCode, answer.headers["content-type"]]).toEqual([
      401,
      "application/problem+json; charset=utf-8",
    ]);
  });
});

describe("what is shown of it", () => {
  it("is words, of limited number and length", () => {
    expect(unsentTexts({ a: ["one two", "red"], b: "x".repeat(20_000), c: `${"y ".repeat(9_000)}` })).toEqual([
      "one two",
      "y ".repeat(5_000),
    ]);
    expect(unsentTexts({ a: Array.from({ length: 50 }, (_, at) => `text ${at}`) })).toHaveLength(10);
    expect([undefined, null, "a b", { a: { b: "c d" } }].map(unsentTexts)).toEqual([[], [], [], []]);
  });
});
