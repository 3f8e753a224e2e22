// Reads a part of the page aloud. Shown only where the device has a voice of the page's language.
if ("speechSynthesis" in window) start();

function start(): void {
  const buttons = document.querySelectorAll<HTMLElement>("[data-read]");
  const language = document.documentElement.lang;
  const show = () => {
    // Some phones call Indonesian "in", its code before 1989.
    const names = language === "id" ? ["id", "in"] : [language];
    const voice = speechSynthesis.getVoices().find((v) => names.includes(v.lang.slice(0, 2).toLowerCase()));
    if (voice === undefined) return;
    for (const button of buttons) button.hidden = false;
  };
  show();
  speechSynthesis.addEventListener("voiceschanged", show);
  for (const button of buttons) {
    const label = button.querySelector("span");
    if (label === null) continue;
    const before = label.textContent;
    const reset = () => {
      label.textContent = before;
    };
    button.addEventListener("click", () => {
      const speaking = speechSynthesis.speaking;
      speechSynthesis.cancel();
      if (speaking) return reset();
      const part = document.getElementById(button.dataset["read"] ?? "");
      // biome-ignore lint/performance/useDomNodeTextContent: innerText leaves out what is not to be seen and keeps pauses
      const utterance = new SpeechSynthesisUtterance(part?.innerText);
      utterance.lang = language;
      utterance.onend = reset;
      utterance.onerror = reset;
      label.textContent = button.dataset["stop"] ?? before;
      speechSynthesis.speak(utterance);
    });
  }
  addEventListener("pagehide", () => speechSynthesis.cancel());
}

export {};
