import fc from "fast-check";
import { expect, it } from "vitest";
import { createAssets } from "../assets.ts";
import { createMessages } from "../i18n.ts";
import { uiMessages } from "../messages/index.ts";
import { renderPage } from "../page.tsx";
import type { Site } from "../site.ts";
import { Inbox, type InboxRow } from "./inbox.tsx";

const t = createMessages([uiMessages], { strict: true }).translator("id");
const site: Site = { place: "Desa Uji", url: "https://uji.example", menu: [], help: [], languages: ["id"] };
const assets = createAssets({ "kernel/ui/browser/resident.css": "a.css", "kernel/ui/browser/resident.ts": "b.js" });
const heads = { due: "Tenggat", subject: "Perihal", state: "Keadaan", officer: "Petugas" };
const plain: InboxRow = { id: "k-1", href: "/k/1", due: "Jum", title: "Jalan", meta: "1", state: "Baru", officer: "–" };

const drawn = (rows: readonly InboxRow[], label = "Hari ini") =>
  renderPage(<Inbox caption="Daftar" heads={heads} groups={[{ label, rows }]} empty="Kosong" />, {
    lang: "id",
    t,
    site,
    assets,
    title: "Daftar",
    path: "/",
  });

it("no text that people or definitions bring can end its place", () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom('"', "<", ">", "&", "'", "a", " ") }), (text) => {
      const nasty = `${text}"><script>alert(1)</script>`;
      const html = drawn(
        [{ ...plain, id: nasty, href: nasty, due: nasty, title: nasty, meta: nasty, state: nasty, officer: nasty }],
        nasty,
      );
      expect(html).not.toContain("<script>");
      expect(html.match(/<tr[ >]/g)).toHaveLength(3);
      // Nothing opens or closes but what we draw: heads, the group's line, one row.
      expect(html.match(/<(td|th|a|span)[ >]/g)).toHaveLength(4 + 1 + 4 + 1 + 1);
    }),
  );
});

it("tones have their tag and symbol, and the page carries the symbol", () => {
  const html = drawn([{ ...plain, dueTone: "late", stateTone: "plain" }]);
  expect(html).toContain(
    '<span class="tag late"><svg class="i" aria-hidden="true"><use href="#i-late"></use></svg>Jum',
  );
  expect(html).toContain('<span class="tag">Baru</span>');
  expect(html).toContain('<symbol id="i-late"');
});

it("the case that stands beside the list is marked", () => {
  expect(drawn([{ ...plain, current: true }])).toContain('<tr class="sel">');
  expect(drawn([{ ...plain, current: true }])).toContain('aria-current="true"');
  expect(drawn([plain])).not.toContain("aria-current");
});

it("without rows it says so", () => {
  expect(drawn([])).toContain("Kosong");
  expect(drawn([])).not.toContain("<table");
});
