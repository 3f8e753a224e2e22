// Checks the code that came with the address ("#…", which no server ever sees) on the reader's own device. What checks is loaded only when there is one.
for (const part of document.querySelectorAll<HTMLElement>("[data-check-document]")) void check(part);
// The same page with another paper's code loads nothing anew.
addEventListener("hashchange", () => location.reload());

async function check(part: HTMLElement): Promise<void> {
  const text = location.hash.slice(1);
  if (text === "") return;
  part.hidden = false;
  const { judgeCode } = await import("./parts/judge-code.ts");
  const found = await judgeCode(text, part.dataset["checkDocument"] ?? "", part.dataset["keys"] ?? "");
  for (const each of part.querySelectorAll<HTMLElement>("[data-answer]"))
    each.hidden = each.dataset["answer"] !== found.answer;
  // A paper that is not ours, or not checked yet, must not stand below "valid". What was ended stays ended.
  for (const register of document.querySelectorAll<HTMLElement>("[data-register]"))
    register.hidden = found.answer === "offline" ? register.dataset["register"] === "valid" : found.answer !== "valid";
  const list = part.querySelector("[data-compared]");
  for (const [label, value] of found.lines) {
    const line = document.createElement("div");
    const [term, said] = [document.createElement("dt"), document.createElement("dd")];
    term.textContent = label;
    said.textContent = value;
    line.append(term, said);
    list?.append(line);
  }
}
