const longestSide = 1600;
const quality = 0.82;

// Makes chosen photos smaller before they travel. What cannot be read is sent as it is; the server judges it.
for (const input of document.querySelectorAll<HTMLInputElement>("input[data-shrink]")) {
  const output = document.createElement("output");
  output.className = "meta";
  input.after(output);
  input.addEventListener("change", () => void shrinkAll(input, output));
}

async function shrinkAll(input: HTMLInputElement, output: HTMLOutputElement): Promise<void> {
  const files = [...(input.files ?? [])];
  if (files.length === 0) return;
  output.textContent = input.dataset["shrinking"] ?? "";
  const chosen = new DataTransfer();
  for (const file of files) chosen.items.add(await shrink(file));
  // Another choice was made meanwhile: its own turn fills the field.
  if (!sameFiles(files, input.files)) return;
  input.files = chosen.files;
  const saved = total(files) - total([...chosen.files]);
  output.textContent = saved > 0 ? (input.dataset["shrink"] ?? "").replace("{saved}", size(saved)) : "";
}

async function shrink(file: File): Promise<File> {
  if (!file.type.startsWith("image/")) return file;
  try {
    const image = await createImageBitmap(file);
    const scale = Math.min(1, longestSide / Math.max(image.width, image.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(image.width * scale);
    canvas.height = Math.round(image.height * scale);
    canvas.getContext("2d")?.drawImage(image, 0, 0, canvas.width, canvas.height);
    image.close();
    const blob = await new Promise<Blob | null>((done) => canvas.toBlob(done, "image/jpeg", quality));
    if (blob === null || blob.size >= file.size) return file;
    return new File([blob], file.name.replace(/\.\w+$/, "").concat(".jpg"), { type: "image/jpeg" });
  } catch {
    return file;
  }
}

function sameFiles(before: readonly File[], now: FileList | null): boolean {
  return now !== null && now.length === before.length && before.every((file, index) => file === now[index]);
}

function total(files: readonly File[]): number {
  return files.reduce((sum, file) => sum + file.size, 0);
}

function size(bytes: number): string {
  if (bytes < 1_000_000) return `${Math.round(bytes / 1000)} kB`;
  const words = new Intl.NumberFormat(document.documentElement.lang, { maximumFractionDigits: 1 });
  return `${words.format(bytes / 1_000_000)} MB`;
}

export {};
