import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { bytesToHex, type Hex, toRlp } from "viem";
import { publicKeyToAddress } from "viem/accounts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { pinnedNode, root } from "../scripts/setup.mjs";

interface Service {
  readonly command: readonly string[];
  readonly volumes: readonly string[];
  readonly ports: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly networks: { readonly consortium: { readonly ipv4_address: string } };
}

const folder = mkdtempSync(join(tmpdir(), "balai-besu-"));
afterAll(() => rmSync(folder, { recursive: true }));

function prepare(...words: string[]): { code: number | null; said: string } {
  const done = spawnSync(pinnedNode, [join(root, "deploy/besu/prepare.mjs"), ...words], { encoding: "utf8" });
  return { code: done.status, said: done.stdout + done.stderr };
}
const json = <T>(name: string): T => JSON.parse(readFileSync(join(folder, name), "utf8")) as T;
const compose = parse(readFileSync(join(root, "deploy/besu/compose.yaml"), "utf8"), { merge: true }) as {
  readonly services: Readonly<Record<string, Service>>;
};
const services = Object.entries(compose.services);

beforeAll(() => {
  expect(prepare("trial", folder)).toMatchObject({ code: 0 });
});

describe("the consortium of four agencies", () => {
  it("has a genesis for QBFT with free gas, whose validators are the keys that were made", () => {
    const genesis = json<{ config: Record<string, unknown>; extraData: Hex; mixHash: string }>("genesis.json");
    expect(genesis.config).toMatchObject({
      londonBlock: 0,
      zeroBaseFee: true,
      contractSizeLimit: 2_147_483_647,
      qbft: { blockperiodseconds: 5, requesttimeoutseconds: 10, epochlength: 30_000 },
    });
    // Says nothing while there is nothing to take in: chains were seen to starve.
    expect(JSON.stringify(genesis)).not.toContain("emptyblockperiodseconds");
    expect(Buffer.from(genesis.mixHash.slice(2), "hex").toString()).toBe("ctical byzantine fault tolerance");
    const nodes = json<string[]>("static-nodes.json");
    const addresses = nodes.map((node) =>
      publicKeyToAddress(`0x04${/^enode:\/\/([0-9a-f]{128})@/.exec(node)?.[1]}`).toLowerCase(),
    );
    expect(new Set(addresses).size).toBe(4);
    expect(genesis.extraData).toBe(
      `0xf87aa0${"00".repeat(32)}f854${addresses.map((each) => `94${each.slice(2)}`).join("")}c080c0`,
    );
  });

  it("writes the validators as others do", () => {
    // The four addresses and the bytes of Quorum's own test of its QBFT headers.
    const validators: Hex[] = [
      "0x44add0ec310f115a0e603b2d7db9f067778eaf8a",
      "0x294fc7e8f22b3bcdcf955dd7ff3ba2ed833f8212",
      "0x6beaaed781d2d2ab6350f5c4566a2c6eaac407a6",
      "0x8be76812f765c24641ec63dc2852b378aba2b440",
    ];
    expect(toRlp([bytesToHex(new Uint8Array(32)), validators, [], "0x", []])).toBe(
      "0xf87aa00000000000000000000000000000000000000000000000000000000000000000f8549444add0ec310f115a0e603b2d7db9f067778eaf8a94294fc7e8f22b3bcdcf955dd7ff3ba2ed833f8212946beaaed781d2d2ab6350f5c4566a2c6eaac407a6948be76812f765c24641ec63dc2852b378aba2b440c080c0",
    );
  });

  it("runs a validator each, at the address that the others know, and answers only its own machine", () => {
    expect(services.map(([name]) => name)).toEqual(["agency-1", "agency-2", "agency-3", "agency-4"]);
    const nodes = json<string[]>("static-nodes.json");
    for (const [index, [name, service]] of services.entries()) {
      const address = service.networks.consortium.ipv4_address;
      expect(nodes[index]).toMatch(new RegExp(`@${address.replaceAll(".", "\\.")}:30303$`));
      expect(service.environment["BESU_P2P_HOST"]).toContain(address);
      expect(service.volumes.some((volume) => volume.includes(`/${name}:/keys`))).toBe(true);
      expect(statSync(join(folder, name, "key")).mode & 0o777).toBe(0o600);
      for (const port of service.ports) if (port.endsWith(":8545")) expect(port).toMatch(/^127\.0\.0\.1:/);
      for (const word of ["--min-gas-price=0", "--genesis-file=/consortium/genesis.json", "--p2p-port=30303"])
        expect(service.command).toContain(word);
    }
    expect(new Set(services.flatMap(([, { ports }]) => ports)).size).toBe(8);
  });

  it("is not prepared for fewer than four, nor over a key that is there", () => {
    expect(
      prepare(
        "genesis",
        folder,
        ...json<string[]>("static-nodes.json")
          .slice(1)
          .map((each) => each.slice(8)),
      ),
    ).toMatchObject({ code: 2 });
    expect(prepare("key", join(folder, "agency-1")).code).toBe(1);
    const made = prepare("key", join(folder, "fifth"));
    expect(made.said).toMatch(/^[0-9a-f]{128}@<ip>:30303\n$/);
  });
});
