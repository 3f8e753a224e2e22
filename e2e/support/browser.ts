import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { type Browser, type BrowserContext, type BrowserType, chromium, type Page } from "playwright-core";
import { noteWithoutScript } from "./axe.ts";
import { type ByteCount, countBytes } from "./bytes.ts";
import { type Chromium, findChromium } from "./chromium.ts";

export { expectNoAxeViolations, findAxeViolations } from "./axe.ts";
export { measureBytes, type Received } from "./bytes.ts";

export interface PageOptions {
  /** CSS pixels: a cheap phone, or a wide screen. */
  readonly width?: 360 | 768 | 1280;
  readonly javaScript?: boolean;
  readonly locale?: "id-ID" | "en-GB";
  /** A position the page may ask for; without one, asking is refused. */
  readonly position?: { readonly latitude: number; readonly longitude: number };
  /** Off by default, so that a page is judged by itself. */
  readonly serviceWorker?: boolean;
}

export interface OpenPage {
  readonly page: Page;
  readonly context: BrowserContext;
  /** Bytes received since the page was opened. */
  readonly bytes: ByteCount;
  close(): Promise<void>;
}

const flags = [
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--font-render-hinting=none",
];
const sizes = {
  360: { width: 360, height: 740 },
  768: { width: 768, height: 1024 },
  1280: { width: 1280, height: 800 },
};

const home = join(import.meta.dirname, "../../node_modules/.cache/balai-chromium-home");

let shared: Promise<Browser> | undefined;

/** The browser of this test worker, started at first use; it ends with the worker. */
export function sharedBrowser(): Promise<Browser> {
  shared ??= launch(findChromium());
  return shared;
}

async function launch(found: Chromium): Promise<Browser> {
  // Playwright makes and removes a profile per start; what Chromium writes into a home beside it stays out of the person's.
  mkdirSync(home, { recursive: true });
  const options: Parameters<BrowserType["launch"]>[0] = {
    executablePath: found.path,
    headless: true,
    env: { ...process.env, ...found.env, HOME: home, XDG_CONFIG_HOME: home, XDG_CACHE_HOME: home },
    args: flags,
  };
  const isRoot = process.getuid?.() === 0;
  if (isRoot) return chromium.launch({ ...options, chromiumSandbox: false });
  try {
    return await chromium.launch({ ...options, chromiumSandbox: true });
  } catch (fault) {
    // Containers often forget ordinary users the namespaces the sandbox needs; the pages are our own, so it may go without.
    if (!(fault instanceof Error) || !/sandbox|namespace/i.test(fault.message)) throw fault;
    return chromium.launch({ ...options, chromiumSandbox: false });
  }
}

/** Opens an empty page in a context of its own (cookies, storage, cache); close it when done. */
export async function openPage(options: PageOptions = {}): Promise<OpenPage> {
  const width = options.width ?? 360;
  const browser = await sharedBrowser();
  const context = await browser.newContext({
    viewport: sizes[width],
    deviceScaleFactor: width === 360 ? 2 : 1,
    hasTouch: width === 360,
    isMobile: width === 360,
    javaScriptEnabled: options.javaScript ?? true,
    locale: options.locale ?? "id-ID",
    timezoneId: "Asia/Jakarta",
    serviceWorkers: options.serviceWorker === true ? "allow" : "block",
    permissions: options.position === undefined ? [] : ["geolocation"],
    ...(options.position === undefined ? {} : { geolocation: options.position }),
  });
  if (options.javaScript === false) noteWithoutScript(context);
  context.setDefaultTimeout(15_000);
  const page = await context.newPage();
  const bytes = await countBytes(page);
  return { page, context, bytes, close: () => context.close() };
}

/** Folder of pictures: docs/screens under `npm run screens`, else the run's own folder, which git ignores. */
const screenFolder = process.env.BALAI_SCREENS ?? join(".balai-test", "screens");

/** Writes `<name>-<width>.png` of the whole page and gives its path. */
export async function screenshot(page: Page, name: string): Promise<string> {
  mkdirSync(screenFolder, { recursive: true });
  const size = page.viewportSize() ?? sizes[360];
  const path = join(screenFolder, `${name}-${size.width}.png`);
  await page.evaluate(() => document.fonts.ready.then(() => undefined));
  // A window as high as the page: what sticks to the window's edge then stands at the page's edge, not across its middle.
  const height = await page.evaluate(() => document.documentElement.scrollHeight);
  await page.setViewportSize({ width: size.width, height: Math.max(size.height, height) });
  await page.screenshot({ path, animations: "disabled", caret: "hide" });
  await page.setViewportSize(size);
  return path;
}
