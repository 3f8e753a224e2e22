import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { startChild } from "./child.ts";

/** Whether this machine has the program that the authority of the tests signs with. */
export function hasOpenssl(): boolean {
  try {
    execFileSync("openssl", ["ts", "-help"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

/** A time-stamping authority made of `openssl ts`, in a process of its own. */
export interface TestAuthority {
  readonly url: string;
  /** PEM, of its root. */
  readonly root: string;
  /** How it answers from now on; see tsa.child.ts. */
  behave(how: string): void;
  /** What `openssl ts -verify` says of a stamp, by this authority's root. */
  verify(stamp: Uint8Array, data: string): string;
  stop(): Promise<void>;
}

export async function startAuthority(): Promise<TestAuthority> {
  const folder = mkdtempSync(join(tmpdir(), "balai-tsa-"));
  makeCertificates(folder);
  writeFileSync(join(folder, "how"), "well");
  const child = startChild(process.execPath, [fileURLToPath(new URL("tsa.child.ts", import.meta.url)), folder]);
  const url = await child.line();
  return {
    url,
    root: readFileSync(join(folder, "root.pem"), "utf8"),
    behave: (how) => writeFileSync(join(folder, "how"), how),
    verify(stamp, data) {
      writeFileSync(join(folder, "kept.tsr"), stamp);
      writeFileSync(join(folder, "kept.txt"), data);
      const words = ["ts", "-verify", "-in", "kept.tsr", "-data", "kept.txt", "-CAfile", "root.pem"];
      return execFileSync("openssl", words, { cwd: folder, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
    },
    async stop() {
      child.process.kill("SIGKILL");
      await child.ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** A root, an authority below it, one whose certificate is for web servers, one whose use is not marked critical, and a stranger. */
function makeCertificates(folder: string): void {
  const openssl = (...words: string[]) =>
    execFileSync("openssl", words, { cwd: folder, stdio: ["ignore", "ignore", "pipe"] });
  const key = (name: string) => [
    "-newkey",
    "ec",
    "-pkeyopt",
    "ec_paramgen_curve:P-256",
    "-nodes",
    "-keyout",
    `${name}.key`,
  ];
  const root = (name: string) =>
    openssl("req", "-x509", ...key(name), "-out", `${name}.pem`, "-days", "30", "-subj", `/CN=Test ${name}`);
  const signed = (name: string, by: string, use: string) => {
    writeFileSync(
      join(folder, `${name}.ext`),
      `basicConstraints=CA:FALSE\nkeyUsage=critical,digitalSignature\n${use}\n`,
    );
    openssl("req", "-new", ...key(name), "-out", `${name}.csr`, "-subj", `/CN=Test ${name}`);
    const words = [
      "-CA",
      `${by}.pem`,
      "-CAkey",
      `${by}.key`,
      "-CAcreateserial",
      "-days",
      "30",
      "-extfile",
      `${name}.ext`,
    ];
    openssl("x509", "-req", "-in", `${name}.csr`, "-out", `${name}.pem`, ...words);
  };
  root("root");
  root("strange-root");
  signed("authority", "root", "extendedKeyUsage=critical,timeStamping");
  signed("stranger", "strange-root", "extendedKeyUsage=critical,timeStamping");
  // `openssl ts` itself refuses to stamp with these: see tsa.child.ts.
  signed("web-server", "root", "extendedKeyUsage=critical,serverAuth");
  signed("many-uses", "root", "extendedKeyUsage=critical,timeStamping,serverAuth");
  signed("not-critical", "root", "extendedKeyUsage=timeStamping");
}
