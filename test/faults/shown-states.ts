import { createHash } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import {
  createMerkle,
  type Edge,
  grow,
  parseCheckpoint,
  parseNote,
  rootOfEdge,
  toHex,
} from "../../src/kernel/tlog/index.ts";

/** Looks at a book all the time, as somebody who writes down every state that is shown, until it is stopped. */
export function writeDownStates(book: () => string): { readonly shown: ReadonlySet<string>; stop(): Promise<void> } {
  const shown = new Set<string>();
  let over = false;
  const looking = (async () => {
    while (!over) {
      const note = await fetch(`${book()}/checkpoint`)
        .then((answer) => (answer.ok ? answer.text() : undefined))
        .catch(() => undefined);
      if (note !== undefined) shown.add(note);
      await pause(20);
    }
  })();
  return {
    shown,
    async stop() {
      over = true;
      await looking;
    },
  };
}

/** Those of the states that the book's entries, in their order, do not bear out. */
export function contradicted(shown: Iterable<string>, entries: readonly string[]): string[] {
  const merkle = createMerkle((data) => createHash("sha256").update(data).digest());
  const leaves = entries.map((entry) => merkle.leaf(Buffer.from(entry, "utf8")));
  const states = [...shown].flatMap((text) => {
    const note = parseNote(text);
    const state = note.ok ? parseCheckpoint(note.value.text) : undefined;
    return state === undefined ? [] : [{ text, size: Number(state.size), root: toHex(state.root) }];
  });
  let edge: Edge = [];
  let size = 0;
  return states
    .toSorted((a, b) => a.size - b.size)
    .filter((state) => {
      if (state.size > leaves.length) return true;
      ({ edge } = grow(merkle, edge, size, leaves.slice(size, state.size)));
      size = state.size;
      return toHex(rootOfEdge(merkle, edge)) !== state.root;
    })
    .map(({ text }) => text);
}
