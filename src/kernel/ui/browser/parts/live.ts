// Follows event streams: when one speaks, the page is fetched again and the parts that follow it are exchanged.
// The server stays the only one that knows how a part looks and who may see it.
const againMs = 5_000;

follow();
// Back from the browser's memory: the streams were closed when the page was left.
addEventListener("pageshow", (event) => {
  if (event.persisted) follow();
});

function follow(): void {
  const parts = [...document.querySelectorAll<HTMLElement>("[data-live]")];
  for (const address of new Set(parts.map((part) => part.dataset["live"] ?? ""))) {
    // What happened between the drawing of the page and this moment is told at once.
    const stream = new EventSource(`${address}?since=${document.documentElement.dataset["at"] ?? ""}`);
    const exchange = gathered(async () => {
      if (!(await refresh(address))) setTimeout(exchange, againMs);
    });
    stream.addEventListener("message", exchange);
    stream.addEventListener("change", exchange);
    addEventListener("pagehide", () => stream.close(), { once: true });
  }
}

/** False when the page could not be had now. */
async function refresh(address: string): Promise<boolean> {
  const answer = await fetch(location.href, { headers: { accept: "text/html" } }).catch(() => undefined);
  if (answer === undefined || answer.status >= 500 || answer.status === 429) return false;
  if (!answer.ok) return true;
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
  document.documentElement.dataset["at"] = fresh.documentElement.dataset["at"];
  addSymbols(fresh);
  for (const old of document.querySelectorAll<HTMLElement>("[data-live]")) {
    if (old.dataset["live"] !== address) continue;
    const next = fresh.getElementById(old.id);
    if (next === null || next.isEqualNode(old)) continue;
    if (isBeingFilled(old)) continue;
    const focused = old.contains(document.activeElement) ? document.activeElement?.id : undefined;
    old.replaceWith(document.adoptNode(next));
    if (focused !== undefined && focused !== "") document.getElementById(focused)?.focus();
  }
  dispatchEvent(new Event("balai:live"));
  return true;
}

/** Never takes words out of somebody's hands. */
function isBeingFilled(part: HTMLElement): boolean {
  return [...part.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>("textarea, input")].some(
    (field) =>
      field.value !== field.defaultValue ||
      (field instanceof HTMLInputElement && field.checked !== field.defaultChecked),
  );
}

/** The new part may use symbols that this page did not carry. */
function addSymbols(fresh: Document): void {
  const sprite = document.querySelector(".sprite");
  for (const symbol of fresh.querySelectorAll(".sprite symbol")) {
    if (document.getElementById(symbol.id) === null) sprite?.append(document.adoptNode(symbol));
  }
}

/** Many events in a burst cause one fetch. */
function gathered(run: () => Promise<void>): () => void {
  let waiting = false;
  return () => {
    if (waiting) return;
    waiting = true;
    setTimeout(() => {
      waiting = false;
      void run();
    }, 300);
  };
}

export {};
