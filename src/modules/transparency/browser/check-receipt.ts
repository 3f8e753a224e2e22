// Checks a receipt on the reader's own device: whoever serves the page then has no say in the answer. What checks is loaded when it is asked for.
for (const part of document.querySelectorAll<HTMLElement>("[data-check-receipt]")) {
  part.hidden = false;
  part.querySelector("button")?.addEventListener("click", () => void check(part));
}

async function check(part: HTMLElement): Promise<void> {
  show(part, undefined);
  try {
    const { ownCheck } = await import("./parts/own-check.ts");
    show(part, await ownCheck(part.dataset["file"] ?? "", part.dataset["keys"] ?? ""));
  } catch {
    show(part, "offline");
  }
}

/** One of the answers that the server wrote, hidden, in the reader's language. */
function show(part: HTMLElement, answer: string | undefined): void {
  for (const each of part.querySelectorAll<HTMLElement>("[data-answer]"))
    each.hidden = each.dataset["answer"] !== answer;
}
