// Pages from the network, else the kept public copy, else the offline page. Personal pages say no-store or private and are never kept.
// Hashed assets never change, so a kept one is right for ever.
interface WorkerEvent extends Event {
  waitUntil(work: Promise<unknown>): void;
}
interface RequestEvent extends WorkerEvent {
  readonly request: Request;
  respondWith(answer: Promise<Response>): void;
}

const kept = "balai-1";
const offline = "/luring";
const pagesKept = 40;

addEventListener("install", (event) => {
  (event as WorkerEvent).waitUntil(keepOfflinePage());
});

addEventListener("activate", (event) => {
  (event as WorkerEvent).waitUntil(
    caches
      .keys()
      .then((names) => Promise.all(names.filter((name) => name !== kept).map((name) => caches.delete(name)))),
  );
});

addEventListener("fetch", (event) => {
  const { request, respondWith } = event as RequestEvent;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== location.origin) return;
  if (url.pathname.startsWith("/assets/")) respondWith.call(event, fromCacheFirst(request));
  else if (request.mode === "navigate") respondWith.call(event, fromNetworkFirst(request));
});

async function keepOfflinePage(): Promise<void> {
  const cache = await caches.open(kept);
  const page = await fetch(offline, { cache: "reload", credentials: "omit" });
  const html = await page.clone().text();
  await cache.put(offline, page);
  await cache.addAll([...html.matchAll(/href="(\/assets\/[^"]+\.css)"/g)].map((found) => found[1] ?? offline));
}

async function fromCacheFirst(request: Request): Promise<Response> {
  const cache = await caches.open(kept);
  const hit = await cache.match(request);
  if (hit !== undefined) return hit;
  const answer = await fetch(request);
  if (answer.ok) void cache.put(request, answer.clone());
  return answer;
}

async function fromNetworkFirst(request: Request): Promise<Response> {
  const cache = await caches.open(kept);
  try {
    const answer = await fetch(request);
    if (answer.ok && !answer.redirected && mayKeep(answer)) {
      void cache.put(request, answer.clone()).then(() => dropOldest(cache));
    }
    return answer;
  } catch {
    return (await cache.match(request)) ?? (await cache.match(offline)) ?? Response.error();
  }
}

/** Only what the server calls public. Silence means no. */
function mayKeep(answer: Response): boolean {
  const control = answer.headers.get("cache-control") ?? "";
  return control.includes("public") && !/no-store|private/.test(control);
}

async function dropOldest(cache: Cache): Promise<void> {
  const pages = (await cache.keys()).filter((request) => !/^\/(assets\/|luring$)/.test(new URL(request.url).pathname));
  await Promise.all(pages.slice(0, Math.max(0, pages.length - pagesKept)).map((request) => cache.delete(request)));
}

export {};
