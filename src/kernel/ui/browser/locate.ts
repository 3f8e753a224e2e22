// Fills latitude, longitude and accuracy from the device, and says how it went. Five digits are about 1 m.
if ("geolocation" in navigator) start();

function start(): void {
  for (const place of document.querySelectorAll<HTMLElement>("[data-locate]")) {
    const button = place.querySelector("button");
    const output = place.querySelector("output");
    if (button === null || output === null) continue;
    place.hidden = false;
    button.addEventListener("click", () => {
      button.disabled = true;
      output.textContent = output.dataset["busy"] ?? "";
      navigator.geolocation.getCurrentPosition(
        ({ coords }) => {
          button.disabled = false;
          const metres = Math.round(coords.accuracy);
          fill(place.dataset["lat"], coords.latitude.toFixed(5));
          fill(place.dataset["lng"], coords.longitude.toFixed(5));
          fill(place.dataset["accuracy"], String(metres));
          output.textContent = (output.dataset["done"] ?? "").replace("{metres}", String(metres));
        },
        (error) => {
          button.disabled = false;
          const refused = error.code === error.PERMISSION_DENIED;
          output.textContent = output.dataset[refused ? "refused" : "failed"] ?? "";
        },
        { enableHighAccuracy: true, timeout: 20_000, maximumAge: 30_000 },
      );
    });
  }
}

function fill(name: string | undefined, value: string): void {
  if (name === undefined) return;
  for (const field of document.getElementsByName(name)) {
    if (!(field instanceof HTMLInputElement)) continue;
    field.value = value;
    // Maps and other scripts on the page follow the field.
    field.dispatchEvent(new Event("change", { bubbles: true }));
  }
}

export {};
