import { createHash } from "node:crypto";
import type { FastifyInstance } from "fastify";
import type { Kernel } from "../../../kernel/index.ts";

/** Where the keys of the codes on documents are published. */
export const keySetPath = "/.well-known/balai-documents.json";

/** The keys by which anyone checks the codes on documents, newest first (JWK set, RFC 7517 and 8037). */
export function addKeySet(app: FastifyInstance, kernel: Kernel): void {
  app.get(
    keySetPath,
    {
      config: { access: { kind: "public" } },
      schema: {
        tags: ["documents"],
        operationId: "documents.api.keys",
        summary: "Keys that sign the codes on documents (JWK set)",
      },
    },
    (_request, reply) => {
      const keys = kernel.crypto.documentSigners().map(({ publicKey }) => ({
        kty: "OKP",
        crv: "Ed25519",
        use: "sig",
        kid: createHash("sha256").update(publicKey).digest("hex").slice(0, 8),
        x: Buffer.from(publicKey).toString("base64url"),
      }));
      return reply
        .header("cache-control", "public, max-age=300")
        .header("access-control-allow-origin", "*")
        .header("cross-origin-resource-policy", "cross-origin")
        .type("application/jwk-set+json; charset=utf-8")
        .send(JSON.stringify({ keys }));
    },
  );
}
