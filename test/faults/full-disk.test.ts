import { mkdir, open, readdir } from "node:fs/promises";
import { join } from "node:path";
import { sql } from "kysely";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { sampleAnswers, submitPath } from "../../bench/support/reports.ts";
import { modules } from "../../src/app.ts";
import { addOffice } from "../../src/kernel/access/index.ts";
import { plainJpeg, pngOfSize } from "../../src/kernel/files/testing/pictures.ts";
import { newId } from "../../src/kernel/ids/index.ts";
import { type TestApp, testApp } from "../support/app.ts";
import { beginForm, fillForm, postFiles } from "../support/report-form.ts";
import { createVisitor, errorAt, type Visitor } from "../support/visitor.ts";

let test: TestApp;
let photo: Buffer;
let visitor: Visitor;
/** The review's address without its last part. */
let draft: string;
let isFull = false;

beforeAll(async () => {
  // Where the system itself answers that no space is left.
  const openForWrite = (path: string) => (isFull ? open("/dev/full", "w") : open(path, "wx"));
  test = await testApp({}, { openForWrite, logFrom: "silent" });
  for (const module of modules) await module.seed?.(test.kernel);
  const office = { parentId: null, code: "kota", name: "Kota Surabaya", region: "35.78" };
  await test.database.db.transaction((tx) => addOffice(tx, office, test.clock.now()));
  await mkdir(join(test.dataFolder, "files"), { recursive: true });
  photo = await plainJpeg(320, 240);
});
afterAll(() => test.close());
beforeEach(async () => {
  isFull = false;
  visitor = createVisitor(test.app);
  draft = await fillForm(visitor, await beginForm(visitor));
});

const sendPhoto = async (content: Buffer) => {
  await visitor.get(`${draft}/photos`);
  return postFiles(test.app, visitor, `${draft}/photos`, {}, [{ field: "photos.file", content }]);
};
const filesOnDisk = async () =>
  (await readdir(join(test.dataFolder, "files"), { recursive: true, withFileTypes: true })).filter((each) =>
    each.isFile(),
  ).length;

async function rows(): Promise<unknown> {
  const found =
    await sql`select (select count(*) from cases.case) as cases, (select count(*) from cases.content) as contents,
    (select count(*) from command.history) as history, (select count(*) from command.outbox) as outbox,
    (select count(*) from ledger.entry) as entries, (select count(*) from files.file) as files`.execute(
      test.database.owner.query,
    );
  return found.rows[0];
}

describe("a full disk", () => {
  it("takes no photo and says so at the field; what was written stays, and the photo goes through when there is room", async () => {
    isFull = true;
    const before = [await rows(), await filesOnDisk()];
    const refused = await sendPhoto(photo);
    expect(refused.status).toBe(507);
    expect(errorAt(refused.body, "photos.file")).toBe(
      "Penyimpanan kami penuh. Berkas belum tersimpan. Coba lagi nanti.",
    );
    expect([await rows(), await filesOnDisk()]).toEqual(before);
    expect((await visitor.get(`${draft}/periksa`)).body).toContain("Lubang besar di jalur kiri.");
    isFull = false;
    expect((await sendPhoto(photo)).status).toBe(303);
    expect((await visitor.get(`${draft}/periksa`)).body).toContain("1 foto");
  });

  it("of the database takes no report and says so, to people and programs; nothing is half-written, and the same sending goes through later", async () => {
    const { owner } = test.database;
    // PostgreSQL's own words for it, at the last of the rows of an act.
    await sql`create function ledger.no_room() returns trigger language plpgsql as $$
      begin raise exception 'could not extend file' using errcode = '53100'; end $$`.execute(owner.query);
    await sql`create trigger no_room before insert on ledger.entry for each row execute function ledger.no_room()`.execute(
      owner.query,
    );
    const sentence = "Kami tidak bisa menyimpan apa pun sekarang. Belum ada yang tersimpan. Coba lagi nanti.";
    const send = (key: string) =>
      test.app.inject({
        method: "POST",
        url: submitPath,
        headers: { "idempotency-key": key },
        payload: { answers: sampleAnswers },
      });
    const key = newId();
    const before = await rows();
    try {
      await visitor.get(`${draft}/periksa`);
      const person = await visitor.post(`${draft}/kirim`);
      expect(person.status).toBe(507);
      expect(person.body).toContain(sentence);
      const program = await send(key);
      expect(program.statusCode).toBe(507);
      expect(program.headers["content-type"]).toContain("application/problem+json");
      expect(program.json()).toMatchObject({ type: "/masalah/storage-full", status: 507, detail: sentence });
      expect(await rows()).toEqual(before);
      // What needs no room goes on.
      expect((await visitor.get(`${draft}/periksa`)).status).toBe(200);
      expect((await test.app.inject({ url: "/laporan" })).statusCode).toBe(200);
    } finally {
      await sql`drop trigger no_room on ledger.entry`.execute(owner.query);
    }
    expect((await visitor.post(`${draft}/kirim`)).status).toBe(303);
    expect((await send(key)).statusCode).toBe(201);
  });
});

describe("a photo beyond all bounds", () => {
  it.each<[string, () => Buffer, number, string]>([
    ["of 16 MB", () => Buffer.concat([photo, Buffer.alloc(15_600_000)]), 413, "Berkas terlalu besar. Batasnya 15 MB."],
    [
      "that would unpack to 7.5 GB",
      () => pngOfSize(50_000, 50_000),
      413,
      "Ukuran gambar terlalu besar. Batasnya 40 megapiksel.",
    ],
  ])("%s is refused at its field, and the good one beside it is kept", async (_, make, status, sentence) => {
    await visitor.get(`${draft}/photos`);
    const refused = await postFiles(test.app, visitor, `${draft}/photos`, {}, [
      { field: "photos.file", content: photo },
      { field: "photos.file", content: make() },
    ]);
    expect(refused.status).toBe(status);
    expect(errorAt(refused.body, "photos.file")).toBe(sentence);
    expect(refused.body.match(/name="photos" value/g)).toHaveLength(1);
    expect((await visitor.get(`${draft}/periksa`)).status).toBe(200);
  });
});
