import { createHash } from "node:crypto";
import { PDFArray, type PDFDocument, PDFHexString, PDFName, PDFString } from "@cantoo/pdf-lib";
import sharp from "sharp";

/** What an archive wants to know of a document. */
export interface ArchivalFacts {
  readonly title: string;
  readonly issuer: string;
  /** Names the document in the file itself. */
  readonly id: string;
  readonly at: Date;
}

const producer = "Balai";

/** Makes the document one for archives (PDF/A-2b, ISO 19005-2): colours, identity and metadata stand in the file. */
export async function makeArchival(document: PDFDocument, facts: ArchivalFacts): Promise<void> {
  const { context, catalog } = document;
  document.setTitle(facts.title, { showInWindowTitleBar: true });
  document.setAuthor(facts.issuer);
  document.setProducer(producer);
  document.setCreator(producer);
  document.setCreationDate(facts.at);
  document.setModificationDate(facts.at);
  document.setLanguage("id-ID");
  const metadata = context.stream(metadataOf(facts), { Type: "Metadata", Subtype: "XML" });
  catalog.set(PDFName.of("Metadata"), context.register(metadata));
  const profile = context.flateStream(await colourProfile(), { N: 3 });
  const intent = context.obj({
    Type: "OutputIntent",
    S: "GTS_PDFA1",
    OutputConditionIdentifier: PDFString.of("sRGB IEC61966-2.1"),
    Info: PDFString.of("sRGB IEC61966-2.1"),
    DestOutputProfile: context.register(profile),
  });
  catalog.set(PDFName.of("OutputIntents"), context.obj([intent]));
  const identity = PDFHexString.of(createHash("sha256").update(facts.id).digest("hex").slice(0, 32));
  const ids = PDFArray.withContext(context);
  ids.push(identity);
  ids.push(identity);
  context.trailerInfo.ID = ids;
}

let kept: Buffer | undefined;

/** The sRGB profile that comes with the library of pictures. */
async function colourProfile(): Promise<Buffer> {
  if (kept !== undefined) return kept;
  const dot = await sharp({ create: { width: 1, height: 1, channels: 3, background: "white" } })
    .withIccProfile("srgb")
    .jpeg()
    .toBuffer();
  const { icc } = await sharp(dot).metadata();
  if (icc === undefined) throw new Error("no sRGB profile comes with sharp");
  kept = icc;
  return icc;
}

function metadataOf({ title, issuer, at }: ArchivalFacts): string {
  const when = at.toISOString().replace(/\.\d{3}Z$/, "Z");
  return `<?xpacket begin="\u{feff}" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/">
<pdfaid:part>2</pdfaid:part><pdfaid:conformance>B</pdfaid:conformance>
<dc:format>application/pdf</dc:format>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">${escaped(title)}</rdf:li></rdf:Alt></dc:title>
<dc:creator><rdf:Seq><rdf:li>${escaped(issuer)}</rdf:li></rdf:Seq></dc:creator>
<xmp:CreatorTool>${producer}</xmp:CreatorTool><xmp:CreateDate>${when}</xmp:CreateDate><xmp:ModifyDate>${when}</xmp:ModifyDate>
<pdf:Producer>${producer}</pdf:Producer>
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="w"?>`;
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
