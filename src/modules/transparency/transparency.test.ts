import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { type TestApp, testApp } from "../../../test/support/app.ts";
import { createVisitor } from "../../../test/support/visitor.ts";
import { verifyCommand } from "../../cli/verify.ts";
import { newId, type Uuid } from "../../kernel/ids/index.ts";

let test: TestApp;
let folder: string;
let entry: Uuid;
const at = new Date("2026-11-24T03:00:00Z");
const content = { what: "Lubang di depan sekolah", name: "Sumiati Sentosa" };

beforeAll(async () => {
  test = await testApp();
  folder = mkdtempSync(join(tmpdir(), "balai-receipts-"));
  entry = await write();
  await test.sequencer.drain();
});
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await test.close();
});

async function write(): Promise<Uuid> {
  const fact = {
    book: "reports",
    kind: "case.take",
    subject: newId(),
    officeId: null,
    region: "35.78",
    facts: { to: "working" },
    content,
  };
  const [id] = await test.kernel.db.transaction((tx) => test.kernel.ledger.append(tx, [fact], at));
  if (id === undefined) throw new Error("no entry was made");
  return id;
}

const get = (url: string, accept = "text/html") => test.app.inject({ url, headers: { accept, cookie: "bahasa=id" } });
const receiptOf = async (id: Uuid) => (await get(`/bukti/${id}/berkas`)).body;

describe("a book as files", () => {
  it("is a checkpoint that is asked for again, and tiles that never are", async () => {
    const checkpoint = await get("/ledger/reports/checkpoint", "*/*");
    expect(checkpoint.headers["content-type"]).toBe("text/plain; charset=utf-8");
    expect(checkpoint.headers["cache-control"]).toBe("public, max-age=1");
    expect(checkpoint.body).toMatch(
      /^localhost:8080\/ledger\/reports\n\d+\n\S{44}\n\n\u2014 localhost:8080\/ledger\/reports \S+\n$/,
    );
    const size = Number(checkpoint.body.split("\n")[1]);
    for (const path of [`tile/0/000.p/${size}`, `tile/entries/000.p/${size}`]) {
      const tile = await get(`/ledger/reports/${path}`, "*/*");
      expect(tile.headers["content-type"]).toBe("application/octet-stream");
      expect(tile.headers["cache-control"]).toBe("public, max-age=31536000, immutable");
      expect(tile.headers["access-control-allow-origin"]).toBe("*");
    }
    expect((await get(`/ledger/reports/tile/0/000.p/${size}`, "*/*")).rawPayload).toHaveLength(size * 32);
  });

  it.each([
    "/ledger/nothing/checkpoint",
    "/ledger/nothing/key",
    "/ledger/reports/tile/0/001",
    "/ledger/reports/tile/0/000.p/255",
    "/ledger/reports/tile/entries/x",
    "/ledger/reports/tile/",
  ])("has no %s", async (path) => {
    expect((await get(path, "*/*")).statusCode).toBe(404);
  });

  it("says what happened, and nothing of whom", async () => {
    const size = Number((await get("/ledger/reports/checkpoint")).body.split("\n")[1]);
    const bundle = (await get(`/ledger/reports/tile/entries/000.p/${size}`, "*/*")).body;
    expect(bundle).toContain('"kind":"case.take"');
    expect(bundle).not.toMatch(/Sumiati|sekolah/);
  });
});

describe("a day of a book", () => {
  it("is counted and given, entry by entry; a day without any is empty, and what is no day is not there", async () => {
    const numbers = (await get("/ledger/reports/numbers/2026-11-24", "*/*")).json<{ entries: number; kinds: object }>();
    expect(numbers).toMatchObject({
      book: "reports",
      from: "2026-11-23T17:00:00.000Z",
      until: "2026-11-24T17:00:00.000Z",
      entries: numbers.entries,
      kinds: { "case.take": numbers.entries },
    });
    const lines = (await get("/ledger/reports/entries/2026-11-24", "*/*")).body.trim().split("\n");
    expect(lines).toHaveLength(numbers.entries);
    for (const day of ["2026-11-23", "1969-07-20", "0001-01-01", "9999-12-31"]) {
      expect((await get(`/ledger/reports/numbers/${day}`, "*/*")).json()).toMatchObject({ entries: 0, kinds: {} });
      const entries = await get(`/ledger/reports/entries/${day}`, "*/*");
      expect([entries.statusCode, entries.body]).toEqual([200, ""]);
    }
    for (const day of ["2026-02-30", "today", "2026-1-1"])
      for (const what of ["numbers", "entries"])
        expect((await get(`/ledger/reports/${what}/${day}`, "*/*")).statusCode).toBe(404);
  });
});

describe("a receipt", () => {
  it("is a page with its answer, and a file", async () => {
    const page = await get(`/bukti/${entry}`);
    expect(page.body).toContain("Sah.");
    expect(page.body).toContain("Catatan ke-1");
    expect(page.body).toContain(`/bukti/${entry}/berkas`);
    expect((await get(`/bukti/${entry}/berkas`)).headers["content-disposition"]).toContain(
      "bukti-reports-1.tlog-proof",
    );
  });

  it("is found by its number, and nothing by another", async () => {
    const found = await get("/periksa?nomor=%20REPORTS-1%20");
    expect([found.statusCode, found.headers.location]).toEqual([303, `/bukti/${entry}`]);
    for (const number of ["reports-0", "reports-999", "reports", "<b>", "nothing-1"]) {
      const page = await get(`/periksa?nomor=${encodeURIComponent(number)}`);
      expect([page.statusCode, page.body.includes("Nomor ini tidak ada di buku")]).toEqual([404, true]);
    }
    for (const path of [`/bukti/${newId()}`, "/bukti/nobody", `/bukti/${newId()}/berkas`])
      expect((await get(path)).statusCode).toBe(404);
  });

  it("waits for its place without being called false", async () => {
    const waiting = await write();
    expect((await get(`/bukti/${waiting}`)).body).toContain("sebentar lagi masuk buku");
    expect((await get(`/bukti/${waiting}/berkas`)).statusCode).toBe(503);
    await test.sequencer.drain();
    test.kernel.pages.changed([]);
    expect((await get(`/bukti/${waiting}/berkas`)).statusCode).toBe(200);
  });
});

describe("checking a receipt on the page", () => {
  async function check(receipt: string) {
    const visitor = createVisitor(test.app);
    visitor.cookies.set("bahasa", "id");
    await visitor.get("/periksa");
    return visitor.post("/periksa", { bukti: receipt });
  }

  it("gives one of three answers", async () => {
    const receipt = await receiptOf(entry);
    // As a browser sends it.
    expect((await check(receipt.replaceAll("\n", "\r\n"))).body).toContain("Sah.");
    const forged = await check(receipt.replace(/extra .*/, `extra ${btoa('{"kind":"case.take","amount":1}')}`));
    expect(forged.body).toContain("Tidak sah.");
    expect(forged.body).toContain("Catatan ini berbeda");
    const elsewhere = await check(receipt.replaceAll("localhost:8080", "balai.example"));
    expect(elsewhere.body).toContain("Belum bisa diperiksa.");
  });

  it("says what is wrong with what is none", async () => {
    expect((await check("  ")).status).toBe(422);
    expect((await check("x".repeat(20_001))).status).toBe(422);
    expect((await check("halo")).body).toContain("Ini bukan berkas bukti");
  });
});

describe("the open book", () => {
  it("tells what stands in it", async () => {
    const page = await get("/buku-terbuka");
    expect(page.body).toContain("Laporan warga");
    expect(page.body).toContain("/ledger/reports/key");
  });
});

describe("balai verify", () => {
  /** Exit code and what was said. */
  async function verify(receipt: string, ...more: string[]) {
    const said: string[] = [];
    for (const stream of ["log", "error"] as const)
      vi.spyOn(console, stream).mockImplementation((line: string) => void said.push(line));
    try {
      const file = join(folder, "receipt.tlog-proof");
      writeFileSync(file, receipt);
      return { code: await verifyCommand(test.kernel.config, [file, ...more]), said: said.join("\n") };
    } finally {
      vi.restoreAllMocks();
    }
  }

  it("checks without a network, by the key of the book", async () => {
    const [receipt, key] = [await receiptOf(entry), (await get("/ledger/reports/key", "*/*")).body.trim()];
    expect(await verify(receipt, "--key", key)).toMatchObject({
      code: 0,
      said: expect.stringMatching(/^VALID\nbook .*\nplace {3}1 of \d+/),
    });
    const changed = receipt.replace("index 0", "index 1");
    expect(await verify(changed, "--key", key)).toMatchObject({ code: 1, said: expect.stringContaining("INVALID") });
    expect(await verify(receipt)).toMatchObject({ code: 3, said: expect.stringContaining("CANNOT CHECK NOW") });
  });

  it("checks by a policy, and says which of its lines is wrong", async () => {
    const [receipt, key] = [await receiptOf(entry), (await get("/ledger/reports/key", "*/*")).body.trim()];
    const policy = join(folder, "policy");
    writeFileSync(policy, `log ${key}\nquorum none\n`);
    expect((await verify(receipt, "--policy", policy)).code).toBe(0);
    writeFileSync(policy, `log ${key}\nquorum nobody\n`);
    expect(await verify(receipt, "--policy", policy)).toMatchObject({
      code: 2,
      said: expect.stringContaining("line 2"),
    });
    expect((await verify(receipt, "--key", "x")).code).toBe(2);
    expect(await verifyCommand(test.kernel.config, [])).toBe(2);
  });
});
