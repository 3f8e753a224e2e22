import type { FastifyInstance } from "fastify";
import type { Kernel } from "../../../kernel/index.ts";
import { countStages } from "../store.ts";

export function addReportRoutes(app: FastifyInstance, kernel: Kernel): void {
  app.get(
    "/api/reports/numbers",
    { config: { access: { kind: "public" } }, schema: { tags: ["reports"], summary: "Numbers of all public reports" } },
    () => countStages(kernel.db.query, kernel.clock.now()),
  );
}
