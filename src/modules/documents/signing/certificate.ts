import { createHash, createPrivateKey } from "node:crypto";
import { mkdirSync, readFileSync, statSync } from "node:fs";
import { link, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import * as asn1js from "asn1js";
import { AttributeTypeAndValue, BasicConstraints, Certificate, Extension } from "pkijs";
import type { Config } from "../../../kernel/config/index.ts";
import { newId } from "../../../kernel/ids/index.ts";
import { type Credentials, signPdf } from "./pades.ts";
import type { PdfSigner } from "./signer.ts";

/** The organisation in certificates that a demo makes for itself: production believes none of them. */
const demoOrganisation = "Balai demo, bukan tanda tangan resmi";
const rsa = { name: "RSASSA-PKCS1-v1_5", hash: "SHA-256" } as const;

const known = new Map<string, Promise<PdfSigner>>();

/**
 * Who signs the documents of this installation: certificate and key in `<data folder>/documents/signer.pem`. A demo makes its own at the first
 * document. Throws a sentence for the operator when there is none, or when production is given a demo's.
 */
export function signerOf(config: Pick<Config, "dataFolder" | "env">): Promise<PdfSigner> {
  const file = join(config.dataFolder, "documents", "signer.pem");
  const made = known.get(file) ?? openSigner(file, config.env);
  known.set(file, made);
  // What failed is looked at anew: the operator may have put the file there.
  made.catch(() => known.delete(file));
  return made;
}

async function openSigner(file: string, env: Config["env"]): Promise<PdfSigner> {
  if (readIfThere(file) === undefined && env === "demo") await makeDemo(file);
  const pem = readIfThere(file);
  if (pem === undefined)
    throw new Error(`No certificate signs documents: put certificate and key (PEM) into ${file}, mode 0600.`);
  if ((statSync(file).mode & 0o077) !== 0) throw new Error(`${file} can be read by others; run chmod 600 on it.`);
  const credentials = await credentialsOf(pem, file);
  if (env === "production" && isDemo(credentials.certificate))
    throw new Error(`${file} holds a demo's certificate; production needs one of a certificate authority.`);
  return { sign: (pdf, { at }) => signPdf(pdf, credentials, at) };
}

function readIfThere(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}

async function credentialsOf(pem: string, file: string): Promise<Credentials> {
  const certificate = /-----BEGIN CERTIFICATE-----([\sA-Za-z0-9+/=]+)-----END CERTIFICATE-----/.exec(pem)?.[1];
  if (certificate === undefined) throw new Error(`${file} holds no certificate in PEM form.`);
  const key = createPrivateKey(pem);
  if (key.asymmetricKeyType !== "rsa") throw new Error(`${file}: the key must be an RSA key.`);
  return {
    certificate: Certificate.fromBER(Buffer.from(certificate, "base64")),
    key: await crypto.subtle.importKey("pkcs8", key.export({ format: "der", type: "pkcs8" }), rsa, false, ["sign"]),
  };
}

function isDemo({ subject }: Certificate): boolean {
  return subject.typesAndValues.some(({ value }) => String(value.valueBlock.value) === demoOrganisation);
}

/** A certificate that vouches for itself. Whole or not at all; of two processes at once the first one's stays. */
async function makeDemo(file: string): Promise<void> {
  const { publicKey, privateKey } = await crypto.subtle.generateKey(
    { ...rsa, modulusLength: 2048, publicExponent: new Uint8Array([1, 0, 1]) },
    true,
    ["sign", "verify"],
  );
  const certificate = new Certificate({ version: 2 });
  const spki = Buffer.from(await crypto.subtle.exportKey("spki", publicKey));
  const serial = createHash("sha256").update(spki).digest().subarray(0, 16);
  serial[0] = ((serial[0] ?? 0) & 0x7f) | 0x40;
  certificate.serialNumber = new asn1js.Integer({ valueHex: new Uint8Array(serial).buffer });
  for (const name of [certificate.issuer, certificate.subject]) {
    const entry = (type: string, value: string) =>
      name.typesAndValues.push(new AttributeTypeAndValue({ type, value: new asn1js.Utf8String({ value }) }));
    name.typesAndValues.push(
      new AttributeTypeAndValue({ type: "2.5.4.6", value: new asn1js.PrintableString({ value: "ID" }) }),
    );
    entry("2.5.4.10", demoOrganisation);
    entry("2.5.4.3", "Balai demo");
  }
  // Signed for moments of the demo's past, too.
  certificate.notBefore.value = new Date("2024-01-01T00:00:00Z");
  certificate.notAfter.value = new Date("2044-01-01T00:00:00Z");
  certificate.extensions = [
    new Extension({
      extnID: "2.5.29.19",
      critical: true,
      extnValue: new BasicConstraints({ cA: false }).toSchema().toBER(false),
    }),
    // Digital signature and content commitment.
    new Extension({
      extnID: "2.5.29.15",
      critical: true,
      extnValue: new asn1js.BitString({ valueHex: new Uint8Array([0xc0]).buffer, unusedBits: 6 }).toBER(false),
    }),
  ];
  await certificate.subjectPublicKeyInfo.importKey(publicKey);
  await certificate.sign(privateKey, "SHA-256");
  const der = Buffer.from(certificate.toSchema(true).toBER(false));
  const key = Buffer.from(await crypto.subtle.exportKey("pkcs8", privateKey));
  const draft = `${file}.${newId()}`;
  mkdirSync(join(file, ".."), { recursive: true, mode: 0o700 });
  await writeFile(draft, pemOf("CERTIFICATE", der) + pemOf("PRIVATE KEY", key), { mode: 0o600, flag: "wx" });
  await link(draft, file).catch(() => undefined);
  await rm(draft);
}

function pemOf(what: string, der: Buffer): string {
  const lines = der.toString("base64").match(/.{1,64}/g) ?? [];
  return `-----BEGIN ${what}-----\n${lines.join("\n")}\n-----END ${what}-----\n`;
}
