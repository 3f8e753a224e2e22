import { sql } from "kysely";
import type { Database } from "../db/index.ts";
import { newId, type Uuid } from "../ids/index.ts";
import type { Privacy } from "../privacy/index.ts";
import type { DraftAnswers } from "../services/index.ts";
import type { Clock } from "../time/index.ts";

/** Answers on the way. Its id becomes the id of the case. */
export interface Draft {
  readonly id: Uuid;
  readonly service: string;
  readonly version: number;
  readonly answers: DraftAnswers;
  /** The idempotency key of the coming submission: however often the last button is pressed, one case comes of it. */
  readonly once: string;
  readonly updatedAt: Date;
}

export interface Drafts {
  start(sessionId: Uuid, service: string, version: number, answers: DraftAnswers): Promise<Draft>;
  /** The draft, when this session holds it and it has not expired. */
  find(sessionId: Uuid, id: Uuid): Promise<Draft | undefined>;
  save(sessionId: Uuid, id: Uuid, answers: DraftAnswers): Promise<void>;
  remove(sessionId: Uuid, id: Uuid): Promise<void>;
  /** Open drafts of a session, newest first. */
  of(sessionId: Uuid): Promise<readonly { readonly id: Uuid; readonly service: string; readonly updatedAt: Date }[]>;
  /** A person who signs in takes their drafts along. */
  move(fromSession: Uuid, toSession: Uuid): Promise<void>;
  /** Forgets those untouched since `before`, and those whose week is over. */
  sweep(before: Date): Promise<number>;
}

/** A draft untouched for a week is forgotten; the page says so. */
const keptMs = 7 * 24 * 3600_000;

export function createDrafts(deps: { db: Database; privacy: Privacy; clock: Clock }): Drafts {
  const { db, privacy, clock } = deps;
  const place = (id: Uuid) => ({ table: "cases.draft", rowId: id, column: "sealed" });
  const expiry = () => new Date(clock.now().getTime() + keptMs);

  return {
    async start(sessionId, service, version, answers) {
      const draft = {
        id: newId(clock.now().getTime()),
        service,
        version,
        answers,
        once: newId(),
        updatedAt: clock.now(),
      };
      await sql`insert into cases.draft (id, session_id, service, version, sealed, once, updated_at, expires_at)
        values (${draft.id}, ${sessionId}, ${service}, ${version}, ${privacy.seal(place(draft.id), JSON.stringify(answers))}, ${draft.once}, ${draft.updatedAt}, ${expiry()})`.execute(
        db.query,
      );
      return draft;
    },
    find(sessionId, id) {
      return db.transaction(async (tx) => {
        const found = await sql<{ service: string; version: number; sealed: Buffer; once: string; updated_at: Date }>`
          select service, version, sealed, once, updated_at from cases.draft
          where id = ${id} and session_id = ${sessionId} and expires_at > ${clock.now()}`.execute(tx);
        const row = found.rows[0];
        if (row === undefined) return undefined;
        // Whoever holds the draft's session is the holder of the case it becomes: reading one's own writing is no access by another.
        const [text] = await privacy.read(tx, {
          actor: { kind: "guest", caseId: id },
          officeId: null,
          purpose: "cases.draft",
          legalBasis: "public_task",
          subject: { kind: "pseudonym", pseudonym: id },
          caseId: id,
          fields: [{ ...place(id), ciphertext: row.sealed }],
        });
        return {
          id,
          service: row.service,
          version: row.version,
          answers: JSON.parse(text ?? "{}") as DraftAnswers,
          once: row.once,
          updatedAt: row.updated_at,
        };
      });
    },
    async save(sessionId, id, answers) {
      await sql`update cases.draft set sealed = ${privacy.seal(place(id), JSON.stringify(answers))}, updated_at = ${clock.now()}, expires_at = ${expiry()}
        where id = ${id} and session_id = ${sessionId}`.execute(db.query);
    },
    async remove(sessionId, id) {
      await sql`delete from cases.draft where id = ${id} and session_id = ${sessionId}`.execute(db.query);
    },
    async of(sessionId) {
      const found = await sql<{
        id: Uuid;
        service: string;
        updatedAt: Date;
      }>`select id, service, updated_at as "updatedAt" from cases.draft
        where session_id = ${sessionId} and expires_at > ${clock.now()} order by updated_at desc limit 20`.execute(
        db.query,
      );
      return found.rows;
    },
    async move(fromSession, toSession) {
      await sql`update cases.draft set session_id = ${toSession} where session_id = ${fromSession}`.execute(db.query);
    },
    async sweep(before) {
      const gone =
        await sql`delete from cases.draft where expires_at <= ${clock.now()} or updated_at < ${before}`.execute(
          db.query,
        );
      return Number(gone.numAffectedRows ?? 0);
    },
  };
}
