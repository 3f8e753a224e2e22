import type { Action } from "../../src/kernel/access/index.ts";
import type { Caller, Subject, World } from "./world.ts";

/** How one route is called, and whom it must let in beyond what its `access` entry says. */
export interface RouteUse {
  readonly path: (world: World, subject: Subject) => string;
  /** It is about one case: let in is whoever may do this with it. "everyone": as the public may. */
  readonly on?: Action;
  /** It is about something of one caller's own. */
  readonly only?: (caller: Caller) => boolean;
  /** Nobody: what is asked for does not exist, or the password is wrong. */
  readonly missing?: true;
  /** The owner calls by the session that holds the draft. */
  readonly drafting?: true;
  /** Form fields of a write, beside the token. */
  readonly fields?: Readonly<Record<string, string>>;
  /** A stream: only its beginning is read. */
  readonly stream?: true;
  /** It lists cases: those that this right covers, and no other. `part`: some of them may be left out. */
  readonly lists?: { readonly right: Action; readonly part?: true };
}

const at = (path: string): RouteUse => ({ path: () => path });
const list = (path: string, right: Action, part?: true): RouteUse => ({ path: () => path, lists: { right, part } });
const on = (action: Action, path: (subject: Subject) => string, rest: Partial<RouteUse> = {}): RouteUse => ({
  path: (_world, subject) => path(subject),
  on: action,
  ...rest,
});
const ofDraft = (part: string): RouteUse => ({
  path: ({ draft }) => `/isi/${draft.id}${part}`,
  only: ({ name }) => name === "owner",
  drafting: true,
});
const someId = "0192f0c1-0000-7000-8000-000000000000";

/** Every route of the program. One that is registered and not here makes the matrix fail: say how it is called, and whom it must let in. */
export const routeUses: Readonly<Record<string, RouteUse>> = {
  "GET /healthz": at("/healthz"),
  "GET /readyz": at("/readyz"),
  "GET /metrics": at("/metrics"),
  "GET /api/openapi.json": at("/api/openapi.json"),
  "GET /assets/:file": { path: ({ asset }) => asset },
  "GET /favicon.svg": at("/favicon.svg"),
  "GET /icon-192.png": at("/icon-192.png"),
  "GET /icon-512.png": at("/icon-512.png"),
  "GET /icon-maskable-512.png": at("/icon-maskable-512.png"),
  "GET /manifest.webmanifest": at("/manifest.webmanifest"),
  "GET /service-worker.js": at("/service-worker.js"),
  "GET /luring": at("/luring"),
  "GET /komponen": at("/komponen"),
  "GET /robots.txt": at("/robots.txt"),

  "GET /buku-terbuka": at("/buku-terbuka"),
  "GET /bukti/:entry": { ...at(`/bukti/${someId}`), missing: true },
  "GET /bukti/:entry/berkas": { ...at(`/bukti/${someId}/berkas`), missing: true },
  "GET /buku-terbuka/pemeriksa": at("/buku-terbuka/pemeriksa"),
  "GET /periksa": at("/periksa"),
  "POST /periksa": at("/periksa"),
  "GET /.well-known/balai-documents.json": at("/.well-known/balai-documents.json"),
  "GET /v/:code": { ...at("/v/000000000000"), missing: true },
  "GET /periksa-dokumen": at("/periksa-dokumen"),
  "POST /periksa-dokumen": at("/periksa-dokumen"),
  "GET /dokumen/:code/berkas": { ...at("/dokumen/000000000000/berkas"), missing: true },
  "GET /konsol/dokumen/:code": { ...at("/konsol/dokumen/000000000000"), missing: true },
  "POST /konsol/dokumen/:code": { ...at("/konsol/dokumen/000000000000"), missing: true },
  "GET /ledger/:book/checkpoint": { ...at("/ledger/nothing/checkpoint"), missing: true },
  "GET /ledger/:book/key": { ...at("/ledger/nothing/key"), missing: true },
  "GET /ledger/:book/numbers/:day": { ...at("/ledger/nothing/numbers/2026-11-27"), missing: true },
  "GET /ledger/:book/entries/:day": { ...at("/ledger/nothing/entries/2026-11-27"), missing: true },
  "GET /ledger/:book/anchors/:driver/:size": { ...at("/ledger/nothing/anchors/Konsorsium/1"), missing: true },
  "GET /ledger/:book/anchors/:driver/:size/checkpoint": {
    ...at("/ledger/nothing/anchors/Konsorsium/1/checkpoint"),
    missing: true,
  },
  "GET /ledger/:book/anchors/:driver/:size/stamp.tsr": {
    ...at("/ledger/nothing/anchors/Konsorsium/1/stamp.tsr"),
    missing: true,
  },
  "GET /ledger/:book/tile/entries/*": { ...at("/ledger/nothing/tile/entries/000"), missing: true },
  "GET /ledger/:book/tile/*": { ...at("/ledger/nothing/tile/0/000"), missing: true },

  "GET /": at("/"),
  "GET /layanan": at("/layanan"),
  "GET /layanan/:id": at("/layanan/reports.report"),
  "POST /layanan/:id/mulai": {
    ...at("/layanan/reports.report/mulai"),
    only: ({ actor }) => actor.kind !== "officer",
  },
  "GET /isi/:draft": ofDraft(""),
  "GET /isi/:draft/:question": ofDraft("/kind"),
  "POST /isi/:draft/:question": ofDraft("/kind"),
  "POST /isi/:draft/:question/nanti": ofDraft("/kind/nanti"),
  "GET /isi/:draft/berkas/:file": { ...ofDraft(`/berkas/${someId}`), only: undefined, missing: true },
  "GET /isi/:draft/periksa": ofDraft("/periksa"),
  "POST /isi/:draft/kirim": ofDraft("/kirim"),
  "GET /terima/:draft": {
    path: ({ draft }) => `/terima/${draft.id}`,
    only: ({ name }) => name === "owner",
    drafting: true,
  },
  "GET /kasus": list("/kasus", "case.read", true),
  "GET /lacak": at("/lacak"),
  "POST /lacak": at("/lacak"),
  "GET /kasus/:code": on("case.read", ({ found }) => `/kasus/${found.code}`),
  "GET /kasus/:code/langsung": on("case.read", ({ found }) => `/kasus/${found.code}/langsung`, { stream: true }),
  "GET /kasus/:code/berkas/:file": {
    path: ({ staged }, { found }) => `/kasus/${found.code}/berkas/${staged.owner}`,
    only: ({ name }) => name === "owner",
  },
  "POST /kasus/:code/:action": on("case.act", ({ found }) => `/kasus/${found.code}/nothing`),
  "GET /api/services": at("/api/services"),
  "GET /api/services/:id/schema": at("/api/services/reports.report/schema"),
  "POST /api/services/:id/cases": at("/api/services/reports.report/cases"),
  "GET /api": at("/api"),
  "GET /masalah/:type": at("/masalah/not-found"),
  "GET /berkas/:id/:variant": on("case.read", ({ photo }) => `/berkas/${photo}/thumb`),

  "GET /masuk": at("/masuk"),
  "POST /masuk": at("/masuk"),
  "GET /masuk/petugas": at("/masuk/petugas"),
  "POST /masuk/petugas": { ...at("/masuk/petugas"), missing: true },
  "GET /masuk/petugas/siapkan/:secret": { ...at(`/masuk/petugas/siapkan/${someId}`), missing: true },
  "POST /masuk/petugas/siapkan/:secret": { ...at(`/masuk/petugas/siapkan/${someId}`), missing: true },
  "GET /masuk/kode": at("/masuk/kode"),
  "POST /masuk/kode": at("/masuk/kode"),
  "POST /masuk/kode/lagi": { ...at("/masuk/kode/lagi"), missing: true },
  "GET /keluar": at("/keluar"),
  "POST /keluar": at("/keluar"),
  "POST /keluar/semua": at("/keluar/semua"),
  "GET /api/session": at("/api/session"),
  "GET /saya": at("/saya"),
  "GET /saya/perangkat": at("/saya/perangkat"),
  "POST /saya/perangkat": at("/saya/perangkat"),
  "GET /saya/akses": at("/saya/akses"),
  "GET /saya/unduh": list("/saya/unduh", "case.read"),
  "GET /saya/pesan": at("/saya/pesan"),
  "POST /saya/pesan/dibaca": at("/saya/pesan/dibaca"),
  "GET /saya/nama": at("/saya/nama"),
  "POST /saya/nama": at("/saya/nama"),
  "GET /saya/pilihan": at("/saya/pilihan"),
  "POST /saya/pilihan": at("/saya/pilihan"),
  "GET /saya/kuasa": at("/saya/kuasa"),
  "POST /saya/kuasa": at("/saya/kuasa"),
  "POST /saya/kuasa/cabut": { ...at("/saya/kuasa/cabut"), missing: true },
  "POST /saya/kuasa/pakai": { ...at("/saya/kuasa/pakai"), missing: true },
  "POST /saya/kuasa/berhenti": at("/saya/kuasa/berhenti"),
  "GET /saya/hapus": at("/saya/hapus"),
  "POST /saya/hapus": { ...at("/saya/hapus"), only: ({ actor }) => actor.kind === "resident" },
  "GET /saya/terhapus/:id": { ...at(`/saya/terhapus/${someId}`), missing: true },
  "GET /demo/pesan": at("/demo/pesan"),
  "GET /demo/pesan.json": at("/demo/pesan.json"),

  "GET /laporan": list("/laporan", "case.view-public"),
  "GET /laporan/peta": list("/laporan/peta", "case.view-public", true),
  "GET /laporan/kantor": at("/laporan/kantor"),
  "GET /laporan/kantor.csv": at("/laporan/kantor.csv"),
  "GET /laporan/langsung": { ...at("/laporan/langsung"), stream: true },
  "GET /laporan/:code": on("case.view-public", ({ found }) => `/laporan/${found.code}`),
  "GET /laporan/:code/langsung": on("case.view-public", ({ found }) => `/laporan/${found.code}/langsung`, {
    stream: true,
  }),
  "GET /api/reports": list("/api/reports", "case.view-public"),
  "GET /api/reports.csv": list("/api/reports.csv", "case.view-public"),
  "GET /api/reports/numbers": at("/api/reports/numbers"),
  "GET /api/reports/offices": at("/api/reports/offices"),
  "GET /api/reports/offices.csv": at("/api/reports/offices.csv"),

  "GET /konsol": list("/konsol", "case.read"),
  "GET /konsol/langsung": { ...at("/konsol/langsung"), stream: true },
  "GET /konsol/kasus/:code": on("case.read", ({ found }) => `/konsol/kasus/${found.code}`),
  "GET /konsol/kasus/:code/:action": on("case.read", ({ found }) => `/konsol/kasus/${found.code}/take`),
  "POST /konsol/kasus/:code/pribadi": on("case.read-personal", ({ found }) => `/konsol/kasus/${found.code}/pribadi`),
  "POST /konsol/kasus/:code/:action": on("case.act", ({ found }) => `/konsol/kasus/${found.code}/nothing`),
  "GET /konsol/berkas/:file": {
    path: ({ staged }) => `/konsol/berkas/${staged.officer}`,
    only: ({ name }) => name === "agency-officer",
  },
  "GET /konsol/ekspor.csv": list("/konsol/ekspor.csv", "case.export"),
  "GET /konsol/terlambat": list("/konsol/terlambat", "office.oversee"),
  "GET /konsol/akses": list("/konsol/akses", "access-log.audit", true),
  "GET /konsol/operasi": list("/konsol/operasi", "case.read", true),
  "GET /konsol/kelola": at("/konsol/kelola"),
  "GET /konsol/kelola/petugas": at("/konsol/kelola/petugas"),
  "POST /konsol/kelola/petugas": at("/konsol/kelola/petugas"),
  "GET /konsol/kelola/petugas/:username": at("/konsol/kelola/petugas/auditor"),
  "POST /konsol/kelola/petugas/:username/peran": at("/konsol/kelola/petugas/auditor/peran"),
  "POST /konsol/kelola/petugas/:username/peran/akhiri": at("/konsol/kelola/petugas/auditor/peran/akhiri"),
  // An officer who does not exist: the callers' own accounts are still needed.
  "POST /konsol/kelola/petugas/:username/tautan": { ...at("/konsol/kelola/petugas/nobody/tautan"), missing: true },
  "POST /konsol/kelola/petugas/:username/tutup": { ...at("/konsol/kelola/petugas/nobody/tutup"), missing: true },
  "POST /konsol/kelola/petugas/:username/buka": { ...at("/konsol/kelola/petugas/nobody/buka"), missing: true },
  "GET /konsol/kelola/kantor": at("/konsol/kelola/kantor"),
  "POST /konsol/kelola/kantor": at("/konsol/kelola/kantor"),
  "GET /konsol/kelola/kantor/:code": at("/konsol/kelola/kantor/own"),
  "POST /konsol/kelola/kantor/:code": at("/konsol/kelola/kantor/own"),
  "GET /konsol/kelola/aturan": at("/konsol/kelola/aturan"),
  "POST /konsol/kelola/aturan": at("/konsol/kelola/aturan"),
  "POST /konsol/kelola/aturan/akhiri": at("/konsol/kelola/aturan/akhiri"),
  "GET /konsol/kabar": at("/konsol/kabar"),
  "POST /konsol/kabar": at("/konsol/kabar"),
};
