// Share, copy, print. A button is hidden until the device is known to be able to do it, and hidden means "not started yet":
// so it is enough to look again when a live part of the page was exchanged.
start();
addEventListener("balai:live", start);

function start(): void {
  each("data-share", (button) => {
    const url = new URL(button.dataset["share"] || location.href, location.href).href;
    const title = button.dataset["title"] ?? document.title;
    // Closing the sheet rejects the promise; that is the person's choice, not a failure.
    if (navigator.share !== undefined) void navigator.share({ title, url }).catch(() => undefined);
    else copy(url, button);
  });
  each("data-copy", (button) => copy(button.dataset["copy"] ?? "", button));
  each("data-print", () => print());
}

function each(attribute: string, act: (button: HTMLElement) => void): void {
  // Browsers allow copying only on https and localhost.
  const able =
    attribute === "data-print" ||
    navigator.clipboard !== undefined ||
    (attribute === "data-share" && "share" in navigator);
  if (!able) return;
  for (const button of document.querySelectorAll<HTMLElement>(`[${attribute}][hidden]`)) {
    button.hidden = false;
    button.addEventListener("click", () => act(button));
  }
}

/** Copies and says so on the button for two seconds. */
function copy(text: string, button: HTMLElement): void {
  const label = button.querySelector("span");
  if (label === null) return;
  const before = label.textContent;
  void navigator.clipboard.writeText(text).then(() => {
    label.textContent = button.dataset["done"] ?? before;
    label.role = "status";
    setTimeout(() => {
      label.textContent = before;
      label.role = null;
    }, 2000);
  });
}

export {};
