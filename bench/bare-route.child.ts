// The floor of a page: Fastify as it comes, one route, a string of so many bytes.
import Fastify from "fastify";

const { bytes } = JSON.parse(process.argv[2] ?? "{}") as { bytes: number };
const text = "x".repeat(bytes);
const app = Fastify({ logger: false });
app.get("/", (_request, reply) => {
  reply.type("text/html; charset=utf-8").send(text);
});
process.send?.(await app.listen({ port: 0, host: "127.0.0.1" }));
