import { afterAll, describe, expect, it } from "vitest";
import { type RunningServer, startServer } from "./server.ts";
import { sharedServer } from "./shared-server.ts";

const open: RunningServer[] = [];

afterAll(async () => {
  for (const server of open) await server.remove();
});

describe("the server as tests start it", () => {
  it("serves on its own data folder, survives a crash, and stops cleanly", async () => {
    const first = await startServer();
    open.push(first);
    expect((await fetch(`${first.url}/readyz`)).status).toBe(200);
    expect((await fetch(`${first.url}/healthz`)).status).toBe(200);
    await first.kill9();
    await expect(fetch(`${first.url}/healthz`)).rejects.toThrow();

    const second = await startServer({ dataFolder: first.dataFolder });
    open.push(second);
    expect((await fetch(`${second.url}/readyz`)).status).toBe(200);
    await second.stop();
    expect(second.logs()).not.toBe("");
  }, 240_000);

  it("tells why a server could not start", async () => {
    await expect(startServer({ env: { BALAI_ENV: "nowhere" } })).rejects.toThrow(/BALAI_ENV is "nowhere"/);
  });

  it("is shared by files that only look", async () => {
    const [one, two] = await Promise.all([sharedServer(), sharedServer()]);
    expect(one).toEqual(two);
    expect((await fetch(`${one.url}/readyz`)).status).toBe(200);
  }, 240_000);
});
