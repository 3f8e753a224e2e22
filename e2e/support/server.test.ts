import { describe, expect, it } from "vitest";
import { startServer } from "./server.ts";
import { sharedServer } from "./shared-server.ts";

describe("the server as tests start it", () => {
  it("tells why a server could not start", async () => {
    await expect(startServer({ env: { BALAI_ENV: "nowhere" } })).rejects.toThrow(/BALAI_ENV is "nowhere"/);
  });

  it("is shared by files that only look", async () => {
    const [one, two] = await Promise.all([sharedServer(), sharedServer()]);
    expect(one).toEqual(two);
    expect((await fetch(`${one.url}/readyz`)).status).toBe(200);
  }, 240_000);
});
