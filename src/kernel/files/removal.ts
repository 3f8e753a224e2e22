import type { Database } from "../db/index.ts";
import type { Clock } from "../time/index.ts";
import { type Disk, type Shelf, shelves } from "./disk.ts";
import { askRemoval, filesIn, liesOn, lockBytes, namesOf } from "./rows.ts";

export interface Removal {
  /** Takes off the shelves what committed transactions asked to remove. Gives how many hashes were dealt with. */
  settle(): Promise<number>;
  sweep(): Promise<Swept>;
  /** Forgets files staged before a moment that nobody attached. Gives how many. */
  forgetStaged(before: Date): Promise<number>;
}

export interface Swept {
  /** Temporary files of killed uploads. */
  readonly leftovers: number;
  /** Staged files nobody attached in time. */
  readonly expired: number;
  /** Bytes on disk that no row knows: a crash between writing and committing leaves such. */
  readonly orphans: number;
}

const leftoverAfterMs = 60 * 60_000;
const batch = 200;

/** Removes bytes, always under the hash's lock and only when no row needs them on that shelf. */
export function createRemoval(deps: { readonly db: Database; readonly disk: Disk; readonly clock: Clock }): Removal {
  const { db, disk, clock } = deps;

  /** True when the bytes were removed. */
  function removeUnused(shelf: Shelf, sha256: string): Promise<boolean> {
    return db.transaction(async (tx) => {
      await lockBytes(tx, sha256);
      const used = await filesIn(tx)
        .selectFrom("files.file")
        .select("id")
        .where("sha256", "=", sha256)
        .where(liesOn(shelf))
        .limit(1)
        .executeTakeFirst();
      if (used === undefined) for (const name of namesOf(sha256)) await disk.remove(shelf, name);
      await filesIn(tx).deleteFrom("files.removal").where("shelf", "=", shelf).where("sha256", "=", sha256).execute();
      return used === undefined;
    });
  }

  async function settle(): Promise<number> {
    let settled = 0;
    for (;;) {
      const asked = await filesIn(db.query)
        .selectFrom("files.removal")
        .select(["shelf", "sha256"])
        .orderBy("asked_at")
        .limit(batch)
        .execute();
      if (asked.length === 0) return settled;
      for (const { shelf, sha256 } of asked) await removeUnused(shelf, sha256);
      settled += asked.length;
    }
  }

  function removeStaged(moment: "expires_at" | "created_at", until: Date): Promise<number> {
    return db.transaction(async (tx) => {
      const now = clock.now();
      const gone = await filesIn(tx)
        .deleteFrom("files.file")
        .where("state", "=", "staged")
        .where(moment, "<=", until)
        .returning("sha256")
        .execute();
      for (const { sha256 } of gone) if (sha256 !== null) await askRemoval(tx, "private", sha256, now);
      return gone.length;
    });
  }

  async function removeOrphans(shelf: Shelf): Promise<number> {
    let orphans = 0;
    for await (const names of disk.list(shelf)) {
      const hashes = [...new Set(names.map((name) => name.slice(0, 64)))];
      for (let start = 0; start < hashes.length; start += batch) {
        const some = hashes.slice(start, start + batch);
        const known = await filesIn(db.query)
          .selectFrom("files.file")
          .select("sha256")
          .where("sha256", "in", some)
          .where(liesOn(shelf))
          .execute();
        const used = new Set(known.map((row) => row.sha256));
        for (const hash of some) if (!used.has(hash) && (await removeUnused(shelf, hash))) orphans += 1;
      }
    }
    return orphans;
  }

  return {
    settle,
    forgetStaged: (before) => removeStaged("created_at", before),
    async sweep() {
      const leftovers = await disk.removeLeftovers(new Date(clock.now().getTime() - leftoverAfterMs));
      const expired = await removeStaged("expires_at", clock.now());
      await settle();
      let orphans = 0;
      for (const shelf of shelves) orphans += await removeOrphans(shelf);
      return { leftovers, expired, orphans };
    },
  };
}
