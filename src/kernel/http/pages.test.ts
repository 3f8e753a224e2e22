import { readFileSync } from "node:fs";
import { join } from "node:path";
import { brotliDecompressSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type ClubState, clubModule } from "../../../test/support/club-hall.tsx";
import { type TestHall, testHall } from "../../../test/support/hall.ts";
import { projectRoot } from "../config/index.ts";

let hall: TestHall;
let state: ClubState;
const page = { accept: "text/html" };

beforeAll(async () => {
  const club = clubModule();
  state = club.state;
  hall = await testHall([club.manifest]);
});
afterAll(() => hall.close());

const get = (url: string, headers: Record<string, string> = {}) => hall.app.inject({ url, headers });

/** The name of one built file. */
function someAsset(): string {
  const manifest: Record<string, string> = JSON.parse(
    readFileSync(join(projectRoot, "dist/public/manifest.json"), "utf8"),
  );
  return Object.values(manifest)[0] ?? "";
}

describe("pages for everyone", () => {
  it("are kept for a second, made once for all who ask at once, and renewed when their topic changes", async () => {
    hall.kernel.pages.changed(["club"]);
    await get("/", page);
    const before = state.made;
    const answers = await Promise.all(Array.from({ length: 20 }, () => get("/", page)));
    expect(state.made - before).toBeLessThanOrEqual(1);
    expect(answers[0]?.headers["cache-control"]).toBe("public, max-age=1");
    state.news = "The court is closed.";
    hall.kernel.pages.changed(["other"]);
    hall.kernel.pages.changed(["club"]);
    await Promise.resolve();
    expect((await get("/", page)).body).toContain("The court is closed.");
  });

  it("answer 304 to whoever has them, and come by brotli to whoever reads it", async () => {
    const first = await get("/", page);
    const etag = String(first.headers.etag);
    const again = await get("/", { ...page, "if-none-match": etag });
    expect([again.statusCode, again.body]).toEqual([304, ""]);
    expect((await get("/", { ...page, "if-none-match": '"other"' })).statusCode).toBe(200);
    const small = await get("/", { ...page, "accept-encoding": "gzip, br" });
    expect(small.headers["content-encoding"]).toBe("br");
    expect(brotliDecompressSync(small.rawPayload).toString("utf8")).toBe(first.body);
    expect(small.rawPayload.length).toBeLessThan(first.rawPayload.length / 2);
    expect(String(small.headers.vary)).toContain("accept-encoding");
  });

  it("are not mixed up between languages", async () => {
    const [id, en] = [await get("/", page), await get("/", { ...page, cookie: "bahasa=en" })];
    expect(id.body).toContain('<html lang="id"');
    expect(en.body).toContain('<html lang="en"');
  });

  it("hashed files are kept for ever, the others for a day", async () => {
    const asset = someAsset();
    expect((await get(`/assets/${asset}`)).headers["cache-control"]).toBe("public, max-age=31536000, immutable");
    expect((await get("/favicon.svg")).headers["cache-control"]).toBe("public, max-age=86400");
  });
});

describe("a page made for one person", () => {
  it("is packed on the spot, as a whole whose length is known", async () => {
    const [plain, packed] = [
      await get("/formulir", page),
      await get("/formulir", { ...page, "accept-encoding": "br" }),
    ];
    expect(packed.headers["content-encoding"]).toBe("br");
    expect(packed.headers["content-length"]).toBe(String(packed.rawPayload.length));
    expect(String(packed.headers.vary)).toContain("accept-encoding");
    expect(brotliDecompressSync(packed.rawPayload).toString("utf8").length).toBe(plain.body.length);
  });
});

describe("the interface for programs", () => {
  it("is described by a valid OpenAPI 3.1 document that holds every route below /api", async () => {
    const answer = await get("/api/openapi.json");
    const document = answer.json<{
      openapi: string;
      info: { title: string; version: string };
      paths: Record<string, Record<string, { responses: object }>>;
    }>();
    expect(document.openapi).toMatch(/^3\.1\.\d$/);
    expect(document.info.title).not.toBe("");
    const documented = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
    );
    const wanted = hall.routes
      .filter(({ url }) => url.startsWith("/api/") && url !== "/api/openapi.json")
      .map(({ method, url }) => `${method} ${url.replace(/:(\w+)/g, "{$1}")}`);
    expect(documented.toSorted()).toEqual(wanted.toSorted());
    for (const methods of Object.values(document.paths))
      for (const operation of Object.values(methods)) expect(operation.responses).toBeDefined();
  });
});

describe("a route", () => {
  it("that names no access stops the start", async () => {
    const open = { name: "open", messages: { id: {}, en: {} } };
    const made = testHall([{ ...open, http: (app) => void app.get("/terbuka", async () => "") }]);
    await expect(made).rejects.toThrow("GET /terbuka names no access");
  });
});
