import { readdirSync, readFileSync, rmSync } from "node:fs";
import { createServer, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { basename, extname, join } from "node:path";
import { brotliCompressSync } from "node:zlib";
import type { VNode } from "preact";
import { build } from "vite";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { expectNoAxeViolations, openPage, screenshot } from "../../../e2e/support/browser.ts";
import { projectRoot } from "../config/index.ts";
import { type Assets, createAssets } from "./assets.ts";
import { exampleSets, Gallery } from "./components/gallery.tsx";
import { pageExamples } from "./components/pages.examples.tsx";
import { createMessages } from "./i18n.ts";
import { uiMessages } from "./messages/index.ts";
import { type PageOptions, renderPage } from "./page.tsx";
import type { Site } from "./site.ts";

const site: Site = {
  place: "Kota Surabaya",
  url: "https://balai.surabaya.example",
  menu: [
    { href: "/", icon: "home", label: "test.home" },
    { href: "/kasus", icon: "case", label: "test.cases" },
    { href: "/laporan", icon: "map", label: "test.reports" },
    { href: "/data-saya", icon: "eye", label: "test.data" },
  ],
  help: [
    { href: "tel:112", icon: "phone", title: "ui.help.emergency.title", text: "ui.help.emergency.text" },
    { href: "/kantor", icon: "office", title: "ui.help.visit.title", text: "ui.help.visit.text" },
  ],
  languages: ["id", "en"],
  levyHref: "/lapor?jenis=pungli",
  demo: { accountsHref: "/masuk", messagesHref: "/kotak-pesan" },
};
const menuTexts = {
  id: { "test.home": "Beranda", "test.cases": "Kasus saya", "test.reports": "Laporan", "test.data": "Data saya" },
  en: { "test.home": "Home", "test.cases": "My cases", "test.reports": "Reports", "test.data": "My data" },
};
const messages = createMessages([uiMessages, menuTexts], { strict: true });

const outDir = join(tmpdir(), `balai-ui-${process.pid}`);
const publicFolder = join(import.meta.dirname, "public");
const types: Readonly<Record<string, string>> = {
  ".js": "text/javascript",
  ".css": "text/css",
  ".svg": "image/svg+xml",
  ".png": "image/png",
};
let assets: Assets;
let server: Server;
let url: string;

beforeAll(async () => {
  await build({ root: projectRoot, logLevel: "error", build: { outDir, emptyOutDir: true } });
  const made = JSON.parse(readFileSync(join(outDir, ".vite", "manifest.json"), "utf8")) as Record<
    string,
    { file: string }
  >;
  assets = createAssets(
    Object.fromEntries(
      Object.entries(made).map(([source, { file }]) => [source.replace(/^src\//, ""), basename(file)]),
    ),
  );
  server = createServer((request, response) => serve(request.url ?? "/", response));
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterAll(() => {
  server.close();
  rmSync(outDir, { recursive: true, force: true });
});

function render(page: VNode, options: Partial<PageOptions> = {}): string {
  const lang = options.lang ?? "id";
  return renderPage(page, {
    lang,
    t: messages.translator(lang),
    site,
    assets,
    title: "Contoh",
    path: "/contoh",
    ...options,
  });
}

function serve(path: string, response: ServerResponse): void {
  // The same policy as the product's: nothing inline.
  response.setHeader("content-security-policy", "default-src 'self'; frame-ancestors 'none'; base-uri 'none'");
  const [name = ""] = path.slice(1).split("?");
  const html = pageOf(name);
  if (html !== undefined) {
    response.setHeader("content-type", "text/html; charset=utf-8");
    response.end(html);
    return;
  }
  const file = join(name.startsWith("assets/") ? outDir : publicFolder, name);
  try {
    response.setHeader("content-type", types[extname(name)] ?? "application/octet-stream");
    response.end(readFileSync(file));
  } catch {
    response.writeHead(404).end();
  }
}

function pageOf(name: string): string | undefined {
  if (name === "gallery") return render(<Gallery title="Komponen Balai" />);
  if (name === "gallery-en") return render(<Gallery title="Balai components" />, { lang: "en" });
  const example = pageExamples.find((page) => page.name === name);
  return example === undefined ? undefined : render(example.render(), { title: example.title, kind: example.kind });
}

describe("every component, in every state", () => {
  it("stands on the components page", () => {
    const html = render(<Gallery title="Komponen Balai" />);
    const shown = html.match(/data-example/g)?.length;
    expect(shown).toBe(exampleSets.flatMap((set) => set.examples).length);
    const named = exampleSets.flatMap((set) => set.component.split(", "));
    const files = readdirSync(join(import.meta.dirname, "components"))
      .filter((file) => file.endsWith(".tsx") && !file.endsWith(".examples.tsx"))
      .map((file) => readFileSync(join(import.meta.dirname, "components", file), "utf8"));
    // Frames are shown as whole pages; these are parts of others.
    const elsewhere =
      /^(Layout|QuestionLayout|ConsoleLayout|ErrorPage|OfflinePage|Inbox|Gallery|DemoBanner|SkipLink|Brand|HelpLink|Foot|Field|FieldGroup|Section|Stack|Columns|Band)$/;
    const exported = files
      .flatMap((text) => [...text.matchAll(/^export function ([A-Z]\w+)/gm)].map((found) => found[1] ?? ""))
      .filter((name) => !elsewhere.test(name));
    expect(exported.filter((name) => !named.includes(name))).toEqual([]);
  });

  it.each([
    ["gallery", 360],
    ["gallery", 1280],
    ["gallery-en", 360],
    ...pageExamples.flatMap((page) => [
      [page.name, 360] as const,
      ...(page.kind === "officer" ? [[page.name, 768] as const] : []),
      [page.name, 1280] as const,
    ]),
  ] as const)(
    "%s at %i: axe finds nothing, nothing scrolls sideways, no error is logged",
    async (name, width) => {
      const { page, close } = await openPage({ width });
      const faults: string[] = [];
      page.on("console", (message) => {
        if (message.type() === "error") faults.push(message.text());
      });
      page.on("pageerror", (error) => faults.push(String(error)));
      await page.goto(`${url}/${name}`);
      await screenshot(page, `ui-${name}`);
      await expectNoAxeViolations(page);
      const [inner, scroll] = await page.evaluate(() => [innerWidth, document.documentElement.scrollWidth]);
      expect(scroll).toBeLessThanOrEqual(inner ?? 0);
      // The example's event stream does not exist.
      expect(faults.filter((fault) => !/acara|404|text\/html|MIME/.test(fault))).toEqual([]);
      await close();
    },
    90_000,
  );
});

describe("bytes", () => {
  const wire = (source: string) => brotliCompressSync(readFileSync(join(outDir, assets.url(source).slice(1)))).length;

  it("styles", () => {
    expect(wire("kernel/ui/browser/resident.css")).toBeLessThanOrEqual(5000);
    expect(wire("kernel/ui/browser/console.css")).toBeLessThanOrEqual(2500);
  });

  it("scripts", () => {
    const scripts = ["resident", "device-buttons", "locate", "shrink", "read-aloud", "live"];
    const sizes = scripts.map((name) => wire(`kernel/ui/browser/${name}.ts`));
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(4000);
    expect(wire("kernel/ui/browser/service-worker.ts")).toBeLessThanOrEqual(2000);
    expect(wire("kernel/ui/browser/console.ts")).toBeLessThanOrEqual(2000);
  });

  it.each(["home", "case", "question-errors"])("a first visit of %s stays far below 14 kB", (name) => {
    const html = pageOf(name) ?? "";
    const sources = [...html.matchAll(/(?:href|src)="\/(assets\/[^"]+)"/g)].map((found) => found[1] ?? "");
    const parts = sources.map((file) => brotliCompressSync(readFileSync(join(outDir, file))).length);
    const icon = brotliCompressSync(readFileSync(join(publicFolder, "favicon.svg"))).length;
    const total = brotliCompressSync(html).length + icon + parts.reduce((sum, size) => sum + size, 0);
    // 14 kB with the heads of the answers (about 300 B each) and the module's own words.
    expect(total).toBeLessThanOrEqual(10_500);
  });
});
