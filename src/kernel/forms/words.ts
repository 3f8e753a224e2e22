/** Words as people type them, made comparable: small letters, single spaces, no closing punctuation. */
export function plainWords(text: string): string {
  return text
    .normalize("NFKC")
    .toLowerCase()
    .replace(/\s+/g, " ")
    .replace(/[.!?…]+$/, "")
    .trim();
}

const yes = new Set([
  "ya",
  "iya",
  "y",
  "iyaa",
  "yaa",
  "betul",
  "benar",
  "setuju",
  "ok",
  "oke",
  "boleh",
  "ada",
  "yes",
  "yep",
  "true",
  "nggih",
  "inggih",
]);
const no = new Set([
  "tidak",
  "tdk",
  "t",
  "tak",
  "gak",
  "ga",
  "nggak",
  "enggak",
  "engga",
  "bukan",
  "salah",
  "belum",
  "tidak ada",
  "no",
  "n",
  "nope",
  "false",
  "mboten",
]);

/** Yes, no, or undefined when it is neither. */
export function yesOrNo(text: string): boolean | undefined {
  const words = plainWords(text);
  if (yes.has(words)) return true;
  return no.has(words) ? false : undefined;
}

export type Command = "back" | "cancel" | "skip" | "done";

const commands: Readonly<Record<string, Command>> = {
  kembali: "back",
  back: "back",
  batal: "cancel",
  batalkan: "cancel",
  cancel: "cancel",
  lewati: "skip",
  lewat: "skip",
  skip: "skip",
  selesai: "done",
  done: "done",
};

/** The command a chat message is, if it is nothing else. */
export function commandIn(text: string): Command | undefined {
  const words = plainWords(text);
  return Object.hasOwn(commands, words) ? commands[words] : undefined;
}
