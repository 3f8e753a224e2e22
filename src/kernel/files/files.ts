import { open as openHandle } from "node:fs/promises";
import type { Readable } from "node:stream";
import type { Visibility } from "../access/actor.ts";
import type { Database, Queryable, Tx } from "../db/index.ts";
import { newId, type Uuid } from "../ids/index.ts";
import { err, ok, type Problem, problem, type Result } from "../result/index.ts";
import type { Clock } from "../time/index.ts";
import { createDisk, isCode, type OpenForWrite, type Shelf, sha256Hex } from "./disk.ts";
import { createGate } from "./gate.ts";
import { drain, type FileKind, type Rendered, storageFull, takeIn } from "./intake.ts";
import { createRemoval, type Swept } from "./removal.ts";
import {
  askRemoval,
  type FileAudience,
  type FileRecord,
  type FileRole,
  type FileSelector,
  type FileTable,
  filesIn,
  fullName,
  lockBytes,
  ownerKeyHash,
  selected,
  shelfOf,
  thumbName,
  toRecord,
  unjudged,
} from "./rows.ts";

export type Variant = "full" | "thumb";

export interface StageRequest {
  readonly kind: FileKind;
  /** Whose it is until it is attached: a session secret or account id. Kept as a hash. */
  readonly ownerKey: string;
  /** Where it comes from: addresses take turns when many photos wait. */
  readonly address?: string;
  /** The form field a problem names; "file" when absent. */
  readonly field?: string;
}

export interface AttachRequest {
  readonly ownerKey: string;
  readonly caseId: Uuid | null;
  readonly officeId: Uuid;
  readonly region: string;
  /** Private for every file that not everyone may see: a check of the table refuses others. */
  readonly visibility: Visibility;
  readonly shownTo: FileAudience;
  /** Of a personal question. Documents are sealed in any case. */
  readonly personal: boolean;
  /** Pairwise pseudonym of the person it belongs to, or null. */
  readonly owner: string | null;
  readonly role: FileRole;
  readonly field?: string;
}

export interface OpenedFile {
  /** Must be read to its end or destroyed. */
  readonly stream: Readable;
  readonly bytes: number;
  readonly mime: StoredVariantType;
  readonly etag: string;
  /** PDFs are only ever a download. */
  readonly disposition: "inline" | "attachment";
  /** Sent with the file, so that a browser that shows it anyway runs nothing. */
  readonly contentSecurityPolicy: string;
}

export type StoredVariantType = "image/jpeg" | "image/webp" | "application/pdf";

export interface Files {
  /**
   * Takes in one file: type by content, limits, re-made or inspected, stored private, until it is attached or a day has passed.
   * Problems name `field`; nothing stays of a refused file.
   */
  stage(source: Readable | Uint8Array, request: StageRequest): Promise<Result<FileRecord, Problem>>;
  /**
   * Ties staged files to a case or office, all or none. Only files staged under the same key, once. One answer for
   * "unknown", "another's", "taken" and "expired". On a problem the caller rolls back.
   */
  attach(tx: Tx, ids: readonly Uuid[], request: AttachRequest): Promise<Result<FileRecord[], Problem>>;
  /** The record, whatever its state; ask `access.decide` with `asScopedRecord` before showing anything of it. */
  find(id: Uuid, db?: Queryable): Promise<FileRecord | undefined>;
  /** A staged file, for whoever staged it (preview before sending). */
  findStaged(id: Uuid, ownerKey: string, db?: Queryable): Promise<FileRecord | undefined>;
  /** Attached files of a case, oldest first. */
  ofCase(caseId: Uuid, db?: Queryable): Promise<FileRecord[]>;
  /** Opens the bytes. The caller has decided that the reader may have them. "not-found" when erased or without that variant. */
  open(id: Uuid, variant: Variant): Promise<Result<OpenedFile, Problem>>;
  /** Changes who sees attached files, those excepted that are not for everyone; bytes lie on the right shelf before commit and leave the old one at the next `settle`. */
  setVisibility(tx: Tx, selector: FileSelector, visibility: Visibility): Promise<Result<number, Problem>>;
  /** Attached files of which nobody has said yet who may see them, at most `limit`. */
  unjudged(limit: number): Promise<FileRecord[]>;
  /** Says so; who not everyone may see is private from now on. */
  judge(tx: Tx, id: Uuid, audience: Pick<AttachRequest, "shownTo" | "personal">): Promise<Result<void, Problem>>;
  /** Gives the attached files of a case to another office, whose people then see them as its case. */
  handOver(tx: Tx, caseId: Uuid, officeId: Uuid): Promise<void>;
  /** Empties the rows; the bytes go at the next `settle` unless another row has the same. Gives how many rows. */
  erase(tx: Tx, selector: FileSelector): Promise<number>;
  /** How many files are attached and how many bytes people sent with them; for the operator. */
  usage(): Promise<{ readonly files: number; readonly bytes: number }>;
  /** After commit: removes from disk what erase and setVisibility left. A job does it every minute. */
  settle(): Promise<number>;
  /** Removes leftovers, expired staged files and orphans on disk. A job does it every hour. */
  sweep(): Promise<Swept>;
  /** Forgets files staged before a moment that nobody attached. Gives how many. */
  forgetStaged(before: Date): Promise<number>;
}

const stagedForMs = 24 * 60 * 60_000;
/** A form has few files; more under one key is somebody filling the disk. */
const stagedPerKey = 30;
const gateSize = { running: 1, waiting: 64, waitingPerAddress: 32, waitingPerOwner: 4 };

/** `folder` is this part's own, e.g. `<dataFolder>/files`. `openForWrite` is given by tests of full disks and crashes. */
export function createFiles(deps: {
  readonly db: Database;
  readonly folder: string;
  readonly clock: Clock;
  readonly openForWrite?: OpenForWrite;
}): Files {
  const { db, clock } = deps;
  const disk = createDisk(deps.folder, deps.openForWrite);
  const gate = createGate(gateSize);
  const removal = createRemoval({ db, disk, clock });

  async function stagedUnder(queryable: Queryable, keyHash: string): Promise<number> {
    const row = await filesIn(queryable)
      .selectFrom("files.file")
      .select((file) => file.fn.countAll<number>().as("count"))
      .where("state", "=", "staged")
      .where("owner_key_hash", "=", keyHash)
      .where("expires_at", ">", clock.now())
      .executeTakeFirstOrThrow();
    return row.count;
  }

  async function putOnShelf(shelf: Shelf, sha256: string, rendered: Rendered): Promise<boolean> {
    if (rendered.thumb !== null && !(await disk.put(shelf, thumbName(sha256), rendered.thumb)).ok) return false;
    return (await disk.put(shelf, fullName(sha256, rendered.mime), rendered.bytes)).ok;
  }

  /** Copies rather than moves: until commit the old place may still be the right one. */
  async function copyToShelf(row: FileTable, sha256: string, to: Shelf): Promise<boolean> {
    const from = shelfOf(row);
    if (from === to) return true;
    if (row.mime !== "application/pdf" && !(await disk.copy(from, to, thumbName(sha256))).ok) return false;
    return (await disk.copy(from, to, fullName(sha256, row.mime))).ok;
  }

  /** Moves rows' bytes to where `next` wants them. False: the disk is full. */
  async function reshelve(tx: Tx, rows: readonly FileTable[], next: Pick<FileTable, "state" | "visibility">) {
    const bySha = rows
      .filter((row) => row.sha256 !== null)
      .sort((a, b) => ((a.sha256 ?? "") < (b.sha256 ?? "") ? -1 : 1));
    for (const row of bySha) {
      if (row.sha256 === null) continue;
      await lockBytes(tx, row.sha256);
      if (!(await copyToShelf(row, row.sha256, shelfOf(next)))) return false;
      if (shelfOf(row) !== shelfOf(next)) await askRemoval(tx, shelfOf(row), row.sha256, clock.now());
    }
    return true;
  }

  async function stage(source: Readable | Uint8Array, request: StageRequest): Promise<Result<FileRecord, Problem>> {
    const field = request.field ?? "file";
    // A sender may vanish before we begin to read; without a listener that error would end the process.
    if (!(source instanceof Uint8Array)) source.on("error", () => {});
    const keyHash = ownerKeyHash(request.ownerKey);
    if ((await stagedUnder(db.query, keyHash)) >= stagedPerKey) {
      await drain(source);
      return err(tooManyStaged(field));
    }
    return takeIn(source, request.kind, field, {
      disk,
      gate,
      turn: { address: request.address ?? "", owner: keyHash },
      keep: (rendered) => db.transaction((tx) => keepStaged(tx, rendered, request.kind, keyHash, field)),
    });
  }

  async function keepStaged(tx: Tx, rendered: Rendered, kind: FileKind, keyHash: string, field: string) {
    await lockBytes(tx, keyHash);
    if ((await stagedUnder(tx, keyHash)) >= stagedPerKey) return err(tooManyStaged(field));
    const sha256 = sha256Hex(rendered.bytes);
    // The lock holds from before the bytes are written until the row is committed: no remover comes in between.
    await lockBytes(tx, sha256);
    if (!(await putOnShelf("private", sha256, rendered))) return err(storageFull(field));
    const now = clock.now();
    const row: FileTable = {
      id: newId(now.getTime()),
      sha256,
      kind,
      mime: rendered.mime,
      bytes: rendered.bytes.byteLength,
      width: rendered.width,
      height: rendered.height,
      state: "staged",
      visibility: "private",
      owner_key_hash: keyHash,
      owner: null,
      case_id: null,
      office_id: null,
      region: null,
      role: null,
      shown_to: null,
      sealed: kind === "document",
      created_at: now,
      expires_at: new Date(now.getTime() + stagedForMs),
      erased_at: null,
    };
    await filesIn(tx).insertInto("files.file").values(row).execute();
    return ok(toRecord(row));
  }

  async function attach(tx: Tx, ids: readonly Uuid[], request: AttachRequest): Promise<Result<FileRecord[], Problem>> {
    const field = request.field ?? "file";
    const distinct = [...new Set(ids)];
    if (distinct.length === 0) return ok([]);
    const rows = await filesIn(tx)
      .selectFrom("files.file")
      .selectAll()
      .where("id", "in", distinct)
      .where("state", "=", "staged")
      .where("owner_key_hash", "=", ownerKeyHash(request.ownerKey))
      .where("expires_at", ">", clock.now())
      .orderBy("id")
      .forUpdate()
      .execute();
    if (rows.length !== distinct.length) return err(problem("validation-failed", "files.not-attachable", { field }));
    const sealed = request.personal || rows.some(({ kind }) => kind === "document");
    const change = {
      state: "attached",
      visibility: request.visibility,
      shown_to: request.shownTo,
      sealed,
      owner_key_hash: null,
      owner: request.owner,
      case_id: request.caseId,
      office_id: request.officeId,
      region: request.region,
      role: request.role,
      expires_at: null,
    } as const;
    if (!(await reshelve(tx, rows, change))) return err(storageFull(field));
    await filesIn(tx).updateTable("files.file").set(change).where("id", "in", distinct).execute();
    const byId = new Map(rows.map((row) => [row.id, toRecord({ ...row, ...change })]));
    return ok(distinct.flatMap((id) => byId.get(id) ?? []));
  }

  function selectForChange(tx: Tx, selector: FileSelector): Promise<FileTable[]> {
    if ("ids" in selector && selector.ids.length === 0) return Promise.resolve([]);
    return filesIn(tx)
      .selectFrom("files.file")
      .selectAll()
      .where(selected(selector))
      .orderBy("id")
      .forUpdate()
      .execute();
  }

  async function setVisibility(tx: Tx, selector: FileSelector, visibility: Visibility) {
    const rows = (await selectForChange(tx, selector)).filter(
      (row) => row.state === "attached" && (visibility === "private" || (row.shown_to === "everyone" && !row.sealed)),
    );
    if (rows.length === 0) return ok(0);
    if (!(await reshelve(tx, rows, { state: "attached", visibility }))) return err(storageFull("file"));
    const ids = rows.map((row) => row.id);
    await filesIn(tx).updateTable("files.file").set({ visibility }).where("id", "in", ids).execute();
    return ok(rows.length);
  }

  async function judge(tx: Tx, id: Uuid, { shownTo, personal }: Pick<AttachRequest, "shownTo" | "personal">) {
    const [row] = await selectForChange(tx, { ids: [id] });
    if (row?.state !== "attached" || row.shown_to !== null) return ok(undefined);
    const sealed = personal || row.kind === "document";
    const visibility = sealed || shownTo !== "everyone" ? "private" : row.visibility;
    if (!(await reshelve(tx, [row], { state: "attached", visibility }))) return err(storageFull("file"));
    await filesIn(tx)
      .updateTable("files.file")
      .set({ visibility, sealed, shown_to: shownTo })
      .where("id", "=", id)
      .execute();
    return ok(undefined);
  }

  async function erase(tx: Tx, selector: FileSelector): Promise<number> {
    const rows = (await selectForChange(tx, selector)).filter((row) => row.state !== "erased");
    if (rows.length === 0) return 0;
    const now = clock.now();
    for (const row of rows) if (row.sha256 !== null) await askRemoval(tx, shelfOf(row), row.sha256, now);
    await filesIn(tx)
      .updateTable("files.file")
      .set({ state: "erased", sha256: null, owner: null, owner_key_hash: null, visibility: "private", erased_at: now })
      .where(
        "id",
        "in",
        rows.map((row) => row.id),
      )
      .execute();
    return rows.length;
  }

  async function rowOf(id: Uuid, queryable: Queryable): Promise<FileTable | undefined> {
    return filesIn(queryable).selectFrom("files.file").selectAll().where("id", "=", id).executeTakeFirst();
  }

  async function open(id: Uuid, variant: Variant): Promise<Result<OpenedFile, Problem>> {
    // A change of visibility may take the bytes to the other shelf between the row and the disk: look again, once.
    for (const last of [false, true]) {
      const row = await rowOf(id, db.query);
      if (row === undefined || row.sha256 === null || (variant === "thumb" && row.mime === "application/pdf")) break;
      const name = variant === "thumb" ? thumbName(row.sha256) : fullName(row.sha256, row.mime);
      try {
        const handle = await openHandle(disk.pathOf(shelfOf(row), name));
        const { size } = await handle.stat();
        return ok({
          stream: handle.createReadStream(),
          bytes: size,
          mime: variant === "thumb" ? "image/webp" : row.mime,
          etag: etagOf(row.id, variant),
          disposition: row.mime === "application/pdf" ? "attachment" : "inline",
          contentSecurityPolicy: "default-src 'none'; sandbox",
        });
      } catch (error) {
        // Bytes that a row promises and the disk lacks are a loss to be heard of, not "not found".
        if (last || !isCode(error, "ENOENT")) throw error;
      }
    }
    return err(problem("not-found", "files.not-found"));
  }

  return {
    stage,
    attach,
    setVisibility,
    judge,
    unjudged: (limit) => unjudged(db.query, limit),
    async handOver(tx, caseId, officeId) {
      await filesIn(tx)
        .updateTable("files.file")
        .set({ office_id: officeId })
        .where("case_id", "=", caseId)
        .where("state", "=", "attached")
        .execute();
    },
    erase,
    open,
    async find(id, queryable = db.query) {
      const row = await rowOf(id, queryable);
      return row === undefined ? undefined : toRecord(row);
    },
    async findStaged(id, ownerKey, queryable = db.query) {
      const row = await rowOf(id, queryable);
      const mine = row?.state === "staged" && row.owner_key_hash === ownerKeyHash(ownerKey);
      return row !== undefined && mine && row.expires_at !== null && row.expires_at > clock.now()
        ? toRecord(row)
        : undefined;
    },
    async ofCase(caseId, queryable = db.query) {
      const rows = await filesIn(queryable)
        .selectFrom("files.file")
        .selectAll()
        .where("case_id", "=", caseId)
        .where("state", "=", "attached")
        .orderBy("id")
        .execute();
      return rows.map(toRecord);
    },
    async usage() {
      const row = await filesIn(db.query)
        .selectFrom("files.file")
        .select((file) => [
          file.fn.countAll<number>().as("files"),
          file.fn.coalesce(file.fn.sum<string>("bytes"), file.val("0")).as("bytes"),
        ])
        .where("state", "=", "attached")
        .executeTakeFirstOrThrow();
      return { files: row.files, bytes: Number(row.bytes) };
    },
    settle: removal.settle,
    sweep: removal.sweep,
    forgetStaged: removal.forgetStaged,
  };
}

function tooManyStaged(field: string): Problem {
  return problem("too-many-requests", "files.too-many-staged", { field });
}

/** A file's bytes never change under one id, so id and variant are its tag; the hash would tell who shares a photo. */
export function etagOf(id: Uuid, variant: Variant): string {
  return `"${id}-${variant}"`;
}
