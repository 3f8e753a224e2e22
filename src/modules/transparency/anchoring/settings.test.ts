import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { readConfig } from "../../../kernel/config/index.ts";
import { checkedAnchors, ownAnchors } from "./settings.ts";

const folder = mkdtempSync(join(tmpdir(), "balai-anchors-"));
afterAll(() => rmSync(folder, { recursive: true }));
const read = readConfig({ BALAI_DATA: folder });
if (!read.ok) throw new Error(read.error.join());
const config = read.value;
const contract = `0x${"Ab".repeat(20)}`;

function settings(text: string) {
  writeFileSync(join(folder, "anchors"), text);
  return ownAnchors(config);
}

describe("the file anchors", () => {
  it("need not be there", () => {
    expect(ownAnchors(config)).toEqual({ ok: true, value: undefined });
  });

  it("names how often and where", () => {
    expect(settings(`# twice a minute\nevery 30\n\n  evm Konsorsium 1337 ${contract} http://127.0.0.1:8545\n`)).toEqual(
      {
        ok: true,
        value: {
          everySeconds: 30,
          drivers: [
            {
              kind: "evm",
              name: "Konsorsium",
              chainId: 1337,
              contract: contract.toLowerCase(),
              url: "http://127.0.0.1:8545",
            },
          ],
        },
      },
    );
    expect(settings("")).toMatchObject({ ok: true, value: { everySeconds: 60, drivers: [] } });
  });

  it.each([
    ["often", "it must begin with `every`, `evm` or `rfc3161`"],
    ["every 0", "from 1 to 86400"],
    ["every 5 10", "from 1 to 86400"],
    [`evm A x ${contract} http://n`, '"x" is no number of a chain'],
    ["evm A 1 0x12 http://n", '"0x12" is no address of a contract'],
    [`evm A 1 ${contract} n:8545`, '"n:8545" is no address'],
    [`evm a/b 1 ${contract} http://n`, "say `evm <name>"],
    ["rfc3161 A http://n", "say `rfc3161 <name>"],
    ["rfc3161 A http://n nothing.pem", "nothing.pem holds no certificate"],
    [`evm A 1 ${contract} http://n\nevm A 2 ${contract} http://n`, "the name A is taken"],
  ])("says what is wrong: %s", (text, sentence) => {
    const found = settings(`# first\n${text}`);
    expect(found).toMatchObject({ ok: false, error: expect.stringContaining(sentence) });
    expect(found).toMatchObject({ error: expect.stringMatching(/anchors, line [23]: /) });
  });

  it("that names a chain needs a key", () => {
    settings(`evm A 1 ${contract} http://n`);
    expect(checkedAnchors(config, true).ok).toBe(true);
    expect(checkedAnchors(config, false)).toMatchObject({
      ok: false,
      error: expect.stringContaining("balai keys rotate anchor"),
    });
  });
});
