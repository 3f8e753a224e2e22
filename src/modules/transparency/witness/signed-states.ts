import { createHash } from "node:crypto";
import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** The last state of each log that this witness signed, one file each. What is told to be kept is on the disk. */
export interface SignedStates {
  /** The signed note as it was kept; undefined when nothing of this log was ever signed. */
  last(origin: string): string | undefined;
  /** The same by the name in the address: hex SHA-256 of the origin. */
  byHash(originHash: string): string | undefined;
  keep(origin: string, note: string): void;
}

export function openSignedStates(folder: string): SignedStates {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const read = (originHash: string): string | undefined => {
    try {
      return readFileSync(join(folder, originHash), "utf8");
    } catch (fault) {
      if (fault instanceof Error && "code" in fault && fault.code === "ENOENT") return undefined;
      throw fault;
    }
  };
  return {
    last: (origin) => read(hashOf(origin)),
    byHash: (originHash) => (/^[0-9a-f]{64}$/.test(originHash) ? read(originHash) : undefined),
    keep(origin, note) {
      const file = join(folder, hashOf(origin));
      const draft = openSync(`${file}.new`, "w", 0o600);
      try {
        writeFileSync(draft, note);
        fsyncSync(draft);
      } finally {
        closeSync(draft);
      }
      renameSync(`${file}.new`, file);
      const names = openSync(folder, "r");
      try {
        fsyncSync(names);
      } finally {
        closeSync(names);
      }
    },
  };
}

function hashOf(origin: string): string {
  return createHash("sha256").update(origin, "utf8").digest("hex");
}
