import { checkFormToken, csrfToken, sendProblem } from "../../src/kernel/http/index.ts";
import type { ModuleManifest } from "../../src/kernel/index.ts";

const words = {
  "club.title": "Klub",
  "club.said": "Terima kasih",
};

/** What the club's routes do, for tests to look at and to hold up. */
export interface ClubState {
  /** The page everyone sees. */
  news: string;
  /** How often that page was made. */
  made: number;
  /** What forms have brought. */
  readonly received: unknown[];
  /** `/lambat` answers when this settles. */
  slow: Promise<void>;
}

/** A module of one of each kind of route. */
export function clubModule(): { manifest: ModuleManifest; state: ClubState } {
  const state: ClubState = { news: "The court is open.", made: 0, received: [], slow: Promise.resolve() };
  const manifest: ModuleManifest = {
    name: "club",
    messages: { id: words, en: words },
    http(app, kernel) {
      const { pages, live } = kernel;
      app.get("/", { config: { access: { kind: "public" } } }, (request, reply) =>
        pages.sendPublic(request, reply, ["club"], async () => {
          state.made += 1;
          return { title: "Klub", body: <main>{`${state.news} ${"Tennis. ".repeat(300)}`}</main> };
        }),
      );
      app.get("/formulir", { config: { access: { kind: "visitor" } } }, (request, reply) => {
        const secret = request.visit.session?.csrfSecret;
        return pages.send(request, reply, {
          title: "Klub",
          body: (
            <main>
              {secret === undefined ? "" : <input name="_csrf" value={csrfToken(secret)} />}
              {"Tennis. ".repeat(300)}
            </main>
          ),
        });
      });
      app.post("/formulir", { config: { access: { kind: "visitor" } } }, (request, reply) => {
        state.received.push(request.body);
        return reply.redirect("/", 303);
      });
      app.post("/kirim", { config: { access: { kind: "visitor" }, limit: "submit" } }, (request, reply) => {
        state.received.push(request.body);
        return reply.redirect("/", 303);
      });
      app.post(
        "/unggah",
        { config: { access: { kind: "visitor" }, limit: "upload", files: true } },
        async (request, reply) => {
          const fields: Record<string, string> = {};
          for await (const part of request.parts()) {
            if (part.type === "field") fields[part.fieldname] = String(part.value);
            else {
              const stale = checkFormToken(request, fields);
              if (stale !== undefined) return sendProblem(request, reply, pages, stale);
              await part.toBuffer();
            }
          }
          state.received.push(fields);
          return reply.redirect("/", 303);
        },
      );
      app.get("/cari", { config: { access: { kind: "anyone" }, limit: "search" } }, async () => ({ found: [] }));
      app.get("/saya", { config: { access: { kind: "resident" }, counts: true } }, async () => ({ mine: true }));
      app.get("/meja", { config: { access: { kind: "officer", action: "case.act" } } }, async () => ({ desk: true }));
      app.get("/meja/:code", { config: { access: { kind: "officer", action: "case.act" } } }, async () => ({
        desk: true,
      }));
      app.post(
        "/meja/:code/:action",
        { config: { access: { kind: "officer", action: "case.act" }, files: true } },
        async (request) => state.received.push(request.body),
      );
      app.post("/saya/catat", { config: { access: { kind: "resident" } } }, async (request) =>
        state.received.push(request.body),
      );
      app.get("/rusak", { config: { access: { kind: "public" } } }, async () => {
        throw new Error("the racket of Sari, 0812-3456-7890, is broken");
      });
      app.get("/lambat", { config: { access: { kind: "public" } } }, async () => {
        await state.slow;
        return { done: true };
      });
      app.get("/langsung", { config: { access: { kind: "public" } } }, (request, reply) =>
        live.stream(request, reply, "club"),
      );
      app.get("/basis", { config: { access: { kind: "public" } } }, async () => {
        await kernel.db.pool.query("select 1");
        return { answers: true };
      });
      app.post<{ Body: { court: number } }>(
        "/api/courts",
        {
          config: { access: { kind: "anyone" } },
          schema: {
            summary: "Books a court",
            body: {
              type: "object",
              properties: { court: { type: "integer", minimum: 1, maximum: 9 } },
              required: ["court"],
              additionalProperties: false,
            },
            response: { 200: { type: "object", properties: { booked: { type: "integer" } } } },
          },
        },
        async (request) => ({ booked: request.body.court }),
      );
    },
  };
  return { manifest, state };
}
