import { randomBytes, X509Certificate } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { sql } from "kysely";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type TestApp, testApp } from "../../../../test/support/app.ts";
import { writeEntries } from "../../../../test/support/book-entries.ts";
import { hasOpenssl, startAuthority, type TestAuthority } from "../../../../test/support/tsa.ts";
import { anchorBooks } from "./anchoring.ts";
import { openDrivers } from "./drivers/index.ts";
import { judgeStamp, stampQuestion } from "./drivers/rfc3161/time-stamp.ts";
import { ownAnchors } from "./settings.ts";
import { newestPlans } from "./store.ts";

describe.skipIf(!hasOpenssl())("time stamps of an authority", () => {
  let test: TestApp;
  let authority: TestAuthority;

  beforeAll(async () => {
    authority = await startAuthority();
    test = await testApp({}, { logFrom: "silent" });
    writeFileSync(join(test.dataFolder, "root.pem"), authority.root);
    writeFileSync(join(test.dataFolder, "anchors"), `rfc3161 Waktu ${authority.url} root.pem\n`);
  });
  afterAll(async () => {
    await test.close();
    await authority.stop();
  });
  beforeEach(() => {
    authority.behave("well");
    test.clock.advance(60_000);
  });

  async function round(): Promise<void> {
    const settings = ownAnchors(test.kernel.config);
    if (!settings.ok || settings.value === undefined) throw new Error("no settings");
    await anchorBooks(test.kernel, settings.value, await openDrivers(test.kernel, settings.value));
  }
  const get = (url: string) => test.app.inject({ url, headers: { accept: "text/html", cookie: "bahasa=id" } });
  const openPlans = async () => (await newestPlans(test.kernel.db.query)).filter(({ isOpen }) => isOpen);

  it("are kept, and `openssl ts -verify` accepts them for the signed state that was stamped", async () => {
    const [entry] = await writeEntries(test, "stamped", 3);
    await round();
    expect(await openPlans()).toEqual([]);
    const checkpoint = await get("/ledger/stamped/anchors/Waktu/3/checkpoint");
    const stamp = await get("/ledger/stamped/anchors/Waktu/3/stamp.tsr");
    expect(stamp.headers["content-type"]).toBe("application/timestamp-reply");
    expect(checkpoint.body).toMatch(/^localhost:8080\/ledger\/stamped\n3\n/);
    expect(authority.verify(stamp.rawPayload, checkpoint.body)).toContain("Verification: OK");
    expect(() => authority.verify(stamp.rawPayload, checkpoint.body.replace("\n3\n", "\n4\n"))).toThrow(
      /message imprint mismatch/,
    );
    expect((await get(`/bukti/${entry}`)).body).toMatch(/Titipan di luar.*Waktu, sejak/s);
    expect((await get("/buku-terbuka")).body).toContain("/ledger/stamped/anchors/Waktu/3/stamp.tsr");
  });

  it("are judged for the right reason", async () => {
    const faults = {
      "other data": "other-data",
      "other nonce": "other-nonce",
      "no nonce": "other-nonce",
      stranger: "not-trusted",
      "web server": "not-for-time-stamps",
      "many uses": "not-for-time-stamps",
      "not critical": "not-for-time-stamps",
      "old naming": "other-certificate",
      "flipped bit": "not-signed",
      nonsense: "not-a-stamp",
      refuses: "refused",
    };
    const [data, nonce] = [Buffer.from("a signed state\n"), randomBytes(8)];
    const roots = [new Uint8Array(new X509Certificate(authority.root).raw)];
    const found: Record<string, string> = {};
    for (const how of Object.keys(faults)) {
      authority.behave(how);
      const asked = await fetch(authority.url, { method: "POST", body: new Uint8Array(stampQuestion(data, nonce)) });
      const judged = await judgeStamp(new Uint8Array(await asked.arrayBuffer()), { data, nonce, roots });
      found[how] = judged.ok ? "ok" : judged.fault;
    }
    expect(found).toEqual(faults);
  }, 30_000);

  it("are not kept when the answer is wrong, and asked for again", async () => {
    for (const [how, hindrance] of [
      ["other data", "bad-reply"],
      ["web server", "bad-reply"],
      ["refuses", "refused"],
      ["status 500", "no-answer"],
    ] as const) {
      authority.behave(how);
      await writeEntries(test, "stamped", 1);
      test.clock.advance(60_000);
      await round();
      expect(await openPlans()).toMatchObject([{ book: "stamped", hindrance }]);
      const kept = await sql`select 1 from transparency.anchor_event e join transparency.anchor a on a.id = e.anchor_id
        where e.kind = 'anchored' and a.size = (select max(size) from transparency.anchor)`.execute(
        test.kernel.db.query,
      );
      expect(kept.rows).toEqual([]);
      // The same plan is done as soon as the authority does its part.
      authority.behave("well");
      await round();
      expect(await openPlans()).toEqual([]);
    }
  }, 30_000);

  it("are kept of a statement that was signed anew in the same way as the wrong ones above, but rightly", async () => {
    authority.behave("resigned");
    await writeEntries(test, "stamped", 1);
    await round();
    expect(await openPlans()).toEqual([]);
  });

  it("are waited for by nobody", async () => {
    authority.behave("hangs");
    await writeEntries(test, "stamped", 1);
    const waiting = round();
    const began = performance.now();
    const [entry = ""] = await writeEntries(test, "stamped", 1);
    expect(await test.kernel.books.receipt(entry)).toMatchObject({ book: "stamped" });
    expect((await get(`/bukti/${entry}`)).body).toContain("Belum. Titipan berikutnya mencakup catatan ini.");
    expect(performance.now() - began).toBeLessThan(5_000);
    await waiting;
    expect(await openPlans()).toMatchObject([{ hindrance: "no-answer" }]);
  }, 30_000);
});
