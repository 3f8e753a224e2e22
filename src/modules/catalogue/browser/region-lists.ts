// The list below comes as soon as a region is chosen: the form is posted as "Lanjut" would without the lists further down, which are then wanting, so that
// nothing is taken for an answer yet. Of what comes back only those lists are put in.
document.addEventListener("change", ({ target }) => {
  if (target instanceof HTMLSelectElement && target.dataset["below"] !== undefined) void showListsBelow(target);
});

const latest = new WeakMap<HTMLElement, number>();

async function showListsBelow(chosen: HTMLSelectElement): Promise<void> {
  const lists = chosen.closest<HTMLElement>("[data-regions]");
  const form = chosen.form;
  if (lists === null || form === null) return;
  const turn = (latest.get(lists) ?? 0) + 1;
  latest.set(lists, turn);
  const above = [...lists.children].findIndex((part) => part.contains(chosen)) + 1;
  const dropped = [...lists.children].slice(above);
  if (chosen.value === "") {
    for (const part of dropped) part.remove();
    forgetErrors();
    return;
  }
  const body = new FormData(form);
  for (const list of dropped.flatMap((part) => [...part.querySelectorAll("select")])) body.delete(list.name);
  lists.ariaBusy = "true";
  try {
    const answer = await fetch(form.action, { method: "POST", body: plain(body), headers: { accept: "text/html" } });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.querySelector(`[data-regions="${CSS.escape(lists.dataset["regions"] ?? "")}"]`);
    if (turn !== latest.get(lists) || fresh === null) return;
    for (const part of dropped) part.remove();
    lists.append(...[...fresh.children].slice(above).map((part) => document.adoptNode(part)));
  } catch {
    // No connection: the lists stay as they are, and "Lanjut" asks for them.
  } finally {
    if (turn === latest.get(lists)) lists.ariaBusy = null;
  }
}

/** Errors of lists that are gone lead nowhere. */
function forgetErrors(): void {
  const summary = document.querySelector("[data-focus]");
  for (const link of summary?.querySelectorAll<HTMLAnchorElement>("li a") ?? [])
    if (document.getElementById(link.hash.slice(1)) === null) link.closest("li")?.remove();
  if (summary?.querySelector("li") === null) summary.remove();
}

/** As a form without files is sent. */
function plain(data: FormData): URLSearchParams {
  const fields = new URLSearchParams();
  for (const [name, value] of data) if (typeof value === "string") fields.append(name, value);
  return fields;
}

// A step that was answered by its error, a search or the map came by a post. Its address has a page of its own, so the browser's Back may lead there and
// need not ask whether to send everything again.
for (const form of document.forms)
  if (form.method === "post" && form.action === location.href) history.replaceState(history.state, "", location.href);
