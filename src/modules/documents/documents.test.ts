import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sql } from "kysely";
import decodeQr from "qr/decode.js";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Case } from "../../kernel/cases/index.ts";
import { verifyEd25519 } from "../../kernel/crypto/index.ts";
import { newId } from "../../kernel/ids/index.ts";
import { readCode } from "./domain/code.ts";
import { preparePapers } from "./prepare.ts";
import type { PdfSigner } from "./signing/signer.ts";
import { holder, type LetterHall, letterHall } from "./test-letters.ts";

let hall: LetterHall;
let folder: string;
beforeAll(async () => {
  hall = await letterHall();
  folder = mkdtempSync(join(tmpdir(), "balai-documents-"));
}, 120_000);
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await hall.test.close();
});

describe("issuing", () => {
  it("belongs to the act: signed, numbered, in the public book, with nothing of the person in it", async () => {
    const found = await hall.signedLetter();
    const row = await hall.onlyDocument(found);
    expect(row).toMatchObject({ version: 1, officeId: hall.office, place: null, ending: null });
    expect(row.number).toMatch(/^470\/\d{3}\/KEL-KEPUTIH\/2026$/);
    const [entry] = await hall.test.kernel.books.about(row.id);
    expect(entry?.kind).toBe("document.issued");
    const body = await sql<{ body: string }>`select body from ledger.entry where id = ${entry?.id}`.execute(
      hall.test.kernel.db.query,
    );
    expect(body.rows[0]?.body).toContain(row.number);
    expect(body.rows[0]?.body).not.toMatch(/Sari|3578000000001234|Keputih 7/);
  });

  it("numbers without gaps, also when an act is undone between two others", async () => {
    const [first, second] = [await hall.signedLetter(), await hall.signedLetter()];
    const numberOf = async (found: Case) => Number((await hall.onlyDocument(found)).number.split("/")[1]);
    const before = await numberOf(second);
    expect(before).toBe((await numberOf(first)) + 1);
    await expect(
      hall.test.kernel.db.transaction(async (tx) => {
        await sql`update documents.series set last = last + 1`.execute(tx);
        throw new Error("undone");
      }),
    ).rejects.toThrow("undone");
    expect(await numberOf(await hall.signedLetter())).toBe(before + 1);
  });

  it("gives two letters that are signed at once two numbers", async () => {
    const both = await Promise.all([hall.signedLetter(), hall.signedLetter(hall.stranger)]);
    const numbers = await Promise.all(both.map(async (found) => (await hall.onlyDocument(found)).number));
    expect(new Set(numbers).size).toBe(2);
  });

  it("lets a person see that the head read what is sealed, to sign it", async () => {
    const found = await hall.signedLetter();
    const { lines } = await hall.test.kernel.privacy.accessLogFor({
      actor: hall.owner.actor,
      officeId: null,
      accountId: hall.owner.actor.kind === "resident" ? hall.owner.actor.accountId : "",
      before: null,
      limit: 100,
      withOwn: false,
    });
    expect(lines.some(({ purpose, caseId }) => purpose === "documents.issue" && caseId === found.id)).toBe(true);
  });
});

describe("the paper", () => {
  it("waits for its place in the book, is made once, and the person is told once", async () => {
    const { kernel } = hall.test;
    const found = await hall.signedLetter();
    expect(await preparePapers(kernel, hall.signer)).toBe(0);
    await hall.test.sequencer.drain();
    const made = await preparePapers(kernel, hall.signer);
    expect(made).toBeGreaterThan(0);
    expect(await preparePapers(kernel, hall.signer)).toBe(0);
    const row = await hall.onlyDocument(found);
    expect(row.place).not.toBeNull();
    const accountId = hall.owner.actor.kind === "resident" ? hall.owner.actor.accountId : "";
    const told = await kernel.notify.inbox(accountId, { limit: 100 });
    expect(told.filter(({ key, params }) => key === "documents.ready" && params["number"] === row.number)).toHaveLength(
      1,
    );
  });

  it("is made once when two processes make it at the same time", async () => {
    const found = await hall.signedLetter();
    await hall.test.sequencer.drain();
    const made = await Promise.all([
      preparePapers(hall.test.kernel, hall.signer),
      preparePapers(hall.test.kernel, hall.signer),
    ]);
    expect(made[0] + made[1]).toBe(1);
    expect((await hall.onlyDocument(found)).place).not.toBeNull();
  });

  it("is not lost when the service that signs hangs or fails: the next round makes it", async () => {
    const found = await hall.signedLetter();
    await hall.test.sequencer.drain();
    const hangs: PdfSigner = { sign: () => new Promise(() => {}) };
    const fails: PdfSigner = { sign: () => Promise.reject(new Error("the service is down")) };
    const quiet = { ...hall.test.kernel, log: { ...hall.test.kernel.log, error: () => {} } };
    await expect(preparePapers(quiet, () => Promise.resolve(hangs), 50)).rejects.toThrow("in time");
    await expect(preparePapers(quiet, () => Promise.resolve(fails))).rejects.toThrow("is down");
    expect((await hall.onlyDocument(found)).place).toBeNull();
    expect(await preparePapers(hall.test.kernel, hall.signer)).toBe(1);
    expect((await hall.onlyDocument(found)).place).not.toBeNull();
  });

  it("bears a code that anyone checks by the published keys: number, office, place in the book, name, last signs of the NIK", async () => {
    const row = await hall.paper(await hall.signedLetter());
    const pdf = (await hall.pdfOf(row)).toString("latin1");
    const [, code = "", text = ""] = /\/v\/([0-9A-Z]{12})#([\w.-]+)/.exec(pdf) ?? [];
    expect(code).toBe(row.code);
    const read = readCode(text);
    expect(read).toMatchObject({
      code: row.code,
      number: row.number,
      issuer: "Kelurahan Keputih",
      place: row.place,
      lines: [
        ["Nama", holder],
        ["NIK", "••••••••••••1234"],
      ],
    });
    const served = await hall.test.app.inject({ url: "/.well-known/balai-documents.json" });
    const { keys }: { keys: { x: string }[] } = JSON.parse(served.body);
    const holds = keys.some(({ x }) =>
      verifyEd25519(Buffer.from(x, "base64url"), read?.message ?? Buffer.alloc(0), read?.signature ?? Buffer.alloc(0)),
    );
    expect(holds).toBe(true);
  });

  it("is for archives: PDF/A-2b says itself what it is, all faces and colours stand in it, nothing is transparent", async () => {
    const pdf = (await hall.pdfOf(await hall.paper(await hall.signedLetter()))).toString("latin1");
    for (const part of [
      "%PDF-1.7",
      "<pdfaid:part>2</pdfaid:part><pdfaid:conformance>B</pdfaid:conformance>",
      "/GTS_PDFA1",
      "/DestOutputProfile",
      "/FontFile2",
      "/ID [",
    ])
      expect(pdf).toContain(part);
    for (const forbidden of ["/Encrypt", "/JavaScript", "/SMask", "/Launch", "/ca 0", "/CA 0"])
      expect(pdf).not.toContain(forbidden);
    expect(pdf.match(/\/FontFile2/g)).toHaveLength(2);
  });
});

const hasPdftoppm = spawnSync("pdftoppm", ["-v"]).error === undefined;

describe.skipIf(!hasPdftoppm)("the square on a printed page (pdftoppm)", () => {
  it("is read by the decoder that our camera uses, at the resolution of a cheap printer", async () => {
    const pdf = await hall.pdfOf(await hall.paper(await hall.signedLetter()));
    const file = join(folder, "page.pdf");
    writeFileSync(file, pdf);
    const picture = execFileSync("pdftoppm", ["-r", "150", "-png", "-singlefile", file], {
      maxBuffer: 64 * 1024 * 1024,
    });
    const { data, info } = await sharp(picture).ensureAlpha().raw().toBuffer({ resolveWithObject: true });
    const href = /https?:[^)]+\/v\/[0-9A-Z]{12}#[\w.-]+/.exec(pdf.toString("latin1"))?.[0];
    expect(decodeQr({ width: info.width, height: info.height, data: new Uint8ClampedArray(data) })).toBe(href);
  });
});

const hasPdfsig = spawnSync("pdfsig", ["-v"]).error === undefined;

describe.skipIf(!hasPdfsig)("a program that is not ours (pdfsig)", () => {
  const judge = (bytes: Buffer): string => {
    const file = join(folder, `${newId()}.pdf`);
    writeFileSync(file, bytes);
    return execFileSync("pdfsig", [file], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
  };

  it("finds the signature valid and the whole document under it; one other byte, and it is not", async () => {
    const pdf = await hall.pdfOf(await hall.paper(await hall.signedLetter()));
    const said = judge(pdf);
    expect(said).toContain("Signature is Valid.");
    expect(said).toContain("Total document signed");
    expect(said).toContain("ETSI.CAdES.detached");
    const changed = Buffer.from(pdf);
    // A letter of the title in the metadata: the file still opens.
    const at = changed.indexOf("Surat Keterangan");
    changed[at] = "T".charCodeAt(0);
    expect(at).toBeGreaterThan(0);
    expect(judge(changed)).not.toContain("Signature is Valid.");
  });
});
