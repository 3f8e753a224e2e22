// A time-stamping authority for tests. Its folder holds certificates, and in the file `how` how it answers the next question.
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";

const [folder = "."] = process.argv.slice(2);
const file = (name: string) => join(folder, name);
const openssl = (...words: string[]) =>
  execFileSync("openssl", words, { cwd: folder, stdio: ["ignore", "pipe", "pipe"] });

writeFileSync(file("serial"), "01\n");
writeFileSync(
  file("tsa.cnf"),
  `[tsa]
default_tsa = here
[here]
serial = ${file("serial")}
default_policy = 1.2.3.4.1
digests = sha256
signer_digest = sha256
accuracy = secs:1
ess_cert_id_chain = no
ess_cert_id_alg = sha256
crypto_device = builtin
[sha1]
serial = ${file("serial")}
default_policy = 1.2.3.4.1
digests = sha256
signer_digest = sha256
ess_cert_id_alg = sha1
crypto_device = builtin
`,
);

/** The answer of `openssl ts` to a question. `section` of the settings: how the signer's certificate is named. */
function reply(question: Buffer, signer = "authority", section = "here"): Buffer {
  writeFileSync(file("question.tsq"), question);
  const who = ["-signer", `${signer}.pem`, "-inkey", `${signer}.key`, "-section", section];
  openssl("ts", "-reply", "-config", "tsa.cnf", ...who, "-queryfile", "question.tsq", "-out", "reply.tsr");
  return readFileSync(file("reply.tsr"));
}

/**
 * The same statement signed by a certificate that `openssl ts` would not sign with. The statement of a good answer is taken out, signed anew as
 * CMS with the attribute that names the certificate, and wrapped as an answer.
 */
function replyBy(question: Buffer, signer: string): Buffer {
  reply(question);
  openssl("ts", "-reply", "-in", "reply.tsr", "-token_out", "-out", "token.der");
  openssl("cms", "-verify", "-noverify", "-inform", "DER", "-in", "token.der", "-out", "statement.der");
  const words = ["-binary", "-nodetach", "-cades", "-md", "sha256", "-econtent_type", "1.2.840.113549.1.9.16.1.4"];
  const who = ["-signer", `${signer}.pem`, "-inkey", `${signer}.key`];
  openssl("cms", "-sign", "-in", "statement.der", ...words, ...who, "-outform", "DER", "-out", "token.der");
  const granted = Buffer.from("3003020100", "hex");
  return sequence(Buffer.concat([granted, readFileSync(file("token.der"))]));
}

function sequence(content: Buffer): Buffer {
  return Buffer.concat([Buffer.from([0x30, 0x82, content.length >> 8, content.length & 0xff]), content]);
}

/** A question of our own about the same bytes, or about others. */
function question(digest: string, ...words: string[]): Buffer {
  openssl("ts", "-query", "-digest", digest, "-sha256", "-cert", ...words, "-out", "other.tsq");
  return readFileSync(file("other.tsq"));
}

/** The SHA-256 that is asked about. */
function digestIn(asked: Buffer): string {
  const at = asked.indexOf(Buffer.from("0420", "hex")) + 2;
  return asked.subarray(at, at + 32).toString("hex");
}

const behaviours: Readonly<Record<string, (asked: Buffer) => Buffer | number | undefined>> = {
  well: (asked) => reply(asked),
  "other data": () => reply(question("ab".repeat(32))),
  // A right answer to somebody else's question about the same bytes.
  "other nonce": (asked) => reply(question(digestIn(asked))),
  "no nonce": (asked) => reply(question(digestIn(asked), "-no_nonce")),
  stranger: (asked) => reply(asked, "stranger"),
  "web server": (asked) => replyBy(asked, "web-server"),
  "many uses": (asked) => replyBy(asked, "many-uses"),
  "not critical": (asked) => replyBy(asked, "not-critical"),
  resigned: (asked) => replyBy(asked, "authority"),
  "old naming": (asked) => reply(asked, "authority", "sha1"),
  "flipped bit": (asked) => {
    const answer = reply(asked);
    answer[answer.length - 10] = (answer[answer.length - 10] ?? 0) ^ 1;
    return answer;
  },
  // What it says itself when a question asks for a hash that it does not take.
  refuses: () => sequence(Buffer.from("3003020102", "hex")),
  nonsense: () => Buffer.from("<h1>It works!</h1>"),
  "status 500": () => 500,
  hangs: () => undefined,
};

createServer((request, response) => {
  const parts: Buffer[] = [];
  request.on("data", (part: Buffer) => parts.push(part));
  request.on("end", () => {
    const asked = Buffer.concat(parts);
    const answer = behaviours[readFileSync(file("how"), "utf8")]?.(asked);
    if (answer === undefined) return;
    if (typeof answer === "number") response.writeHead(answer).end();
    else response.writeHead(200, { "content-type": "application/timestamp-reply" }).end(answer);
  });
}).listen(0, "127.0.0.1", function listening(this: { address(): AddressInfo | string | null }) {
  process.stdout.write(`http://127.0.0.1:${(this.address() as AddressInfo).port}\n`);
});
