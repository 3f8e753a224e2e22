import { createHash } from "node:crypto";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { checkFormToken, csrfField, csrfToken, sendProblem } from "../../../kernel/http/index.ts";
import { parsePublicCode } from "../../../kernel/ids/index.ts";
import type { Kernel } from "../../../kernel/index.ts";
import { err, ok, type Problem, type Result } from "../../../kernel/result/index.ts";
import { CheckPage, type CheckPageProps, type FileAnswer } from "../pages/check.tsx";
import { RegisterPage, UnknownPage } from "../pages/register.tsx";
import { findByCode, findByHash, findByNumber } from "../store.ts";
import { registerView } from "../views.ts";
import { keySetPath } from "./key-set.ts";

const everyone = { access: { kind: "public" } } as const;
const visitors = { access: { kind: "visitor" } } as const;
const styles = ["modules/documents/browser/document.css"];
const checkScripts = ["modules/documents/browser/scan-code.ts"];
/** Ours are a hundredth of it. */
const mostBytes = 10 * 1024 * 1024;

/** Checking a document: by the address on it, by its code or number, by its file, by the camera. */
export function addVerifyPages(app: FastifyInstance, kernel: Kernel): void {
  const { pages, db } = kernel;

  app.get<{ Params: { code: string } }>(
    "/v/:code",
    {
      config: everyone,
      compress: false,
      schema: { params: { type: "object", properties: { code: { type: "string", maxLength: 40 } } } },
    },
    async (request, reply) => {
      const { lang } = request.visit;
      const t = pages.translator(lang);
      const code = parsePublicCode(request.params.code);
      const row = code === undefined ? undefined : await findByCode(db.query, code);
      if (row === undefined) {
        reply.code(404);
        return pages.send(request, reply, { title: t("documents.check.title"), styles, body: <UnknownPage /> });
      }
      return pages.sendPublic(request, reply, [`document:${row.id}`], async () => ({
        title: t("documents.check.title"),
        styles,
        scripts: ["modules/documents/browser/check-document.ts"],
        body: <RegisterPage view={await registerView(kernel, lang, row)} code={row.code} keysHref={keySetPath} />,
      }));
    },
  );

  app.get<{ Querystring: { kode?: string } }>(
    "/periksa-dokumen",
    {
      config: { ...visitors, limit: "search" },
      schema: { querystring: { type: "object", properties: { kode: { type: "string", maxLength: 90 } } } },
    },
    async (request, reply) => {
      const asked = request.query.kode?.trim() ?? "";
      if (asked === "") return sendCheck(request, reply, {});
      const code = parsePublicCode(asked);
      const byCode = code === undefined ? undefined : await findByCode(db.query, code);
      const found = byCode === undefined ? await findByNumber(db.query, asked.toUpperCase()) : [byCode];
      const [only] = found;
      if (only !== undefined && found.length === 1) return reply.redirect(`/v/${only.code}`, 303);
      if (found.length > 1) {
        const several = await Promise.all(found.map((row) => registerView(kernel, request.visit.lang, row)));
        return sendCheck(request, reply, { asked, several });
      }
      const t = pages.translator(request.visit.lang);
      return sendCheck(request, reply, { asked, codeError: t("documents.check.code.unknown") }, 404);
    },
  );

  app.post("/periksa-dokumen", { config: { ...visitors, files: true, limit: "upload" } }, async (request, reply) => {
    const t = pages.translator(request.visit.lang);
    const given = await readUpload(request);
    if (!given.ok) return sendProblem(request, reply, pages, given.error);
    const file = given.value;
    if (file === "none") return sendCheck(request, reply, { fileError: t("documents.check.file.empty") }, 422);
    if (file === "large") return sendCheck(request, reply, { fileError: t("documents.check.file.large") }, 422);
    return sendCheck(request, reply, { file: await judge(file, request) });
  });

  /** Whether these bytes are a document of ours, and what is the matter otherwise. */
  async function judge(file: Buffer, request: FastifyRequest): Promise<FileAnswer> {
    const { lang } = request.visit;
    const issued = await findByHash(db.query, createHash("sha256").update(file).digest());
    if (issued !== undefined) {
      const view = await registerView(kernel, lang, issued);
      return { answer: view.standing === "valid" ? "valid" : "invalid", why: view.standing, view };
    }
    if (!file.subarray(0, 1024).includes("%PDF-")) return { answer: "invalid", why: "no-pdf" };
    const code = parsePublicCode(/\/v\/([0-9A-Z]{12})#/.exec(file.toString("latin1"))?.[1] ?? "");
    const claimed = code === undefined ? undefined : await findByCode(db.query, code);
    if (claimed === undefined) return { answer: "invalid", why: "not-ours" };
    const view = await registerView(kernel, lang, claimed);
    // Once it was forgotten, or before it was made, there is nothing to compare with.
    return claimed.place === null
      ? { answer: "cannot", why: "not-kept", view }
      : { answer: "invalid", why: "changed", view };
  }

  function sendCheck(
    request: FastifyRequest,
    reply: FastifyReply,
    props: Omit<CheckPageProps, "csrf">,
    status = 200,
  ): FastifyReply {
    const secret = request.visit.session?.csrfSecret;
    reply.code(status);
    return pages.send(request, reply, {
      title: pages.translator(request.visit.lang)("documents.check.title"),
      styles,
      scripts: checkScripts,
      body: <CheckPage csrf={secret === undefined ? "" : csrfToken(secret)} {...props} />,
    });
  }
}

/** The bytes that were sent; they are looked at and let go. */
async function readUpload(request: FastifyRequest): Promise<Result<Buffer | "none" | "large", Problem>> {
  let token: string | undefined;
  let file: Buffer | "none" | "large" = "none";
  if (request.isMultipart()) {
    for await (const part of request.parts({ limits: { files: 1, fileSize: mostBytes } })) {
      if (part.type === "field") {
        if (part.fieldname === csrfField && typeof part.value === "string") token = part.value;
        continue;
      }
      const bytes = await part.toBuffer();
      if (part.file.truncated) file = "large";
      else if (bytes.length > 0) file = bytes;
    }
  } else if (typeof request.body === "object" && request.body !== null && csrfField in request.body)
    token = String(request.body[csrfField]);
  const fault = checkFormToken(request, { [csrfField]: token });
  return fault === undefined ? ok(file) : err(fault);
}
