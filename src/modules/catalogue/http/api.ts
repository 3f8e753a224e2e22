import { createHash } from "node:crypto";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { askingContext } from "../../../kernel/case-pages/index.ts";
import type { Doer } from "../../../kernel/cases/index.ts";
import { formSchema, readJson } from "../../../kernel/forms/index.ts";
import { doerOf, sendProblem } from "../../../kernel/http/index.ts";
import { formatGuestPin, formatPublicCode } from "../../../kernel/ids/index.ts";
import type { Kernel } from "../../../kernel/index.ts";
import { problem } from "../../../kernel/result/index.ts";
import type { ServiceDefinition } from "../../../kernel/services/index.ts";
import { today } from "../words.ts";

interface ServiceParams {
  readonly id: string;
}

const params = {
  type: "object",
  properties: { id: { type: "string", maxLength: 80, description: "For example reports.report" } },
  required: ["id"],
} as const;
const tags = ["services"];
/** A key that a guest without a cookie chose stands alone for whose it is, so it must not be guessed. */
const shortestKey = 16;

/** Services for programs: what there is, what each asks, and asking for one. */
export function addServiceApi(app: FastifyInstance, kernel: Kernel): void {
  const { services, pages, cases } = kernel;

  app.get(
    "/api/services",
    {
      config: { access: { kind: "public" } },
      schema: {
        tags,
        operationId: "catalogue.api.services",
        summary: "All services in use today, with official fee and deadline",
      },
    },
    (request) => ({ services: services.allCurrent(today(kernel)).map((each) => described(each, request)) }),
  );

  app.get<{ Params: ServiceParams }>(
    "/api/services/:id/schema",
    {
      config: { access: { kind: "public" } },
      schema: {
        tags,
        params,
        operationId: "catalogue.api.schema",
        summary: "JSON Schema (2020-12) of the answers a service asks for",
      },
    },
    async (request, reply) => {
      const definition = services.current(request.params.id, today(kernel));
      if (definition === undefined) return unknown(request, reply);
      const context = await askingContext(kernel, request.visit, { questions: withoutAttributes(definition) });
      return {
        $schema: "https://json-schema.org/draft/2020-12/schema",
        $id: `${pages.site.url}/api/services/${definition.id}/schema`,
        title: context.t(definition.title),
        "x-version": definition.version,
        ...formSchema(definition, context),
      };
    },
  );

  app.post<{ Params: ServiceParams; Body: { answers: unknown; version?: number } }>(
    "/api/services/:id/cases",
    {
      config: { access: { kind: "anyone" }, limit: "submit" },
      schema: {
        tags,
        params,
        operationId: "catalogue.api.ask",
        summary: "Ask for a service: the same as sending its form",
        description:
          "Repeating the request with the same Idempotency-Key and body gives the same case. Without a session the answer carries a PIN of ten digits; keep it with the code.",
        headers: {
          type: "object",
          properties: {
            "idempotency-key": { type: "string", minLength: shortestKey, maxLength: 80, pattern: "^[A-Za-z0-9_-]+$" },
          },
          required: ["idempotency-key"],
        },
        body: {
          type: "object",
          properties: {
            answers: { type: "object", description: "As the service's schema says" },
            version: { type: "integer", minimum: 1, description: "The version of the service the answers are for" },
          },
          required: ["answers"],
          additionalProperties: false,
        },
      },
    },
    async (request, reply) => {
      const { version, answers } = request.body;
      const current = services.current(request.params.id, today(kernel));
      const definition = version === undefined ? current : services.get(request.params.id, version);
      if (current === undefined || definition === undefined) return unknown(request, reply);
      const context = await askingContext(kernel, request.visit, { questions: definition.ask });
      const read = readJson(definition, answers, context);
      if (!read.ok)
        return sendProblem(
          request,
          reply,
          pages,
          problem("validation-failed", "cases.answers.check", { errors: read.error }),
        );
      const key = String(request.headers["idempotency-key"]);
      const submitted = await cases.submit(
        { service: definition.id, version: definition.version, answers: read.value, channel: "api", key },
        doerFor(request, key),
      );
      if (!submitted.ok) return sendProblem(request, reply, pages, submitted.error);
      const found = submitted.value.made ?? (await cases.find(submitted.value.caseId));
      if (found === undefined) throw new Error("a case just made was not found");
      const pin = found.owner === null ? await cases.guestPin(found.id) : undefined;
      const href = `${pages.site.url}/kasus/${found.code}`;
      return reply
        .code(submitted.value.repeated ? 200 : 201)
        .header("location", href)
        .header("cache-control", "no-store")
        .send({
          code: formatPublicCode(found.code),
          ...(pin === undefined ? {} : { pin: formatGuestPin(pin) }),
          state: found.state,
          due: found.dueAt.toISOString(),
          href,
          track: `${pages.site.url}/lacak?kode=${found.code}`,
        });
    },
  );

  /** Programs without a cookie are guests whose key is their own: the same key and body give the same case, whatever their address. */
  function doerFor(request: FastifyRequest, key: string): Doer {
    if (request.visit.session !== undefined) return doerOf(request.visit);
    const own = `session:api-${createHash("sha256").update(key).digest("base64url")}`;
    return { actor: request.visit.actor, actorKey: own, fileOwnerKey: own };
  }

  function described(definition: ServiceDefinition, request: FastifyRequest) {
    const t = pages.translator(request.visit.lang);
    const { id, version, fee, deadline, law } = definition;
    return {
      id,
      version,
      title: t(definition.title),
      summary: t(definition.summary),
      for: definition.for,
      fee,
      deadline,
      law,
      page: `${pages.site.url}/layanan/${id}`,
      schema: `${pages.site.url}/api/services/${id}/schema`,
    };
  }

  function unknown(request: FastifyRequest, reply: FastifyReply): FastifyReply {
    return sendProblem(request, reply, pages, problem("not-found", "cases.service.unknown"));
  }
}

/** A schema is the same for everyone: nobody's known answers are looked up for it. */
function withoutAttributes(definition: ServiceDefinition) {
  return definition.ask.filter(({ type }) => type !== "attribute");
}
