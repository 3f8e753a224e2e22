import { createHash } from "node:crypto";
import { PDFArray, PDFDocument, PDFHexString, PDFName, PDFNumber, PDFString } from "@cantoo/pdf-lib";
import * as asn1js from "asn1js";
import {
  Attribute,
  type Certificate,
  ContentInfo,
  EncapsulatedContentInfo,
  IssuerAndSerialNumber,
  SignedAndUnsignedAttributes,
  SignedData,
  SignerInfo,
} from "pkijs";

/** A certificate with its key. */
export interface Credentials {
  readonly certificate: Certificate;
  readonly key: CryptoKey;
}

/** Room for the signature in the file: certificate, attributes and an RSA signature take a third of it. */
const roomBytes = 8_192;
/** Stands for the four numbers until they are known; as wide as the largest. */
const unknownOffset = 9_999_999_999;
const oid = {
  data: "1.2.840.113549.1.7.1",
  signedData: "1.2.840.113549.1.7.2",
  contentType: "1.2.840.113549.1.9.3",
  messageDigest: "1.2.840.113549.1.9.4",
  signingCertificate: "1.2.840.113549.1.9.16.2.47",
} as const;

/** Signs the whole file (PAdES baseline B-B, ETSI EN 319 142-1): everything but the signature itself is under it. */
export async function signPdf(pdf: Uint8Array, { certificate, key }: Credentials, at: Date): Promise<Uint8Array> {
  const file = Buffer.from(await withRoom(pdf, nameOf(certificate), at));
  const [from, to] = placeOfContents(file);
  const ranges = [0, from, to, file.length - to] as const;
  writeRanges(file, ranges);
  const covered = Buffer.concat([file.subarray(0, from), file.subarray(to)]);
  const signature = await cms(covered, { certificate, key });
  const hex = Buffer.from(signature).toString("hex");
  if (hex.length > roomBytes * 2) throw new Error("the signature is larger than its room in the file");
  file.write(hex.padEnd(roomBytes * 2, "0"), from + 1, "latin1");
  return file;
}

/** The file with an invisible field whose signature is still empty. */
async function withRoom(pdf: Uint8Array, name: string, at: Date): Promise<Uint8Array> {
  const document = await PDFDocument.load(pdf, { updateMetadata: false });
  const { context, catalog } = document;
  const [page] = document.getPages();
  if (page === undefined) throw new Error("a document without a page");
  const range = PDFArray.withContext(context);
  for (const offset of [0, unknownOffset, unknownOffset, unknownOffset]) range.push(PDFNumber.of(offset));
  const signature = context.register(
    context.obj({
      Type: "Sig",
      Filter: "Adobe.PPKLite",
      SubFilter: "ETSI.CAdES.detached",
      ByteRange: range,
      Contents: PDFHexString.of("0".repeat(roomBytes * 2)),
      M: PDFString.fromDate(at),
      Name: PDFHexString.fromText(name),
    }),
  );
  const field = context.register(
    context.obj({
      Type: "Annot",
      Subtype: "Widget",
      FT: "Sig",
      T: PDFString.of("Signature1"),
      V: signature,
      P: page.ref,
      Rect: [0, 0, 0, 0],
      // Printed, and locked.
      F: 132,
    }),
  );
  page.node.addAnnot(field);
  catalog.set(PDFName.of("AcroForm"), context.register(context.obj({ SigFlags: 3, Fields: [field] })));
  return document.save({ useObjectStreams: false, updateFieldAppearances: false });
}

/** From the "<" of the empty signature to behind its ">". */
function placeOfContents(file: Buffer): readonly [number, number] {
  const from = file.indexOf(`<${"0".repeat(roomBytes * 2)}>`, 0, "latin1");
  if (from < 0) throw new Error("no room for a signature was made");
  return [from, from + roomBytes * 2 + 2];
}

function writeRanges(file: Buffer, ranges: readonly number[]): void {
  const from = file.indexOf("/ByteRange [", 0, "latin1");
  const to = file.indexOf("]", from, "latin1") + 1;
  const text = `/ByteRange [ ${ranges.join(" ")} ]`;
  if (from < 0 || text.length > to - from) throw new Error("no room for the ranges was made");
  file.write(text.padEnd(to - from, " "), from, "latin1");
}

/** The signature over bytes that it does not carry (CMS, RFC 5652; signing certificate, RFC 5035). */
async function cms(covered: Buffer, { certificate, key }: Credentials): Promise<ArrayBuffer> {
  const digest = createHash("sha256").update(covered).digest();
  const own = createHash("sha256")
    .update(Buffer.from(certificate.toSchema().toBER(false)))
    .digest();
  const signingCertificate = new asn1js.Sequence({
    value: [
      new asn1js.Sequence({
        value: [new asn1js.Sequence({ value: [new asn1js.OctetString({ valueHex: bytesOf(own) })] })],
      }),
    ],
  });
  const signed = new SignedData({
    version: 1,
    encapContentInfo: new EncapsulatedContentInfo({ eContentType: oid.data }),
    signerInfos: [
      new SignerInfo({
        version: 1,
        sid: new IssuerAndSerialNumber({ issuer: certificate.issuer, serialNumber: certificate.serialNumber }),
        signedAttrs: new SignedAndUnsignedAttributes({
          type: 0,
          attributes: [
            new Attribute({ type: oid.contentType, values: [new asn1js.ObjectIdentifier({ value: oid.data })] }),
            new Attribute({
              type: oid.messageDigest,
              values: [new asn1js.OctetString({ valueHex: bytesOf(digest) })],
            }),
            new Attribute({ type: oid.signingCertificate, values: [signingCertificate] }),
          ],
        }),
      }),
    ],
    certificates: [certificate],
  });
  await signed.sign(key, 0, "SHA-256", bytesOf(covered));
  return new ContentInfo({ contentType: oid.signedData, content: signed.toSchema(true) }).toSchema().toBER(false);
}

/** A buffer of its own: what Node gives may be a part of a larger one. */
function bytesOf(buffer: Buffer): ArrayBuffer {
  return new Uint8Array(buffer).buffer;
}

function nameOf(certificate: Certificate): string {
  const common = certificate.subject.typesAndValues.find(({ type }) => type === "2.5.4.3");
  return common === undefined ? "" : String(common.value.valueBlock.value);
}
