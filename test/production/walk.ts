import { expect } from "vitest";
import { authenticatorCode } from "../support/authenticator.ts";
import { createVisitor, hiddenField, type Visitor } from "../support/visitor.ts";
import type { Guide } from "./guide.ts";
import { healthAt, type Installation } from "./installation.ts";
import { proxyTo } from "./proxied.ts";

const password = "gamelan-malam-minggu";

/** What a resident answers; the village is the installation's own and is not asked. */
const answers: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  kind: { kind: "complaint" },
  category: { category: "road-damage" },
  what: { what: "Jalan ke balai dusun berlubang besar, air menggenang sehabis hujan." },
  where: { "where.landmark": "Dekat balai dusun Mancingan" },
  photos: {},
  visibility: { visibility: "name-hidden" },
  contact: { contact: "0812-9900-0001" },
};

/**
 * Walks the guide: its two blocks of commands with the service started between them, then the first report until it is closed.
 * `migrateAs`: settings for the first block alone, where the owner's address is wanted.
 */
export async function walkGuide(
  guide: Guide,
  installation: Installation,
  migrateAs: Readonly<Record<string, string>> = {},
): Promise<void> {
  const [prepare = "", fill = ""] = guide.shell;
  expect(guide.shell).toHaveLength(2);
  expect(installation.type(prepare, migrateAs)).toMatch(/Keys made in.*Applied/s);
  const { port, service, health } = await installation.start();
  // Nobody there, then alive and loading, then ready: and never ready before.
  expect(health).toEqual(["–", "200 503 starting", "200 200"]);
  const at = (address: string) =>
    createVisitor(proxyTo(port, new URL(installation.url).host, address), installation.url);

  const early = await at("203.0.113.9").get("/");
  expect(early.status).toBe(200);
  expect(early.body).toContain("Desa Parangtritis");
  expect(early.body).not.toContain("/demo/pesan");
  expect((await at("203.0.113.9").get("/demo/pesan")).status).toBe(404);

  const said = installation.type(fill);
  expect(said).toContain("Kantor: 2 baru");
  const links = [...said.matchAll(/kepada (\w+),[^\n]*\n(https:\S+)/g)].map(([, name = "", url = ""]) => ({
    name,
    url,
  }));
  expect(links.map(({ name }) => name)).toEqual(["lurah", "carik", "agus", "ratna", "siaga"]);
  const officers = new Map<string, Visitor>();
  for (const { name, url } of links) officers.set(name, await enrol(at("203.0.113.30"), url));
  const officer = (name: string): Visitor => {
    const found = officers.get(name);
    if (found === undefined) throw new Error(`no officer ${name}`);
    return found;
  };

  const { resident, code, pin } = await report(at("203.0.113.40"));
  // The head was told of who came; the rule brought the case to the office, where the dispatcher has nothing to do.
  expect((await officer("lurah").get("/konsol/kabar")).body).toContain("agus kini bertugas di Urusan Umum");
  const desk = await officer("agus").get("/konsol");
  expect(desk.body).toContain(code);
  await act(officer("agus"), code, "take");
  await act(officer("agus"), code, "answer", { note: "Lubang sudah kami tambal bersama warga hari ini." });
  // Who did the work cannot check it.
  expect((await officer("agus").get(`/konsol/kasus/${code}`)).body).not.toContain(`/konsol/kasus/${code}/verify`);
  await act(officer("ratna"), code, "verify");

  const stranger = at("203.0.113.50");
  expect((await stranger.get("/laporan")).body).toContain("Mancingan");
  expect((await stranger.get(`/laporan/${code}`)).body).toContain("Urusan Umum");
  await stranger.get("/lacak");
  expect((await stranger.post("/lacak", { kode: code, pin })).location).toBe(`/kasus/${code}`);
  await rate(resident, code);
  expect((await officer("siaga").get("/konsol/operasi")).status).toBe(200);

  service.process.kill("SIGTERM");
  expect(await service.ended).toBe(0);
  expect(await healthAt(port)).toBe("–");
  const log = service.output();
  expect(log).toContain('"route":"/masuk/petugas/siapkan/:secret"');
  for (const hidden of [
    password,
    "Agus Triyono",
    "Mancingan",
    "9900-0001",
    ...links.map(({ url }) => url.split("/").at(-1)),
  ])
    expect(log).not.toContain(hidden);
}

/** Opens the link, chooses a password, pairs an app, and is signed in by a cookie that only https carries. */
async function enrol(visitor: Visitor, url: string): Promise<Visitor> {
  const { pathname } = new URL(url);
  const page = await visitor.get(pathname);
  expect(page.status).toBe(200);
  const code = authenticatorCode(page.body, new Date());
  const entered = await visitor.post(pathname, { password, code });
  expect(entered).toMatchObject({ status: 303, location: "/konsol" });
  expect(String(entered.headers["set-cookie"])).toMatch(/__Host-balai=[^;]+;.*Secure/);
  return visitor;
}

/** Reports as a guest, question by question, and reads the receipt. */
async function report(resident: Visitor): Promise<{ resident: Visitor; code: string; pin: string }> {
  await resident.get("/layanan/reports.report");
  let next = (await resident.post("/layanan/reports.report/mulai")).location ?? "";
  for (let page = 0; page < 24 && !next.endsWith("/periksa"); page += 1) {
    const answer = await resident.get(next);
    if (answer.location !== undefined) {
      next = answer.location;
      continue;
    }
    const posted = await resident.post(next, answers[next.split("/").at(-1) ?? ""]);
    if (posted.location === undefined) throw new Error(`${next} was refused (${posted.status}): ${posted.body}`);
    next = posted.location;
  }
  await resident.get(next);
  const sent = await resident.post(next.replace("/periksa", "/kirim"));
  expect(sent.status).toBe(303);
  const receipt = await resident.get(sent.location ?? "");
  const text = receipt.body.replace(/<[^>]+>/g, "");
  const code =
    /[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}/.exec(text)?.[0].replaceAll("-", "") ?? "";
  const pin = /<dt>PIN<\/dt><dd>(.*?)<\/dd>/.exec(receipt.body)?.[1]?.replace(/<[^>]+>|\s/g, "") ?? "";
  expect([code, pin]).toEqual([expect.stringMatching(/^\w{12}$/), expect.stringMatching(/^\d{10}$/)]);
  return { resident, code, pin };
}

async function act(officer: Visitor, code: string, action: string, fields: Readonly<Record<string, string>> = {}) {
  const path = `/konsol/kasus/${code}/${action}`;
  const page = await officer.get(path);
  expect(page.status, `${path} ${page.body}`).toBe(200);
  const form = formTo(page.body, path);
  const done = await officer.post(path, {
    _once: hiddenField(form, "_once"),
    _revision: hiddenField(form, "_revision"),
    ...fields,
  });
  expect(done.status, `${path} ${done.body}`).toBe(303);
}

async function rate(resident: Visitor, code: string): Promise<void> {
  const page = await resident.get(`/kasus/${code}`);
  const form = formTo(page.body, `/kasus/${code}/rate`);
  const rated = await resident.post(`/kasus/${code}/rate`, {
    _once: hiddenField(form, "_once"),
    _revision: hiddenField(form, "_revision"),
    rating: "5",
  });
  expect(rated.status, rated.body).toBe(303);
}

/** The form that posts to a path. Throws when the page has none. */
function formTo(page: string, path: string): string {
  const form = [...page.matchAll(/<form[^>]*action="([^"?]*)[^"]*"[^>]*>.*?<\/form>/gs)].find(([, to]) => to === path);
  if (form === undefined) throw new Error(`the page has no form to ${path}`);
  return form[0];
}
