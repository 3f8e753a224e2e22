// Counts down until another code may be asked for. Without it the button is there at once, and the server says how long to wait.
for (const button of document.querySelectorAll<HTMLButtonElement>("[data-wait]")) {
  const label = button.querySelector("span");
  const words = button.dataset["waiting"];
  if (label === null || words === undefined) continue;
  const ready = label.textContent;
  const until = performance.now() + Number(button.dataset["wait"]) * 1000;
  const tick = (): void => {
    const left = Math.ceil((until - performance.now()) / 1000);
    button.disabled = left > 0;
    label.textContent = left > 0 ? words.replace("{seconds}", String(left)) : ready;
    if (left > 0) setTimeout(tick, 500);
  };
  tick();
}

export {};
