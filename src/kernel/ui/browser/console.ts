// The officer's keys. They press links and buttons that are on the page, so nothing works only by keyboard.
// Single keys can be turned off (WCAG 2.1.4).
const offKey = "balai.keysOff";

const dialog = document.querySelector<HTMLDialogElement>("#tombol");
const offBox = document.querySelector<HTMLInputElement>("[data-keys-off]");

if (offBox !== null) {
  offBox.checked = localStorage.getItem(offKey) !== null;
  offBox.addEventListener("change", () => {
    if (offBox.checked) localStorage.setItem(offKey, "1");
    else localStorage.removeItem(offKey);
  });
}

// The form stands in the middle of a long pane, so its list of errors may be out of sight: to the first field at fault itself.
const faulty = document.querySelector<HTMLElement>("#tindakan [aria-invalid]");
faulty?.focus({ preventScroll: true });
faulty?.scrollIntoView({ block: "center" });

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (localStorage.getItem(offKey) !== null || dialog?.open === true || isTyping(event.target)) return;
  if (act(event.key)) event.preventDefault();
});

function act(key: string): boolean {
  switch (key) {
    case "j":
      return move(1);
    case "k":
      return move(-1);
    case "/":
      return focus(document.querySelector<HTMLElement>("[type=search]"));
    case "?":
      dialog?.showModal();
      return true;
    default: {
      const target = [...document.querySelectorAll<HTMLElement>("[data-key]")].find(
        // The way back is a link that wide screens do not show: the list stands beside the case there.
        (element) => element.dataset["key"] === key && (key === "Escape" || element.checkVisibility()),
      );
      target?.click();
      return target !== undefined;
    }
  }
}

/** To the next or previous row; starts at the open case. Enter follows the link by itself. */
function move(by: 1 | -1): boolean {
  const rows = [...document.querySelectorAll<HTMLElement>("[data-row]")];
  const active = document.activeElement;
  const here = active instanceof HTMLElement ? rows.indexOf(active) : -1;
  const from = here >= 0 ? here : rows.findIndex((row) => row.ariaCurrent === "true");
  const to = from < 0 ? 0 : Math.min(rows.length - 1, Math.max(0, from + by));
  return focus(rows[to]);
}

function focus(element: HTMLElement | null | undefined): boolean {
  element?.focus();
  element?.scrollIntoView({ block: "nearest" });
  return element !== null && element !== undefined;
}

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target instanceof HTMLInputElement) return !["checkbox", "radio", "button", "submit"].includes(target.type);
  return target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement || target.isContentEditable;
}
