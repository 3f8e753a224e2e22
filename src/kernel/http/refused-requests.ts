import { STATUS_CODES } from "node:http";
import type { FastifyReply, FastifyRequest, FastifyServerOptions } from "fastify";
import { newId } from "../ids/index.ts";
import { problem } from "../result/index.ts";
import type { Pages } from "./pages.ts";
import { sendProblem } from "./problems.tsx";
import { securityHeaders } from "./security.ts";

/** What Node refuses before there is a request, by the code of its fault; all else is 400. */
const statusOfFault: Readonly<Record<string, number>> = {
  ERR_HTTP_REQUEST_TIMEOUT: 408,
  HPE_HEADER_OVERFLOW: 431,
};

/** Answers to requests that reach no route and no hook, in our words: an address that cannot be decoded, bytes that are no HTTP. */
export function refusedRequests(
  pages: () => Pages,
): Pick<FastifyServerOptions, "frameworkErrors" | "clientErrorHandler"> {
  return {
    frameworkErrors(_fault, request: FastifyRequest, reply: FastifyReply) {
      request.visit = { session: undefined, sessionIsNew: false, actor: { kind: "public" }, lang: "id" };
      reply.headers({ ...securityHeaders, "x-request-id": request.id });
      sendProblem(request, reply, pages(), problem("bad-request", "http.fault.bad-request"));
    },
    clientErrorHandler(fault, socket) {
      if (fault.code === "ECONNRESET" || socket.destroyed) return;
      const status = statusOfFault[fault.code ?? ""] ?? 400;
      const t = pages().translator("id");
      const body = JSON.stringify({
        type: "/masalah/bad-request",
        title: t("http.problem.bad-request"),
        status,
        detail: t("http.fault.bad-request"),
        requestId: newId(),
      });
      const headers = Object.entries({
        ...securityHeaders,
        "content-type": "application/problem+json; charset=utf-8",
        "content-length": Buffer.byteLength(body),
        "cache-control": "no-store",
        connection: "close",
      });
      if (socket.writable)
        socket.write(
          `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${headers.map(([name, value]) => `${name}: ${value}\r\n`).join("")}\r\n${body}`,
        );
      socket.destroy(fault);
    },
  };
}
