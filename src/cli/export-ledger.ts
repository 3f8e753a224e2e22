import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Book, Books } from "../kernel/ledger/index.ts";
import { noteOf } from "../kernel/ledger/index.ts";
import { type TileAddress, tilePath, tileWidth, widthIn } from "../kernel/tlog/index.ts";
import { type Command, fail, wrongCall } from "./command.ts";
import { withKernel } from "./with-kernel.ts";

/** Writes every book as the files that are served, below a folder of its name: any web server can mirror them. The state comes last. */
export const exportLedgerCommand: Command = async (config, [folder, ...more]) => {
  if (folder === undefined || more.length > 0) return wrongCall("Say `balai export-ledger <folder>`.");
  return withKernel(config, async ({ books }) => {
    const all = await books.all();
    try {
      for (const book of all) {
        const count = await exportBook(books, book, join(folder, book.name));
        console.log(`${book.name}: ${count} entries`);
      }
    } catch (fault) {
      if (fault instanceof Error && "syscall" in fault) return fail(`${folder} cannot be written: ${fault.message}`);
      throw fault;
    }
    return 0;
  });
};

/** Gives the number of entries. */
async function exportBook(books: Books, book: Book, folder: string): Promise<number> {
  const state = await books.state(book.name);
  if (state === undefined) return 0;
  for (const tile of tilesIn(state.size)) {
    const content = await books.tile(book.name, tilePath(tile));
    if (content === undefined) throw new Error(`${tilePath(tile)} of ${book.name} is gone`);
    put(folder, tilePath(tile), content);
  }
  put(folder, "key", `${books.keys(book).join("\n")}\n`);
  put(folder, "checkpoint", noteOf(state));
  return state.size;
}

/** Every tile and bundle of a tree. */
function* tilesIn(size: number): Generator<TileAddress> {
  for (let index = 0; widthIn(size, 0, index) > 0; index += 1)
    yield { level: "entries", index, width: widthIn(size, 0, index) };
  for (let level = 0; widthIn(size, level, 0) > 0; level += 1)
    for (let index = 0; widthIn(size, level, index) > 0; index += 1)
      yield { level, index, width: Math.min(tileWidth, widthIn(size, level, index)) };
}

function put(folder: string, path: string, content: Uint8Array | string): void {
  const file = join(folder, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, content);
}
