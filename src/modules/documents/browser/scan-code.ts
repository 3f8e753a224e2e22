// Reads the code on a document by the camera. Shown only where there is one; what reads is loaded when it is asked for.
const part = document.querySelector<HTMLElement>("[data-scan]");
if (part !== null && navigator.mediaDevices !== undefined) {
  part.hidden = false;
  part.querySelector("button")?.addEventListener("click", () => void scan(part));
}

async function scan(within: HTMLElement): Promise<void> {
  show(within, undefined);
  const video = within.querySelector("video");
  if (video === null) return;
  try {
    const { readByCamera } = await import("./parts/camera.ts");
    const text = await readByCamera(video);
    const way = wayTo(text);
    if (way === undefined) show(within, "other");
    else location.assign(way);
  } catch {
    show(within, "none");
  }
}

/** The page of the document here, whatever address the code says: a copied page elsewhere must not be trusted. */
function wayTo(text: string): string | undefined {
  const found = /\/v\/([0-9A-Z]{12})(#[\w.-]+)?$/.exec(text);
  return found === null ? undefined : `/v/${found[1]}${found[2] ?? ""}`;
}

function show(within: HTMLElement, answer: string | undefined): void {
  for (const each of within.querySelectorAll<HTMLElement>("[data-answer]"))
    each.hidden = each.dataset["answer"] !== answer;
}
