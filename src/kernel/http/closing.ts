import type { Socket } from "node:net";
import type { FastifyInstance } from "fastify";

/**
 * Lets closing wait for running requests and for nothing else. Node and Fastify keep a connection that was busy when closing began for a next
 * request, and one that has sent nothing yet (browsers open such ahead of need) for its time limit: each over a minute.
 */
export function closeSoon(app: FastifyInstance): void {
  const running = new Map<Socket, number>();
  let closing = false;
  app.server.on("connection", (socket: Socket) => {
    running.set(socket, 0);
    socket.on("close", () => running.delete(socket));
  });
  app.server.on("request", ({ socket }, response) => {
    running.set(socket, (running.get(socket) ?? 0) + 1);
    response.on("close", () => {
      const left = (running.get(socket) ?? 1) - 1;
      if (running.has(socket)) running.set(socket, left);
      if (closing && left === 0) socket.destroySoon();
    });
  });
  app.addHook("preClose", async () => {
    closing = true;
    for (const [socket, requests] of running) if (requests === 0) socket.destroy();
  });
  app.addHook("onSend", (_request, reply, _payload, done) => {
    if (closing) reply.header("connection", "close");
    done();
  });
}
