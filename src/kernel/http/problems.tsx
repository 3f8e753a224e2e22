import type { FastifyError, FastifyReply, FastifyRequest } from "fastify";
import { isDatabaseAway } from "../db/index.ts";
import { type FieldError, type Problem, type ProblemType, problem, problemStatus } from "../result/index.ts";
import { ErrorPage } from "../ui/index.ts";
import type { Pages } from "./pages.ts";
import { isCutOff, Unsent, wayOn } from "./unsent.tsx";

/** RFC 9457. `type` is an address that explains the problem; `requestId` is what a person gives when asking for help. */
interface ProblemDocument {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly requestId: string;
  readonly errors?: readonly { readonly field: string; readonly message: string }[];
}

/** A database that restarts is back by then; so are those who wait for something to be freed. */
const comeBackSeconds = 10;

/** Answers with a problem: a page for people, `application/problem+json` for programs. */
export function sendProblem(request: FastifyRequest, reply: FastifyReply, pages: Pages, fault: Problem): FastifyReply {
  const status = problemStatus[fault.type];
  const t = pages.translator(request.visit.lang);
  const errors =
    fault.errors ??
    (fault.field === undefined ? [] : [{ field: fault.field, message: fault.message, params: fault.params }]);
  const detail = t(fault.message, fault.params);
  reply.code(status).header("cache-control", "no-store");
  if (fault.type === "too-many-requests") reply.header("retry-after", String(fault.params?.seconds ?? 60));
  if (fault.type === "unavailable") reply.header("retry-after", String(comeBackSeconds));
  if (wantsPage(request)) {
    const isUnsent = isCutOff(request, fault);
    return pages.send(request, reply, {
      title: t(`http.problem.${fault.type}`),
      body: (
        <ErrorPage
          status={status}
          text={[detail, ...errors.slice(0, 3).map((error) => t(error.message, error.params))].filter(isNew).join(" ")}
          requestId={request.id}
          action={isUnsent ? wayOn(request, fault, t) : undefined}
        >
          {isUnsent && <Unsent request={request} />}
        </ErrorPage>
      ),
    });
  }
  const document: ProblemDocument = {
    type: `/masalah/${fault.type}`,
    title: t(`http.problem.${fault.type}`),
    status,
    detail,
    requestId: request.id,
    errors:
      errors.length === 0
        ? undefined
        : errors.map((error) => ({ field: error.field, message: t(error.message, error.params) })),
  };
  return reply.type("application/problem+json; charset=utf-8").send(JSON.stringify(document));
}

const multipartFault =
  /^(Multipart: |Unexpected end of (form|multipart data)|Malformed part header|Malformed content type|The needle cannot)/;

/** What Fastify itself refuses, in our words. Undefined: a fault of ours. */
export function problemOfFault(fault: FastifyError): Problem | undefined {
  if (fault.validation !== undefined) {
    const errors = fault.validation.map((item): FieldError => {
      const missing = item.keyword === "required" ? String(item.params.missingProperty ?? "") : "";
      const extra = item.keyword === "additionalProperties" ? String(item.params.additionalProperty ?? "") : "";
      const path = item.instancePath.split("/").filter((part) => part !== "");
      const field =
        [...path, missing, extra].filter((part) => part !== "").join(".") || (fault.validationContext ?? "body");
      return { field, message: validationKeys[item.keyword] ?? "http.validation.format", params: { field } };
    });
    return problem("validation-failed", "http.validation.summary", { errors });
  }
  const known = faultTypes[fault.code];
  if (known !== undefined) return problem(known, `http.fault.${known}`);
  // From the reader of multipart forms, which gives its faults no code.
  if (multipartFault.test(fault.message)) return problem("bad-request", "http.fault.bad-request");
  if (fault.statusCode !== undefined && fault.statusCode >= 400 && fault.statusCode < 500)
    return problem("bad-request", "http.fault.bad-request");
  if (hasCode(fault, "ENOSPC") || hasCode(fault, "53100")) return problem("storage-full", "http.fault.storage-full");
  // NUL and halves of characters: text that PostgreSQL cannot hold.
  if (hasCode(fault, "22021") || hasCode(fault, "22P05")) return problem("bad-request", "http.fault.bad-request");
  if (isDatabaseAway(fault)) return problem("unavailable", "http.fault.unavailable");
  return undefined;
}

function isNew(text: string, index: number, all: readonly string[]): boolean {
  return all.indexOf(text) === index;
}

const validationKeys: Readonly<Record<string, string>> = {
  required: "http.validation.required",
  maxLength: "http.validation.too-long",
  minLength: "http.validation.too-short",
  maximum: "http.validation.range",
  minimum: "http.validation.range",
  enum: "http.validation.choice",
  const: "http.validation.choice",
  anyOf: "http.validation.choice",
  additionalProperties: "http.validation.unknown",
};

const faultTypes: Readonly<Record<string, ProblemType>> = {
  FST_ERR_CTP_INVALID_MEDIA_TYPE: "unsupported-media",
  FST_ERR_CTP_BODY_TOO_LARGE: "too-large",
  FST_REQ_FILE_TOO_LARGE: "too-large",
  FST_PARTS_LIMIT: "too-large",
  FST_FILES_LIMIT: "too-large",
  FST_FIELDS_LIMIT: "too-large",
};

function hasCode(fault: FastifyError, code: string): boolean {
  return fault.code === code;
}

/** Browsers get a page. Programs, and scripts that ask for JSON, get the document. */
export function wantsPage(request: FastifyRequest): boolean {
  return !request.url.startsWith("/api/") && (request.headers.accept ?? "").includes("text/html");
}
