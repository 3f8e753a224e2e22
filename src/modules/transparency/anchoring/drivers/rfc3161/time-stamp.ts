/** Time stamps of RFC 3161: the question, and the judgement of the answer. Loaded only where an authority is configured. */
import { createHash } from "node:crypto";
import { Integer, ObjectIdentifier, OctetString, Sequence } from "asn1js";
import {
  AlgorithmIdentifier,
  type Attribute,
  Certificate,
  ContentInfo,
  ExtKeyUsage,
  MessageImprint,
  SignedData,
  TimeStampReq,
  TimeStampResp,
  TSTInfo,
} from "pkijs";

const sha256Id = "2.16.840.1.101.3.4.2.1";
const signedDataId = "1.2.840.113549.1.7.2";
const stampContentId = "1.2.840.113549.1.9.16.1.4";
const signingCertificateV2Id = "1.2.840.113549.1.9.16.2.47";
const keyUsesId = "2.5.29.37";
const timeStampingId = "1.3.6.1.5.5.7.3.8";

export type StampFault =
  | "not-a-stamp"
  | "refused"
  | "other-data"
  | "other-nonce"
  | "not-for-time-stamps"
  | "other-certificate"
  | "not-signed"
  | "not-trusted";

export type StampAnswer =
  | { readonly ok: true; readonly serial: string; readonly at: Date }
  | { readonly ok: false; readonly fault: StampFault };

/** The question for a stamp of these bytes; the answer shall carry its certificates. `nonce`: 8 bytes. */
export function stampQuestion(data: Uint8Array, nonce: Uint8Array): Uint8Array {
  const question = new TimeStampReq({
    version: 1,
    messageImprint: new MessageImprint({
      hashAlgorithm: new AlgorithmIdentifier({ algorithmId: sha256Id }),
      hashedMessage: new OctetString({ valueHex: digest(data) }),
    }),
    nonce: new Integer({ valueHex: bufferOf(positive(nonce)) }),
    certReq: true,
  });
  return new Uint8Array(question.toSchema().toBER());
}

/** Judges an answer: whether it stamps these bytes, answers this question, and is signed by an authority that leads back to one of the roots (DER). */
export async function judgeStamp(
  answer: Uint8Array,
  asked: { readonly data: Uint8Array; readonly nonce: Uint8Array; readonly roots: readonly Uint8Array[] },
): Promise<StampAnswer> {
  const parsed = parseAnswer(answer);
  if (typeof parsed === "string") return fault(parsed);
  const { signed, info } = parsed;
  if (!sameBytes(info.messageImprint.hashedMessage.valueBlock.valueHexView, new Uint8Array(digest(asked.data))))
    return fault("other-data");
  if (info.messageImprint.hashAlgorithm.algorithmId !== sha256Id) return fault("other-data");
  const nonce = info.nonce?.valueBlock.valueHexView;
  if (nonce === undefined || !sameBytes(nonce, positive(asked.nonce))) return fault("other-nonce");
  const trustedCerts = asked.roots.map((root) => Certificate.fromBER(bufferOf(root)));
  const verify = (checkChain: boolean) =>
    signed
      // Stamps carry no news of withdrawn certificates: whoever runs the installation takes a root away instead.
      .verify({
        signer: 0,
        data: bufferOf(asked.data),
        trustedCerts,
        checkChain,
        passedWhenNotRevValues: true,
        extendedMode: true,
      })
      .catch(() => undefined);
  const signature = await verify(false);
  const certificate = signature?.signerCertificate;
  if (signature?.signatureVerified !== true || !(certificate instanceof Certificate)) return fault("not-signed");
  if (!isForTimeStamps(certificate)) return fault("not-for-time-stamps");
  if (!namesCertificate(signed.signerInfos[0]?.signedAttrs?.attributes ?? [], certificate))
    return fault("other-certificate");
  const chain = await verify(true);
  if (chain?.signerCertificateVerified !== true) return fault("not-trusted");
  const serial = Buffer.from(info.serialNumber.valueBlock.valueHexView).toString("hex");
  return { ok: true, serial, at: info.genTime };
}

function parseAnswer(answer: Uint8Array): { readonly signed: SignedData; readonly info: TSTInfo } | StampFault {
  try {
    const reply = TimeStampResp.fromBER(bufferOf(answer));
    // Granted, or granted with a remark.
    if (reply.status.status > 1) return "refused";
    const token = reply.timeStampToken;
    if (!(token instanceof ContentInfo) || token.contentType !== signedDataId) return "not-a-stamp";
    const signed = new SignedData({ schema: token.content });
    const content = signed.encapContentInfo.eContent;
    if (signed.encapContentInfo.eContentType !== stampContentId || content === undefined) return "not-a-stamp";
    if (signed.signerInfos.length !== 1) return "not-a-stamp";
    return { signed, info: TSTInfo.fromBER(content.getValue()) };
  } catch {
    return "not-a-stamp";
  }
}

/** Its only use, and marked so that nobody may pass over it (RFC 3161, 2.3). */
function isForTimeStamps({ extensions }: Certificate): boolean {
  const uses = extensions?.find(({ extnID }) => extnID === keyUsesId);
  return (
    uses?.critical === true &&
    uses.parsedValue instanceof ExtKeyUsage &&
    uses.parsedValue.keyPurposes.join() === timeStampingId
  );
}

/** Whether what was signed names this very certificate by its hash (ESSCertIDv2, RFC 5816). */
function namesCertificate(attributes: readonly Attribute[], certificate: Certificate): boolean {
  const value: unknown = attributes.find(({ type }) => type === signingCertificateV2Id)?.values[0];
  const first = itemsOf(itemsOf(itemsOf(value)[0])[0]);
  const algorithm = itemsOf(first[0])[0];
  const isSha256 =
    first[0] instanceof OctetString || (algorithm instanceof ObjectIdentifier && algorithm.getValue() === sha256Id);
  const hash = first.find((item) => item instanceof OctetString);
  return (
    isSha256 &&
    hash !== undefined &&
    sameBytes(hash.valueBlock.valueHexView, new Uint8Array(digest(new Uint8Array(certificate.toSchema().toBER()))))
  );
}

function itemsOf(value: unknown): readonly unknown[] {
  return value instanceof Sequence ? value.valueBlock.value : [];
}

function digest(data: Uint8Array): ArrayBuffer {
  return bufferOf(createHash("sha256").update(data).digest());
}

/** As a number that is above zero and needs all its bytes: what is sent is what comes back. */
function positive(nonce: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(nonce);
  bytes[0] = ((bytes[0] ?? 0) & 0x7f) | 0x40;
  return bytes;
}

function bufferOf(bytes: Uint8Array): ArrayBuffer {
  return new Uint8Array(bytes).buffer;
}

function sameBytes(left: Uint8Array, right: Uint8Array): boolean {
  return Buffer.compare(left, right) === 0;
}

function fault(kind: StampFault): StampAnswer {
  return { ok: false, fault: kind };
}
