// The map of a place question without loading the page: the pin moves at once, then the form is posted as it would be without scripts, and the parts of
// the answer that concern the place are put in. The server stays the only one that knows what a point means.
const map = document.querySelector<HTMLFieldSetElement>("[data-parts]");
const form = map?.form;
if (map && form) start(map, form);

function start(map: HTMLFieldSetElement, form: HTMLFormElement): void {
  const fields = ["lat", "lng"].map((part) => form.elements.namedItem(map.dataset[part] ?? ""));
  const parts = ["peta-tampak", "peta-gambar", "peta-kata", "peta-akhir", ...(map.dataset["parts"] ?? "").split(" ")];
  let sent = 0;
  let waiting: ReturnType<typeof setTimeout> | undefined;
  /** Where the pin was put, until the server has said what is there. */
  let put: readonly [number, number] | undefined;

  if (matchMedia("(any-pointer: fine)").matches) map.querySelector("[data-keys]")?.removeAttribute("hidden");
  map.addEventListener("click", (event) => {
    const button = event.target instanceof Element ? event.target.closest("input, button") : null;
    if (button instanceof HTMLInputElement && button.type === "image") {
      const box = button.getBoundingClientRect();
      // Pressed by a key it was tapped nowhere: the server takes the pin's place, or the middle.
      const isTap = event.detail !== 0;
      const [x, y] = isTap ? [(event.clientX - box.x) / box.width, (event.clientY - box.y) / box.height] : [0, 0];
      if (isTap) putPin(x, y);
      const name = `${button.name}.`;
      post({ [`${name}x`]: String(Math.round(x * box.width)), [`${name}y`]: String(Math.round(y * box.height)) });
    } else if (button instanceof HTMLButtonElement && button.name !== "_peta.tutup") {
      post({ [button.name]: button.value });
    } else return;
    event.preventDefault();
  });
  map.addEventListener("keydown", (event) => {
    if (!(event.target instanceof HTMLInputElement)) return;
    const step = event.shiftKey ? 0.002 : 0.0125;
    const to = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
    const zoom = { "+": "dekat", "=": "dekat", "-": "jauh" }[event.key];
    if (zoom !== undefined) post({ "_peta.ke": zoom });
    else if (to !== undefined) {
      const [x, y] = put ?? pin() ?? [0.5, 0.5];
      const at = [inside(x + (to[0] ?? 0) * step), inside(y + ((to[1] ?? 0) * step * 4) / 3)] as const;
      putPin(...at);
      soon({ "_peta.titik": at.map((share) => share.toFixed(4)).join() });
    } else return;
    event.preventDefault();
  });
  // The device's own place, or coordinates typed in.
  for (const field of fields)
    if (field instanceof HTMLElement) field.addEventListener("change", () => soon({ "_peta.lihat": "1" }));

  /** What is pressed again and again is said once. */
  function soon(pressed: Readonly<Record<string, string>>): void {
    clearTimeout(waiting);
    waiting = setTimeout(() => void post(pressed), 400);
  }

  /** West, north, and the degrees the picture is wide and high. */
  function frame(): readonly number[] {
    return (document.getElementById("peta-gambar")?.dataset["frame"] ?? "").split(" ").map(Number);
  }

  function pin(): readonly [number, number] | undefined {
    const [lat, lng] = fields.map((field) => (field instanceof HTMLInputElement ? field.value.replace(",", ".") : ""));
    if (!lat || !lng) return undefined;
    const [west = 0, north = 0, wide = 1, high = 1] = frame();
    return [inside((Number(lng) - west) / wide), inside((north - Number(lat)) / high)];
  }

  function putPin(x: number, y: number): void {
    put = [x, y];
    const shape = document.getElementById("peta-pin");
    shape?.removeAttribute("visibility");
    shape?.setAttribute("transform", `translate(${Math.round(x * 640)} ${Math.round(y * 480)})`);
  }

  async function post(pressed: Readonly<Record<string, string>>): Promise<void> {
    clearTimeout(waiting);
    const turn = ++sent;
    const body = new URLSearchParams();
    for (const [name, value] of new FormData(form)) if (typeof value === "string") body.append(name, value);
    for (const [name, value] of Object.entries(pressed)) body.append(name, value);
    map.ariaBusy = "true";
    try {
      const answer = await fetch(form.action, { method: "POST", body, headers: { accept: "text/html" } });
      const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
      if (turn !== sent) return;
      // Sent already in another tab, or too old: what the server says instead is for the whole window.
      if (fresh.getElementById("peta-gambar") === null) location.assign(answer.url);
      take(fresh);
    } catch {
      if (turn !== sent) return;
      keepPin();
      const words = document.getElementById("peta-kata");
      if (words !== null) words.textContent = map.dataset["offline"] ?? "";
    }
    map.ariaBusy = null;
  }

  function take(fresh: Document): void {
    put = undefined;
    for (const old of fields) {
      const next = old instanceof HTMLInputElement ? fresh.getElementById(old.id) : null;
      if (old instanceof HTMLInputElement && next instanceof HTMLInputElement) old.value = next.value;
    }
    for (const id of parts) {
      const [old, next] = [document.getElementById(id), fresh.getElementById(id)];
      // Nothing is taken out of the hands of whoever chooses from a list.
      if (old === null || next === null || old.contains(document.activeElement)) continue;
      if (id === "peta-kata") old.replaceChildren(...next.childNodes);
      else old.replaceWith(document.adoptNode(next));
    }
  }

  /** Without a connection the pin stays where it was put: its point goes into the fields, and the server looks at it later. */
  function keepPin(): void {
    if (put === undefined) return;
    const [west = 0, north = 0, wide = 1, high = 1] = frame();
    for (const [index, degrees] of [north - put[1] * high, west + put[0] * wide].entries()) {
      const field = fields[index];
      if (field instanceof HTMLInputElement) field.value = degrees.toFixed(5);
    }
    put = undefined;
  }
}

function inside(share: number): number {
  return Math.min(1, Math.max(0, share));
}

export {};
