import { readFile } from "node:fs/promises";
import { join } from "node:path";

/** Subjects that have a drawn picture; others borrow the road's. */
const drawn = ["road-damage", "flood-drain", "waste", "tree"];

/** A drawn stand-in for a photo of an invented place, before or after the work (scripts/draw-demo-pictures.mjs made it). */
export function readPicture(projectRoot: string, subject: string, after: boolean): Promise<Buffer> {
  const name = drawn.includes(subject) ? subject : "road-damage";
  return readFile(join(projectRoot, "data/demo", `${name}-${after ? "after" : "before"}.jpg`));
}
