import type { CDPSession, Page } from "playwright-core";

export interface Received {
  readonly url: string;
  /** As Chromium names it: Document, Stylesheet, Script, Image, Manifest … */
  readonly type: string;
  /** Bytes on the wire, head and compressed body. */
  readonly bytes: number;
}

export interface ByteCount {
  received(): readonly Received[];
}

const counts = new WeakMap<Page, ByteCount>();

/** Counts from now on what a page receives, by the browser's own account of each answer. */
export async function countBytes(page: Page): Promise<ByteCount> {
  const session = await page.context().newCDPSession(page);
  const open = new Map<string, { url: string; type: string; redirected: number }>();
  const received: Received[] = [];
  session.on("Network.requestWillBeSent", ({ requestId, request, type, redirectResponse }) => {
    const before = open.get(requestId)?.redirected ?? 0;
    const redirected = before + (redirectResponse?.encodedDataLength ?? 0);
    open.set(requestId, { url: request.url, type: type ?? "Other", redirected });
  });
  session.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => {
    const request = open.get(requestId);
    if (request === undefined || request.url.startsWith("data:")) return;
    received.push({ url: request.url, type: request.type, bytes: encodedDataLength + request.redirected });
    open.delete(requestId);
  });
  await session.send("Network.enable");
  const count: ByteCount = { received: () => [...received] };
  counts.set(page, count);
  return count;
}

/**
 * Bytes a first visit to the page's address costs: all it has received since it was opened, and the favicon and the
 * manifest, which a headless browser does not fetch by itself.
 */
export async function measureBytes(page: Page): Promise<{ total: number; received: readonly Received[] }> {
  const count = counts.get(page);
  if (count === undefined) throw new Error("the page was not opened by openPage");
  await page.waitForLoadState("networkidle");
  const received = [...count.received()];
  const linked = await page.evaluate(() => {
    const links = [...document.querySelectorAll<HTMLLinkElement>('link[rel~="icon"], link[rel="manifest"]')];
    const icon =
      links.find((link) => link.relList.contains("icon"))?.href ?? new URL("/favicon.ico", location.href).href;
    const manifest = links.find((link) => link.rel === "manifest")?.href;
    return manifest === undefined ? [icon] : [icon, manifest];
  });
  for (const url of linked) {
    if (url.startsWith("data:") || received.some((each) => each.url === url)) continue;
    received.push(...(await fetchAlone(page, url)));
  }
  return { total: received.reduce((sum, each) => sum + each.bytes, 0), received };
}

/** Fetches an address as the page's context would, in a tab of its own, so that no policy of the page stands in the way. */
async function fetchAlone(page: Page, url: string): Promise<Received[]> {
  const tab = await page.context().newPage();
  try {
    const session: CDPSession = await page.context().newCDPSession(tab);
    await session.send("Network.enable");
    const done = new Promise<number>((resolve, reject) => {
      let document: string | undefined;
      session.on("Network.requestWillBeSent", ({ requestId }) => {
        document ??= requestId;
      });
      session.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => {
        if (requestId === document) resolve(encodedDataLength);
      });
      session.on("Network.loadingFailed", ({ requestId, errorText }) => {
        if (requestId === document) reject(new Error(`${url}: ${errorText}`));
      });
    });
    const [bytes] = await Promise.all([done, tab.goto(url)]);
    return [{ url, type: "Link", bytes }];
  } finally {
    await tab.close();
  }
}
