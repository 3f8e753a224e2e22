import { inject } from "vitest";

/** Where to find the server that many test files share. */
export interface SharedServer {
  readonly url: string;
  readonly dataFolder: string;
}

/** The server that test files share, with the demo in it: started when the first file asks, stopped after the last. */
export async function sharedServer(): Promise<SharedServer> {
  const response = await fetch(inject("serverKeeper"));
  if (!response.ok) throw new Error(await response.text());
  return (await response.json()) as SharedServer;
}
