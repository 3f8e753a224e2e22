import sharp from "sharp";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type TestApp, testApp } from "../../../test/support/app.ts";
import { beginForm, fillForm, postFiles, reportAnswers } from "../../../test/support/report-form.ts";
import { createVisitor, errorAt, hiddenField, signIn, type Visitor } from "../../../test/support/visitor.ts";
import { modules } from "../../app.ts";
import { addOffice, assign, assignmentsOf, type OfficerRole } from "../../kernel/access/index.ts";
import type { Case, Doer } from "../../kernel/cases/index.ts";
import { formatGuestPin, formatPublicCode, newId, type Uuid } from "../../kernel/ids/index.ts";
import type { DraftAnswers } from "../../kernel/services/index.ts";
import { createFormats } from "../../kernel/ui/index.ts";

let test: TestApp;
let resident: Visitor;
let photo: Buffer;
let phones = 0;
const officers = new Map<string, Uuid>();

beforeAll(async () => {
  test = await testApp();
  const { kernel, clock, database } = test;
  for (const module of modules) await module.seed?.(kernel);
  await database.db.transaction(async (tx) => {
    const office = await addOffice(
      tx,
      { parentId: null, code: "kota", name: "Kota Surabaya", region: "35.78" },
      new Date(clock.now().getTime() - 86_400_000),
    );
    for (const [name, role] of [
      ["budi", "agency-officer"],
      ["dewi", "verifier"],
    ] satisfies [string, OfficerRole][]) {
      const made = await kernel.accounts.createOfficer(tx, {
        username: name,
        password: "rumah-bersama-45",
        name,
        contact: { kind: "email", value: `${name}@balai.example` },
        lang: "id",
      });
      if (!made.ok) throw new Error(made.error.message);
      officers.set(name, made.value);
      await assign(tx, made.value, role, office, "test", new Date(clock.now().getTime() - 86_400_000));
    }
  });
  const grey = sharp({ create: { width: 320, height: 240, channels: 3, background: "#7f8b8a" } });
  photo = await grey.jpeg().toBuffer();
});
afterAll(() => test.close());
beforeEach(async () => {
  // Limits per number and per session begin anew.
  test.clock.advance(3 * 3600_000);
  resident = createVisitor(test.app);
  await signIn(test.app, resident, newPhone());
});

function newPhone(): string {
  phones += 1;
  return `0812-8000-${String(phones).padStart(4, "0")}`;
}

/** A report of this resident. */
async function report(visitor: Visitor): Promise<Case> {
  const draft = await fillForm(visitor, await beginForm(visitor));
  expect(await visitor.post(`${draft}/kirim`)).toMatchObject({ status: 303, location: draft.replace("isi", "terima") });
  const found = await test.kernel.cases.find(draft.replace("/isi/", ""));
  if (found === undefined) throw new Error("nothing was sent");
  return found;
}

async function officerDoes(name: string, found: Case, action: string, said: DraftAnswers = {}): Promise<void> {
  const accountId = officers.get(name) ?? "";
  const assignments = await assignmentsOf(test.kernel.db.query, accountId, test.clock.now());
  const key = `account:${accountId}`;
  const doer: Doer = { actor: { kind: "officer", accountId, assignments }, actorKey: key, fileOwnerKey: key };
  const done = await test.kernel.cases.act({ caseId: found.id, action, answers: said, key: newId() }, doer);
  if (!done.ok) throw new Error(`${action}: ${JSON.stringify(done.error)}`);
}

async function stateOf(found: Case): Promise<string | undefined> {
  return (await test.kernel.cases.find(found.id))?.state;
}

/** The hidden fields of an action's form. */
function formOf(page: string, action: string): Readonly<Record<string, string>> {
  const form = new RegExp(`<form[^>]*action="[^"]*/${action}"[^>]*>.*?</form>`, "s").exec(page)?.[0] ?? "";
  return { _once: hiddenField(form, "_once"), _revision: hiddenField(form, "_revision") };
}

describe("a resident's own case", () => {
  it("stands in the list, shows no PIN, and is closed to every other resident", async () => {
    const found = await report(resident);
    const receipt = await resident.get(`/terima/${found.id}`);
    expect(receipt.status).toBe(200);
    expect(receipt.body).not.toContain("<dt>PIN");
    expect(receipt.body).toMatch(/Pantau sesudah masuk, di <a href="\/kasus">Kasus saya<\/a>/);
    expect((await resident.get("/kasus")).body).toContain(`/kasus/${found.code}`);
    const own = await resident.get(`/kasus/${found.code}`);
    expect(own.status).toBe(200);
    // Said before one takes it back.
    expect(own.body).toMatch(/tetap tercatat di halaman publik, tanpa nama Anda\..*Tarik laporan/s);

    const stranger = createVisitor(test.app);
    await signIn(test.app, stranger, newPhone());
    expect(await stranger.get(`/kasus/${found.code}`)).toMatchObject({
      status: 303,
      location: `/lacak?kode=${found.code}`,
    });
    expect((await stranger.get(`/kasus/${found.code}/langsung`)).status).toBe(404);
    expect((await stranger.get(`/terima/${found.id}`)).status).toBe(410);
    expect((await stranger.get(`/isi/${found.id}/periksa`)).status).toBe(410);
    await stranger.get("/lacak");
    expect((await stranger.post(`/kasus/${found.code}/withdraw`, { _once: newId() })).status).toBe(404);
    expect(await stateOf(found)).toBe("submitted");
    // Not even a hint whether a code exists.
    expect(await stranger.get("/kasus/000000000000")).toMatchObject({
      status: 303,
      location: "/lacak?kode=000000000000",
    });
  });

  it("bears in the list the symbol of what it is about, not that of its service", async () => {
    const draft = await fillForm(resident, await beginForm(resident));
    expect((await resident.post(`${draft}/category`, { category: "waste" })).status).toBe(303);
    await resident.post(`${draft}/kirim`);
    expect((await resident.get("/kasus")).body).toMatch(/<ul class="rows">.*#i-trash/s);
  });

  it("answers a question of the office, with a photo; a bad photo loses nothing", async () => {
    const found = await report(resident);
    await officerDoes("budi", found, "take");
    await officerDoes("budi", found, "ask", { question: "Jalur kiri atau kanan?" });
    const path = `/kasus/${found.code}`;
    const page = await resident.get(path);
    expect(page.body).toContain("Jalur kiri atau kanan?");
    const asked = test.clock.now();
    const last = createFormats("id", "Asia/Jakarta").day(new Date(asked.getTime() + 10 * 86_400_000));
    expect(page.body).toContain(`Jawab paling lambat ${last}. Sesudah itu laporan ditutup.`);
    const fields = { ...formOf(page.body, "reply"), reply: "Jalur kiri, dekat halte." };
    const bad = await postFiles(test.app, resident, `${path}/reply`, fields, [
      { field: "more.file", content: Buffer.from("%PDF-1.4 surat") },
      { field: "more.file", content: photo },
    ]);
    expect(bad.status).toBe(415);
    expect(errorAt(bad.body, "more.file")).toMatch(/bukan foto/);
    expect(bad.body).toContain("Jalur kiri, dekat halte.");
    const kept = hiddenField(bad.body, "more");
    expect((await resident.get(`${path}/berkas/${kept}`)).headers["content-type"]).toBe("image/webp");
    const again = await resident.post(`${path}/reply`, {
      ...formOf(bad.body, "reply"),
      reply: fields.reply,
      more: kept,
    });
    expect(again).toMatchObject({ status: 303, location: `${path}?terkirim=1` });
    expect(await stateOf(found)).toBe("working");
    const after = await resident.get(path);
    expect(after.body).toContain("Jalur kiri, dekat halte.");
    expect(after.body.match(/<figure>/g)).toHaveLength(1);
    expect(
      (await resident.post(`${path}/reply`, { ...formOf(bad.body, "reply"), reply: fields.reply, more: kept })).status,
    ).toBe(303);
  });

  it("rates the work with five faces; a bad rating opens it again", async () => {
    const found = await report(resident);
    await officerDoes("budi", found, "take");
    await officerDoes("budi", found, "answer", { note: "Sudah kami jadwalkan untuk ditambal." });
    await officerDoes("dewi", found, "verify");
    const path = `/kasus/${found.code}`;
    const page = await resident.get(path);
    expect(page.body).toContain("Menunggu nilai Anda sampai");
    expect(page.body).toContain("membuka lagi laporan ini");
    expect(page.body.match(/type="radio" name="rating"/g)).toHaveLength(5);
    const empty = await resident.post(`${path}/rate`, formOf(page.body, "rate"));
    expect(empty.status).toBe(422);
    expect(errorAt(empty.body, "rating")).toBe("Pilih salah satu.");
    const rated = await resident.post(`${path}/rate`, {
      ...formOf(page.body, "rate"),
      rating: "2",
      comment: "Belum rata",
    });
    expect(rated.status).toBe(303);
    expect(await stateOf(found)).toBe("working");
    const after = (await resident.get(rated.location ?? "")).body;
    expect(after).toContain("Belum rata");
    expect(after).toContain("Terima kasih. Laporan ini dibuka lagi");
    expect((await resident.get(`/laporan/${found.code}`)).body).toContain("Dibuka lagi");
  });

  it("says at its end how it ended and what one can do now", async () => {
    const found = await report(resident);
    await officerDoes("budi", found, "reject", { reason: "Jalan itu milik perumahan, bukan milik kota." });
    const ending = "<b>Laporan ditolak. Pelapor bisa keberatan dalam 10 hari kerja.</b>";
    expect((await resident.get(`/kasus/${found.code}`)).body).toContain(ending);
    expect((await resident.get(`/laporan/${found.code}`)).body).toContain(ending);
  });

  it("is told when the page is out of date, and keeps what was typed", async () => {
    const found = await report(resident);
    await officerDoes("budi", found, "take");
    await officerDoes("budi", found, "ask", { question: "Di mana tepatnya?" });
    const path = `/kasus/${found.code}`;
    const page = await resident.get(path);
    const stale = { ...formOf(page.body, "reply"), _revision: "1", reply: "Di depan sekolah" };
    const answer = await resident.post(`${path}/reply`, stale);
    expect(answer.status).toBe(409);
    expect(answer.body).toContain("baru saja diubah");
    expect(answer.body).toContain("Di depan sekolah");
    expect((await resident.post(`${path}/nonsense`, { _once: newId() })).status).toBe(409);
    expect((await resident.post(`${path}/reply`, { ...stale, _csrf: "x" })).status).toBe(403);
    expect(await stateOf(found)).toBe("asked");
  });
});

describe("news of a case", () => {
  it("reaches its owner's messages once, in a sentence and with the way to the case", async () => {
    const found = await report(resident);
    await officerDoes("budi", found, "take");
    await test.dispatcher.drain();
    const { body } = await resident.get("/saya/pesan");
    expect(body).toContain(formatPublicCode(found.code));
    expect(body.match(new RegExp(`href="/kasus/${found.code}"`, "g"))).toHaveLength(1);
    await test.dispatcher.drain();
    expect((await resident.get("/saya/pesan")).body.match(new RegExp(`href="/kasus/${found.code}"`, "g"))).toHaveLength(
      1,
    );
  });

  it("of a guest's case is told to nobody: the guest comes to look", async () => {
    const found = await report(createVisitor(test.app));
    await officerDoes("budi", found, "take");
    await test.dispatcher.drain();
    const told = await test.database.owner.pool.query("select 1 from notify.message where case_id = $1", [found.id]);
    expect(told.rowCount).toBe(0);
  });
});

describe("a guest's receipt", () => {
  it("shows the PIN on the day it was given, and never after", async () => {
    const guest = createVisitor(test.app);
    const found = await report(guest);
    const pin = formatGuestPin((await test.kernel.cases.guestPin(found.id)) ?? "");
    expect(pin).toMatch(/^\d{3} \d{3} \d{4}$/);
    const receiptOf = async (visitor: Visitor) => (await visitor.get(`/terima/${found.id}`)).body;
    expect(await receiptOf(guest)).toContain(pin);
    // The date stands with the step that it is about, and with the whole.
    const { body } = await guest.get(`/terima/${found.id}`);
    expect(body).toMatch(/Diambil petugas paling lambat/);
    expect(body).toMatch(/Semuanya selesai paling lambat/);
    expect(body).toContain("Buka lagi kasus ini sesekali.");
    const comeBack = async () => {
      const back = createVisitor(test.app);
      await back.get("/lacak");
      expect((await back.post("/lacak", { kode: found.code, pin })).status).toBe(303);
      return receiptOf(back);
    };
    expect(await comeBack()).toContain(pin);
    test.clock.advance(12 * 3600_000);
    const later = await comeBack();
    expect(later).toContain(formatPublicCode(found.code));
    expect(later).not.toContain(pin);
  });
});

describe("a guest's browser", () => {
  it("opens its case again when strangers have used up the tries of all; a new one waits an hour at most", async () => {
    const guest = createVisitor(test.app);
    const found = await report(guest);
    const pin = (await test.kernel.cases.guestPin(found.id)) ?? "";
    const tryPin = async (visitor: Visitor, given: string) => {
      await visitor.get("/lacak");
      return visitor.post("/lacak", { kode: found.code, pin: given });
    };
    await guest.post("/keluar", {});
    for (let tries = 0; tries < 60; tries += 1) await tryPin(createVisitor(test.app), `${pin}1`);
    expect(await tryPin(createVisitor(test.app), pin)).toMatchObject({ status: 303 });
    await test.database.owner.pool.query(
      `insert into accounts.attempt (id, action, key, at)
        select gen_random_uuid(), action, key, at from (select * from accounts.attempt where action = 'pin.target' limit 1), generate_series(1, 440)`,
    );
    const refused = await tryPin(createVisitor(test.app), pin);
    expect(refused.status).toBe(429);
    expect(errorAt(refused.body, "pin")).toContain(
      "Coba lagi dalam 1 jam, atau pakai perangkat yang pernah Anda pakai masuk",
    );
    expect(await tryPin(guest, pin)).toMatchObject({ status: 303, location: `/kasus/${found.code}` });
  });
});

describe("a form", () => {
  it("begun as a guest goes on after signing in, and belongs to the account then", async () => {
    const guest = createVisitor(test.app);
    const draft = await beginForm(guest);
    await guest.get(draft);
    await guest.post(`${draft}/kind`, reportAnswers.kind);
    await signIn(test.app, guest, newPhone());
    expect((await guest.get("/kasus")).body).toContain(draft);
    expect(await fillForm(guest, draft)).toBe(draft);
    expect((await guest.post(`${draft}/kirim`)).status).toBe(303);
    expect((await test.kernel.cases.find(draft.replace("/isi/", "")))?.owner).not.toBeNull();
    expect((await resident.get(`${draft}/kind`)).status).toBe(410);
  });

  it("of a guest goes on when another one was sent, though the guest's session is a new one then", async () => {
    const guest = createVisitor(test.app);
    const second = await beginForm(guest);
    await guest.get(`${second}/kind`);
    expect((await guest.post(`${second}/kind`, reportAnswers.kind)).status).toBe(303);
    const first = await beginForm(guest);
    expect(first).not.toBe(second);
    await fillForm(guest, first);
    expect((await guest.post(`${first}/kirim`)).status).toBe(303);
    await guest.get(first.replace("isi", "terima"));
    expect((await guest.get("/kasus")).body).toContain(second);
    expect(await fillForm(guest, second)).toBe(second);
  });

  it("asks for photos again that waited longer than a day, and is gone after a week", async () => {
    const draft = await beginForm(resident);
    await fillForm(resident, draft);
    await resident.get(`${draft}/photos`);
    expect(
      (await postFiles(test.app, resident, `${draft}/photos`, {}, [{ field: "photos.file", content: photo }])).status,
    ).toBe(303);
    expect((await resident.get(`${draft}/periksa`)).body).toContain("1 foto");
    test.clock.advance(25 * 3600_000);
    expect(await resident.get(`${draft}/periksa`)).toMatchObject({
      status: 303,
      location: `${draft}/photos?periksa=1`,
    });
    const page = await resident.get(`${draft}/photos?periksa=1`);
    expect(page.status).toBe(422);
    expect(errorAt(page.body, "photos")).toMatch(/./);
    expect(page.body).not.toContain(`name="photos" value`);
    expect((await resident.post(`${draft}/photos`)).status).toBe(303);
    expect((await resident.get(`${draft}/periksa`)).status).toBe(200);
    test.clock.advance(8 * 24 * 3600_000);
    const gone = await resident.get(`${draft}/periksa`);
    expect(gone.status).toBe(410);
    expect(gone.body).toContain('href="/layanan"');
    expect((await resident.post(`${draft}/kirim`)).status).toBe(410);
  });

  it("of any service is asked from its definition alone: known name, date, rows, papers", async () => {
    await resident.get("/saya/nama");
    const draft = await beginForm(resident, "population.residence-letter");
    const given: Readonly<Record<string, Readonly<Record<string, string>>>> = {
      fullName: { "fullName.value": "Siti Aminah" },
      nik: { nik: "3578 0512 3456 7890" },
      village: { "village.district": "35.78.05", "village.village": "35.78.05.1004" },
      address: { address: "Jl. Dinoyo 12" },
      since: { "since.day": "1", "since.month": "2", "since.year": "2020" },
      purpose: { purpose: "other" },
      otherPurpose: { otherPurpose: "Melamar beasiswa" },
      household: { "household.rows": "r1", "household.r1.name": "Ahmad", "household.r1.relation": "child" },
      true: { true: "yes" },
    };
    let next = draft;
    const asked: string[] = [];
    for (let step = 0; step < 20 && !next.endsWith("/periksa"); step += 1) {
      const page = await resident.get(next);
      if (page.location !== undefined) {
        next = page.location;
        continue;
      }
      expect(page.status).toBe(200);
      const name = next.split("/").at(-1) ?? "";
      asked.push(name);
      const fields =
        name === "true" ? { true: /name="true"[^>]*value="([^"]+)"/.exec(page.body)?.[1] ?? "" } : (given[name] ?? {});
      const posted =
        name === "proof"
          ? await postFiles(test.app, resident, next, {}, [{ field: "proof.file", content: photo }])
          : await resident.post(next, fields);
      expect(posted.location, posted.body).toBeDefined();
      next = posted.location ?? "";
    }
    expect(asked).toEqual([
      "fullName",
      "nik",
      "village",
      "address",
      "since",
      "purpose",
      "otherPurpose",
      "household",
      "proof",
      "true",
    ]);
    const review = await resident.get(next);
    expect(review.body).toContain("1. Ahmad, Anak");
    expect(review.body).toContain("Keputran, Tegalsari, Kota Surabaya");
    expect((await resident.post(`${draft}/kirim`)).status).toBe(303);
    const found = await test.kernel.cases.find(draft.replace("/isi/", ""));
    expect(found?.service).toBe("population.residence-letter");
    const page = await resident.get(`/kasus/${found?.code}`);
    expect(page.status).toBe(200);
    // What is sealed is not repeated on the page.
    expect(page.body).not.toMatch(/35780512|Ahmad/);
  });
});
