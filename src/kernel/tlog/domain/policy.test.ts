import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { cosignatureType, ed25519Type, formatVerifierKey, verifierKey } from "./note.ts";
import { parsePolicy } from "./policy.ts";

const sha256 = (data: Uint8Array) => createHash("sha256").update(data).digest();
const vkey = (name: string, type: number, byte: number) =>
  formatVerifierKey(verifierKey(sha256, name, type, new Uint8Array(32).fill(byte)));
const log = vkey("balai.example/ledger/reports", ed25519Type, 1);
const witness = (number: number) => vkey(`w${number}.example`, cosignatureType, 10 + number);
const six = [1, 2, 3, 4, 5, 6].map((number) => `witness W${number} ${witness(number)}`).join("\n");
const parse = (text: string) => parsePolicy(sha256, text);

/** The example of the specification: two of three here, and one of three there. */
const example = `# whom we believe
log ${log} https://balai.example/ledger/reports/

${six}
\tgroup audit 2 W1 W2 W3
group civil any W4 W5 W6
group both all audit civil
quorum both
`;

describe("a policy", () => {
  it.each([
    [["W1", "W2", "W4"], true],
    [["W1", "W3", "W5", "W6"], true],
    [["W1", "W2", "W3"], false],
    [["W1", "W4", "W5", "W6"], false],
    [[], false],
  ])("of groups of groups: %j is %s", (cosigned, enough) => {
    const policy = parse(example);
    expect(policy.ok && policy.value.isQuorum(new Set(cosigned))).toBe(enough);
  });

  it("knows its logs and witnesses, with their addresses", () => {
    const policy = parse(`log ${log} https://l.example\nwitness A ${witness(1)} https://a.example\nquorum A`);
    if (!policy.ok) throw new Error(policy.error.fault);
    expect(policy.value.logs[0]).toMatchObject({
      url: "https://l.example",
      key: { name: "balai.example/ledger/reports" },
    });
    expect(policy.value.witnesses[0]).toMatchObject({ name: "A", url: "https://a.example" });
  });

  it("may ask for no witness", () => {
    const policy = parse("quorum none");
    expect(policy.ok && policy.value.isQuorum(new Set())).toBe(true);
  });

  it.each([
    ["nobody", 2, "unknown-line", `${six.split("\n")[0]}\nwitnes B x`],
    ["a log's key for a witness", 1, "wrong-key", `witness A ${log}\nquorum A`],
    ["a witness's key for a log", 1, "wrong-key", `log ${witness(1)}\nquorum none`],
    [
      "a key twice",
      2,
      "key-twice",
      `witness A ${witness(1)}\nwitness B ${vkey("other", cosignatureType, 11)}\nquorum A`,
    ],
    ["a name twice", 2, "name-taken", `witness A ${witness(1)}\nwitness A ${witness(2)}\nquorum A`],
    ["a witness of the name none", 1, "name-taken", `witness none ${witness(1)}\nquorum none`],
    ["a group before its members", 1, "unknown-name", `group G any A\nwitness A ${witness(1)}\nquorum G`],
    ["a member in two groups", 8, "member-twice", `${six}\ngroup G any W1 W2\ngroup H any W2 W3\nquorum G`],
    ["more than there are", 7, "wrong-threshold", `${six}\ngroup G 3 W1 W2\nquorum G`],
    ["none of them", 7, "wrong-threshold", `${six}\ngroup G 0 W1 W2\nquorum G`],
    ["a quorum nobody defined", 1, "unknown-name", "quorum A"],
    ["two quorums", 2, "second-quorum", "quorum none\nquorum none"],
    ["no quorum", 2, "no-quorum", `log ${log}\n`],
  ])("is refused with %s, and says the line", (_what, line, fault, text) => {
    expect(parse(text)).toEqual({ ok: false, error: { line, fault } });
  });
});
