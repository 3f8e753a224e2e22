import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PDFDocument } from "@cantoo/pdf-lib";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { signerOf } from "./certificate.ts";

let parent: string;
beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), "balai-signer-"));
});
afterEach(() => rmSync(parent, { recursive: true }));

const at = new Date("2026-11-24T03:00:00Z");
const how = { at, signal: new AbortController().signal };

function folder(name: string): { readonly dataFolder: string; readonly file: string } {
  const dataFolder = join(parent, name);
  mkdirSync(join(dataFolder, "documents"), { recursive: true });
  return { dataFolder, file: join(dataFolder, "documents", "signer.pem") };
}

async function aPdf(): Promise<Uint8Array> {
  const document = await PDFDocument.create();
  document.addPage();
  return document.save({ useObjectStreams: false });
}

describe("the certificate that signs documents", () => {
  it("is made by a demo at its first document, closed to others, and stays", async () => {
    const { dataFolder, file } = folder("demo");
    const made = await Promise.all([
      signerOf({ dataFolder, env: "demo" }),
      signerOf({ dataFolder: `${dataFolder}/`, env: "demo" }),
    ]);
    expect(made).toHaveLength(2);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const before = readFileSync(file, "utf8");
    const signed = Buffer.from(await (await signerOf({ dataFolder, env: "demo" })).sign(await aPdf(), how));
    expect(signed.toString("latin1")).toContain("/ETSI.CAdES.detached");
    expect(readFileSync(file, "utf8")).toBe(before);
  });

  it("of a demo is refused by production, which makes none by itself", async () => {
    const { dataFolder, file } = folder("production");
    await expect(signerOf({ dataFolder, env: "production" })).rejects.toThrow("No certificate signs documents");
    const demo = folder("demo");
    await signerOf({ dataFolder: demo.dataFolder, env: "demo" });
    copyFileSync(demo.file, file);
    await expect(signerOf({ dataFolder, env: "production" })).rejects.toThrow("demo's certificate");
  });

  it("must be readable by nobody else, and be one", async () => {
    const { dataFolder, file } = folder("other");
    writeFileSync(file, "nothing", { mode: 0o600 });
    await expect(signerOf({ dataFolder, env: "demo" })).rejects.toThrow("no certificate in PEM form");
    chmodSync(file, 0o644);
    await expect(signerOf({ dataFolder, env: "demo" })).rejects.toThrow("chmod 600");
  });
});
