import { createServer } from "node:http";
import type { TestProject } from "vitest/node";
import { type RunningServer, startServer } from "./server.ts";
import type { SharedServer } from "./shared-server.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** Address that starts the shared server at the first request and answers where it is. */
    serverKeeper: string;
  }
}

/**
 * Keeps the server that test files share. Files run in workers of their own, so they ask over HTTP; a run of files that
 * need no server starts none.
 */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  let server: Promise<RunningServer> | undefined;
  const keeper = createServer((_request, response) => {
    server ??= startServer();
    server.then(
      ({ url, dataFolder }) => response.end(JSON.stringify({ url, dataFolder } satisfies SharedServer)),
      (fault: unknown) => {
        response.statusCode = 500;
        response.end(fault instanceof Error ? fault.message : String(fault));
      },
    );
  });
  const address = await new Promise<string>((resolve) => {
    keeper.listen(0, "127.0.0.1", () => {
      const bound = keeper.address();
      resolve(`http://127.0.0.1:${typeof bound === "object" && bound !== null ? bound.port : 0}/`);
    });
  });
  project.provide("serverKeeper", address);
  return async () => {
    keeper.close();
    await (await server?.catch(() => undefined))?.remove();
  };
}
