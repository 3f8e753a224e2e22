import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { verifyDocumentCommand } from "../../cli/verify-document.ts";
import type { Doer } from "../../kernel/cases/index.ts";
import { newId } from "../../kernel/ids/index.ts";
import { endDocument } from "./ending.ts";
import { preparePapers } from "./prepare.ts";
import type { Registered } from "./store.ts";
import { type LetterHall, letterHall, must } from "./test-letters.ts";

let hall: LetterHall;
beforeAll(async () => {
  hall = await letterHall();
}, 120_000);
afterAll(() => hall.test.close());

describe("whoever checks", () => {
  it("reads what the register says, and nothing of the person", async () => {
    const row = await hall.paper(await hall.signedLetter());
    const { statusCode, body } = await hall.page(`/v/${row.code}`);
    expect(statusCode).toBe(200);
    expect(body).toContain("Sah dan berlaku.");
    expect(body).toContain(row.number);
    expect(body).toContain("Kelurahan Keputih");
    expect(body).not.toMatch(/Sari|1234|Keputih 7/);
    expect((await hall.page("/v/000000000000")).body).toContain("Tidak ada dokumen dengan kode ini");
  });

  it("finds it by code and by number, and is told when there is none", async () => {
    const row = await hall.paper(await hall.signedLetter());
    const ask = (kode: string) =>
      hall.test.app.inject({
        url: `/periksa-dokumen?kode=${encodeURIComponent(kode)}`,
        headers: { accept: "text/html" },
      });
    for (const kode of [row.code, row.code.toLowerCase(), row.number, row.number.toLowerCase()])
      expect((await ask(kode)).headers.location).toBe(`/v/${row.code}`);
    expect((await ask("470/999/KEL-KEPUTIH/2026")).statusCode).toBe(404);
  });

  it("learns of a file whether it is byte for byte ours, changed, or never ours", async () => {
    const row = await hall.paper(await hall.signedLetter());
    const pdf = await hall.pdfOf(row);
    const changed = Buffer.concat([pdf, Buffer.from("\n")]);
    expect(await upload(pdf)).toContain("Sah dan berlaku.");
    expect(await upload(changed)).toContain("isinya berbeda dari yang kami terbitkan");
    expect(await upload(Buffer.from("%PDF-1.7\nsomething else"))).toContain(
      "Kami tidak pernah menerbitkan berkas ini.",
    );
    expect(await upload(Buffer.from("a picture"))).toContain("Berkas ini bukan PDF.");
    expect(await upload(Buffer.alloc(0))).toContain("Pilih dulu berkas suratnya.");
    expect(await upload(Buffer.alloc(10 * 1024 * 1024 + 1, "x"))).toContain("lebih besar dari 10 MB");
    await sql`delete from documents.paper where id = ${row.id}`.execute(hall.test.kernel.db.query);
    expect(await upload(changed)).toContain("Belum bisa diperiksa.");
  });

  async function upload(bytes: Buffer): Promise<string> {
    const form = await hall.test.app.inject({
      url: "/periksa-dokumen",
      headers: { accept: "text/html", cookie: "bahasa=id" },
    });
    const [token = ""] = /name="_csrf" value="([^"]+)"/.exec(form.body)?.slice(1) ?? [];
    const cookie = ["bahasa=id", ...form.cookies.map(({ name: of, value }) => `${of}=${value}`)].join("; ");
    const payload = Buffer.concat([
      Buffer.from(`--x\r\ncontent-disposition: form-data; name="_csrf"\r\n\r\n${token}\r\n`),
      Buffer.from('--x\r\ncontent-disposition: form-data; name="berkas"; filename="surat.pdf"\r\n\r\n'),
      bytes,
      Buffer.from("\r\n--x--\r\n"),
    ]);
    const answer = await hall.test.app.inject({
      method: "POST",
      url: "/periksa-dokumen",
      headers: {
        accept: "text/html",
        cookie,
        origin: "http://localhost:8080",
        host: "localhost:8080",
        "content-type": "multipart/form-data; boundary=x",
      },
      payload,
    });
    return answer.body;
  }
});

describe("balai verify-document", () => {
  it("checks the code of a paper with nothing but the issuer's keys: three answers", async () => {
    const folder = mkdtempSync(join(tmpdir(), "balai-document-keys-"));
    const said: string[] = [];
    const spy = vi.spyOn(console, "log").mockImplementation((line: string) => void said.push(line));
    vi.spyOn(console, "error").mockImplementation(() => {});
    try {
      const pdf = (await hall.pdfOf(await hall.paper(await hall.signedLetter()))).toString("latin1");
      const href = /https?:[^)]+\/v\/[0-9A-Z]{12}#[\w.-]+/.exec(pdf)?.[0] ?? "";
      const keys = join(folder, "keys.json");
      writeFileSync(keys, (await hall.test.app.inject({ url: "/.well-known/balai-documents.json" })).body);
      const verify = (...words: string[]) => verifyDocumentCommand(hall.test.kernel.config, words);
      expect(await verify(href, "--keys", keys)).toBe(0);
      expect(said).toContain("compare  Nama: Sari Widyaningsih");
      expect(said).not.toContain("compare  NIK: 3578000000001234");
      const cut = href.length - 20;
      expect(await verify(`${href.slice(0, cut)}AAAA${href.slice(cut + 4)}`, "--keys", keys)).toBe(1);
      expect(await verify("https://elsewhere.example/v/1#abc", "--keys", keys)).toBe(1);
      expect(await verify(href, "--keys", join(folder, "none.json"))).toBe(3);
      expect(await verify(href)).toBe(3);
      expect(await verify()).toBe(2);
    } finally {
      spy.mockRestore();
      vi.restoreAllMocks();
      rmSync(folder, { recursive: true });
    }
  });
});

describe("ending a document", () => {
  const end = (row: Registered, by: Doer, kind: "revoked" | "superseded" = "revoked", key = newId()) =>
    endDocument(
      hall.test.kernel,
      { documentId: row.id, kind, why: "mistake", reason: "Alamatnya keliru, Bu.", key },
      by,
    );

  it("is for the head of the office that issued it alone", async () => {
    const found = await hall.signedLetter();
    const row = await hall.paper(found);
    for (const who of [hall.desk, hall.owner, hall.stranger]) expect((await end(row, who)).ok).toBe(false);
    expect((await hall.onlyDocument(found)).ending).toBeNull();
  });

  it("revokes once: an entry in the book, a word for everyone, the reason for the person alone", async () => {
    const found = await hall.signedLetter();
    const row = await hall.paper(found);
    const key = newId();
    must(await end(row, hall.head, "revoked", key));
    expect((await end(row, hall.head, "revoked", key)).ok).toBe(true);
    expect((await end(row, hall.head)).ok).toBe(false);
    hall.test.kernel.pages.changed([`document:${row.id}`]);
    expect((await hall.test.kernel.books.about(row.id)).map(({ kind }) => kind)).toEqual([
      "document.issued",
      "document.revoked",
    ]);
    const { body } = await hall.page(`/v/${row.code}`);
    expect(body).toContain("Tidak sah: sudah dicabut.");
    expect(body).toContain("isinya keliru");
    expect(body).not.toContain("Alamatnya");
    const accountId = hall.owner.actor.kind === "resident" ? hall.owner.actor.accountId : "";
    const told = await hall.test.kernel.notify.inbox(accountId, { limit: 100 });
    expect(told.some(({ key, params }) => key === "documents.revoked" && params["number"] === row.number)).toBe(true);
  });

  it("replaces by a new one with its own number and version; the old one points to it", async () => {
    const found = await hall.signedLetter();
    const row = await hall.paper(found);
    const { replacedBy } = must(await end(row, hall.head, "superseded"));
    await hall.test.sequencer.drain();
    await preparePapers(hall.test.kernel, hall.signer);
    const [before, after] = await hall.documentsOf(found);
    expect(before).toMatchObject({ ending: { kind: "superseded" }, replacedBy });
    expect(after).toMatchObject({ code: replacedBy, version: 2, replaces: row.id, ending: null });
    expect(after?.number).not.toBe(row.number);
    expect((await hall.page(`/v/${row.code}`)).body).toContain(`/v/${replacedBy}`);
  });
});

describe("a person who is forgotten", () => {
  it("leaves number, office and entry; nothing links them to the person any more", async () => {
    const gone = await hall.resident("081234567803");
    const found = await hall.signedLetter(gone);
    const row = await hall.paper(found);
    const accountId = gone.actor.kind === "resident" ? gone.actor.accountId : "";
    await hall.test.kernel.db.transaction((tx) => hall.test.kernel.privacy.erase(tx, accountId));
    const after = await hall.onlyDocument(found);
    expect(after).toMatchObject({ number: row.number, sealed: null, owner: null, place: null });
    const openings = await sql`select 1 from ledger.opening o join ledger.entry e on e.id = o.entry_id
      where e.subject = ${row.id}`.execute(hall.test.kernel.db.query);
    expect(openings.rows).toHaveLength(0);
    expect(await preparePapers(hall.test.kernel, hall.signer)).toBe(0);
  });
});

describe("the register in the database", () => {
  it.each([
    "delete from documents.document",
    "update documents.document set number = 'x'",
    "delete from documents.ending",
    "update documents.ending set kind = 'revoked'",
    "update documents.paper set place = 0",
  ])("refuses the app's role: %s", async (attack) => {
    await expect(sql.raw(attack).execute(hall.test.kernel.db.query)).rejects.toThrow(/permission denied/);
  });
});
