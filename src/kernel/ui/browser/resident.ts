// The script of every page, which works without it. What many pages need comes along in one file, since on a slow line each file costs more than its
// bytes; what only some need is asked for by their components.
import "./parts/device-buttons.ts";
import "./parts/live.ts";
import "./parts/read-aloud.ts";

// The list of errors comes first: whoever sent the form hears it at once.
document.querySelector<HTMLElement>("[data-focus]")?.focus();

// A slow line invites a second tap. The server would give the same answer; the form says that it heard.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!(form instanceof HTMLFormElement) || form.method !== "post") return;
  if (form.ariaBusy === "true") event.preventDefault();
  form.ariaBusy = "true";
  // A form that answers with a file leaves the page as it is.
  setTimeout(() => free(form), 15_000);
});
// A page that comes back from the browser's memory must not stay busy.
addEventListener("pageshow", () => {
  for (const form of document.forms) free(form);
});

function free(form: HTMLFormElement): void {
  form.ariaBusy = null;
}

const idle = window.requestIdleCallback ?? ((run: () => void) => setTimeout(run, 3000));
addEventListener("load", () => {
  idle(() => {
    void navigator.serviceWorker?.register("/service-worker.js").catch(() => undefined);
  });
});
