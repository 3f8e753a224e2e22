import { EventEmitter, once } from "node:events";
import { readdirSync, readFileSync, rmSync } from "node:fs";
import { createServer, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { basename, extname, join } from "node:path";
import { brotliCompressSync } from "node:zlib";
import type { VNode } from "preact";
import sharp from "sharp";
import { build } from "vite";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { expectNoAxeViolations, type OpenPage, openPage, screenshot } from "../../../e2e/support/browser.ts";
import { projectRoot } from "../config/index.ts";
import { type Assets, createAssets } from "./assets.ts";
import { exampleSets, Gallery } from "./components/gallery.tsx";
import { Layout } from "./components/layout.tsx";
import { Live } from "./components/live.tsx";
import { OfflinePage } from "./components/offline-page.tsx";
import { pageExamples } from "./components/pages.examples.tsx";
import { Tag } from "./components/tag.tsx";
import { createMessages } from "./i18n.ts";
import { uiMessages } from "./messages/index.ts";
import { type PageOptions, renderPage } from "./page.tsx";
import { offlinePath, serviceWorkerSource } from "./pwa/manifest.ts";
import { emergencyHelp, type Site, visitHelp } from "./site.ts";

const site: Site = {
  place: "Kota Surabaya",
  url: "https://balai.surabaya.example",
  menu: [
    { href: "/", icon: "home", label: "test.home" },
    { href: "/kasus", icon: "case", label: "test.cases" },
    { href: "/laporan", icon: "map", label: "test.reports" },
    { href: "/data-saya", icon: "eye", label: "test.data" },
  ],
  help: [emergencyHelp, visitHelp("/kantor")],
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
let news = "belum ada";
const hub = new EventEmitter();

/** One window per width, led from page to page: a window for each page would take most of the time. */
const windows = new Map<number, OpenPage>();

async function windowOf(width: 360 | 768 | 1280): Promise<OpenPage["page"]> {
  const opened = windows.get(width) ?? (await openPage({ width }));
  windows.set(width, opened);
  return opened.page;
}

beforeAll(async () => {
  await build({ root: projectRoot, logLevel: "error", build: { outDir, emptyOutDir: true } });
  const made: Record<string, { file: string }> = JSON.parse(
    readFileSync(join(outDir, ".vite", "manifest.json"), "utf8"),
  );
  assets = createAssets(
    Object.fromEntries(
      Object.entries(made).map(([source, { file }]) => [source.replace(/^src\//, ""), basename(file)]),
    ),
  );
  server = createServer((request, response) => serve(request.url ?? "/", response));
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.address() as AddressInfo;
  url = `http://127.0.0.1:${port}`;
});

afterAll(async () => {
  for (const opened of windows.values()) await opened.close();
  server.closeAllConnections();
  server.close();
  rmSync(outDir, { recursive: true, force: true });
});

function render(page: VNode, options: Partial<PageOptions> = {}): string {
  const lang = options.lang ?? "id";
  const t = messages.translator(lang);
  return renderPage(page, { lang, t, site, assets, title: "Contoh", path: "/contoh", ...options });
}

function serve(path: string, response: ServerResponse): void {
  const [name = ""] = path.slice(1).split("?");
  // The same policy as the product's: nothing inline.
  response.setHeader("content-security-policy", "default-src 'self'; frame-ancestors 'none'; base-uri 'none'");
  if (name === "acara/uji") {
    response.writeHead(200, { "content-type": "text/event-stream" }).flushHeaders();
    hub.on("news", () => response.write("event: change\ndata: {}\n\n"));
    hub.emit("connected");
    return;
  }
  const html = pageOf(name);
  if (html !== undefined) {
    response.setHeader("content-type", "text/html; charset=utf-8");
    response.setHeader("cache-control", name === "home" ? "public, max-age=1" : "private, no-store");
    response.end(html);
    return;
  }
  const built = name === "service-worker.js" ? assets.url(serviceWorkerSource).slice(1) : name;
  const file = join(built.startsWith("assets/") ? outDir : publicFolder, built);
  try {
    const body = readFileSync(file);
    response.setHeader("content-type", types[extname(name)] ?? "application/octet-stream");
    response.end(body);
  } catch {
    response.writeHead(404).end();
  }
}

function pageOf(name: string): string | undefined {
  if (`/${name}` === offlinePath) return render(<OfflinePage />);
  if (name === "gallery") return render(<Gallery title="Komponen Balai" />);
  if (name === "gallery-en") return render(<Gallery title="Balai components" />, { lang: "en" });
  if (name === "live")
    return render(
      <Layout>
        <Live id="kabar" events="/acara/uji">
          {news === "belum ada" ? <p>{news}</p> : <Tag tone="ok">{news}</Tag>}
          <textarea id="pesan" name="pesan" aria-label="Pesan" />
        </Live>
      </Layout>,
    );
  const example = pageExamples.find((page) => page.name === name);
  return example === undefined ? undefined : render(example.render(), { title: example.title, kind: example.kind });
}

describe("every component, in every state", () => {
  it("stands on the components page", () => {
    const html = render(<Gallery title="Komponen Balai" />);
    expect(html.match(/data-example/g)?.length).toBe(exampleSets.flatMap((set) => set.examples).length);
    const named = exampleSets.flatMap((set) => set.component.split(", "));
    const folder = join(import.meta.dirname, "components");
    const exported = readdirSync(folder)
      .filter((file) => file.endsWith(".tsx") && !file.endsWith(".examples.tsx"))
      .flatMap((file) => [...readFileSync(join(folder, file), "utf8").matchAll(/^export function ([A-Z]\w+)/gm)])
      .map((found) => found[1] ?? "");
    // Frames are shown as whole pages; the rest are parts of what is shown.
    const elsewhere =
      /^(\w*Layout|\w+Page|Inbox|Gallery|DemoBanner|ActingBanner|SkipLink|Brand|HelpLink|Foot|Field|FieldGroup|Section|Stack|Columns|Band)$/;
    expect(exported.filter((name) => !elsewhere.test(name) && !named.includes(name))).toEqual([]);
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
      const page = await windowOf(width);
      const faults: string[] = [];
      page.removeAllListeners("console").on("console", (message) => {
        if (message.type() === "error") faults.push(message.text());
      });
      page.removeAllListeners("pageerror").on("pageerror", (error) => faults.push(String(error)));
      await page.goto(`${url}/${name}`);
      if (process.env["BALAI_SCREENS"] !== undefined) await screenshot(page, `ui-${name}`);
      await expectNoAxeViolations(page);
      const [inner, scroll] = await page.evaluate(() => [innerWidth, document.documentElement.scrollWidth]);
      expect(scroll).toBeLessThanOrEqual(inner ?? 0);
      // The gallery's event stream does not exist here.
      expect(faults.filter((fault) => !/404|MIME type/.test(fault))).toEqual([]);
    },
    90_000,
  );
});

describe("bytes on the wire, brotli", () => {
  const wire = (file: string) => brotliCompressSync(readFileSync(file)).length;
  const built = (source: string) => wire(join(outDir, assets.url(source).slice(1)));

  it("styles: 5 kB for residents, 2.5 kB more for officers", () => {
    expect(built("kernel/ui/browser/resident.css")).toBeLessThanOrEqual(5000);
    expect(built("kernel/ui/browser/console.css")).toBeLessThanOrEqual(2500);
  });

  it("scripts: all a resident can meet 4 kB, service worker 2 kB", () => {
    const scripts = ["resident", "locate", "shrink"];
    const sizes = scripts.map((name) => built(`kernel/ui/browser/${name}.ts`));
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(4000);
    expect(built(serviceWorkerSource)).toBeLessThanOrEqual(2000);
    expect(built("kernel/ui/browser/console.ts")).toBeLessThanOrEqual(2000);
  });

  it.each(["home", "case", "question-errors"])("a first visit of %s leaves room below 14 kB", (name) => {
    const html = pageOf(name) ?? "";
    const parts = [...html.matchAll(/(?:href|src)="\/(assets\/[^"]+)"/g)].map((found) => found[1] ?? "");
    expect(parts.length).toBeGreaterThanOrEqual(2);
    const total = [join(publicFolder, "favicon.svg"), ...parts.map((file) => join(outDir, file))]
      .map(wire)
      .reduce((sum, size) => sum + size, brotliCompressSync(html).length);
    // The rest is for the heads of the answers (about 300 B each), photos and the manifest.
    expect(total).toBeLessThanOrEqual(10_500);
  });
});

describe("scripts", () => {
  it("send a form once, however often the button is tapped", async () => {
    const { page, close } = await openPage();
    await page.goto(`${url}/question-pick`);
    await page.getByLabel("Sampah").check();
    const stopped = await page.evaluate(() => {
      const heard: boolean[] = [];
      addEventListener("submit", (event) => {
        heard.push(event.defaultPrevented);
        event.preventDefault();
      });
      const button = document.querySelector<HTMLButtonElement>(".stick button");
      for (let tap = 0; tap < 3; tap++) button?.click();
      return heard;
    });
    expect(stopped).toEqual([false, true, true]);
    await close();
  });

  it("fill the place from the device; without scripts the button is not there", async () => {
    const { page, close } = await openPage({ position: { latitude: -7.257472, longitude: 112.752088 } });
    await page.goto(`${url}/question-errors`);
    await page.getByRole("button", { name: "Pakai tempat saya sekarang" }).click();
    await page.getByText(/Tempat Anda ditemukan/).waitFor();
    expect(await page.locator("[name=lat]").inputValue()).toBe("-7.25747");
    expect(await page.locator("[name=lng]").inputValue()).toBe("112.75209");
    await close();
    const plain = await openPage({ javaScript: false });
    await plain.page.goto(`${url}/question-errors`);
    expect(await plain.page.getByText("Pakai tempat saya sekarang").isVisible()).toBe(false);
    await plain.close();
  });

  it("say what to do when the device refuses", async () => {
    const { page, close } = await openPage();
    await page.goto(`${url}/question-errors`);
    await page.getByRole("button", { name: "Pakai tempat saya sekarang" }).click();
    await page.getByText(/(tidak mengizinkan|tidak ditemukan)/).waitFor();
    await close();
  });

  it("make a photo smaller before it travels, and leave other files alone", async () => {
    const { page, close } = await openPage();
    await page.goto(`${url}/question-errors`);
    const noise = { type: "gaussian", mean: 128, sigma: 40 } as const;
    const photo = await sharp({ create: { width: 1800, height: 1200, channels: 3, background: "#888", noise } })
      .jpeg({ quality: 95 })
      .toBuffer();
    const input = page.locator("#foto");
    await input.setInputFiles({ name: "jalan.jpg", mimeType: "image/jpeg", buffer: photo });
    await page.getByText(/Foto diperkecil/).waitFor();
    const [width, size] = await input.evaluate(async (element) => {
      const file = element instanceof HTMLInputElement ? element.files?.[0] : undefined;
      return file === undefined ? [] : [(await createImageBitmap(file)).width, file.size];
    });
    expect(width).toBe(1600);
    expect(size).toBeLessThan(photo.length);
    await input.setInputFiles({ name: "surat.pdf", mimeType: "application/pdf", buffer: Buffer.from("%PDF-1.7") });
    await page.waitForFunction(() => document.querySelector("output.meta:empty") !== null);
    expect(await input.inputValue()).toContain("surat.pdf");
    await close();
  });

  it("exchange a live part when an event arrives, but not words that somebody is writing", async () => {
    const { page, close } = await openPage();
    const connected = once(hub, "connected");
    await page.goto(`${url}/live`);
    await connected;
    news = "Sudah ditambal";
    hub.emit("news");
    await page.getByText("Sudah ditambal").waitFor();
    // The page did not carry this symbol before.
    expect(await page.locator(".sprite #i-check").count()).toBe(1);
    await page.locator("#pesan").fill("Terima ka");
    news = "Dibuka lagi";
    const fetched = page.waitForResponse(`${url}/live`);
    hub.emit("news");
    await (await fetched).finished();
    await page.locator("#pesan").pressSequentially("sih");
    expect(await page.locator("#pesan").inputValue()).toBe("Terima kasih");
    expect(await page.getByText("Sudah ditambal").count()).toBe(1);
    news = "belum ada";
    await close();
  });

  it("lead an officer by keys, never while typing, and can be turned off", async () => {
    const { page, close } = await openPage({ width: 1280 });
    await page.goto(`${url}/console`);
    const focused = () => page.evaluate(() => document.activeElement?.textContent ?? "");
    await page.keyboard.press("j");
    expect(await focused()).toMatch(/^Genangan/);
    await page.keyboard.press("k");
    expect(await focused()).toMatch(/^Jalan berlubang/);
    await page.keyboard.press("/");
    await page.keyboard.type("jk?");
    expect(await page.locator("[type=search]").inputValue()).toBe("jk?");
    await page.locator("[type=search]").blur();
    await page.keyboard.press("?");
    await page.getByLabel("Matikan tombol pintas di komputer ini").check();
    await page.getByRole("button", { name: "Tutup" }).click();
    await page.keyboard.press("/");
    expect(await page.evaluate(() => document.activeElement?.getAttribute("type"))).not.toBe("search");
    await close();
  });

  it("keep public pages and the offline page for times without a connection, never personal ones", async () => {
    const { page, context, close } = await openPage({ serviceWorker: true });
    await page.goto(`${url}/home`);
    await page.evaluate(async () => {
      await navigator.serviceWorker.ready;
    });
    await page.goto(`${url}/home`);
    await page.goto(`${url}/case`);
    await page.waitForFunction(async () => (await caches.match("/home")) !== undefined);
    await context.setOffline(true);
    await page.goto(`${url}/home`);
    expect(await page.textContent("h1")).toBe("Apa yang Anda perlukan?");
    await page.goto(`${url}/case`);
    expect(await page.textContent("h1")).toBe("Tidak ada sambungan");
    expect(await page.evaluate(() => getComputedStyle(document.querySelector(".top") ?? document.body).color)).toBe(
      "rgb(255, 255, 255)",
    );
    await close();
  });
});
