import { describe, expect, it } from "vitest";
import { inspectPdf, pdfLimits } from "./pdf.ts";
import { pdf } from "./testing/pictures.ts";

const script = "/OpenAction << /S /JavaScript /JS (app.alert\\(1\\)) >>";

describe("inspectPdf", () => {
  it("accepts plain paper and counts its pages, also those in object streams", async () => {
    expect(await inspectPdf(pdf({ pages: 3 }))).toEqual({ ok: true, value: { pages: 3 } });
    const packed = pdf({ pages: 1, packed: "20 0 << /Type /Page /Parent 2 0 R >>" });
    expect(await inspectPdf(packed)).toEqual({ ok: true, value: { pages: 2 } });
  });

  it.each([
    ["JavaScript", script],
    ["JavaScript with an escaped name", script.replace("/JavaScript", "/J#61vaScr#69pt")],
    ["a launch", "/OpenAction << /S /Launch /F (cmd.exe) >>"],
    ["a file inside", "/Names << /EmbeddedFiles << /Names [(a) 5 0 R] >> >>"],
    ["a form that sends", "/AA << /O << /S /SubmitForm /F (x) >> >>"],
  ])("refuses %s, in the open and packed away", async (_, extra) => {
    expect(await inspectPdf(pdf({ extra }))).toEqual({ ok: false, error: "active" });
    expect(await inspectPdf(pdf({ packed: `20 0 << ${extra} >>` }))).toEqual({ ok: false, error: "active" });
  });

  it("refuses an object stream it cannot look into", async () => {
    const whole = pdf({ packed: `20 0 << ${script} >>` }).toString("latin1");
    const otherFilter = Buffer.from(
      whole.replace("/FlateDecode", "/LZWDecode").replace("\nstream\nx", "\nstream\n!"),
      "latin1",
    );
    expect(await inspectPdf(otherFilter)).toEqual({ ok: false, error: "unreadable" });
    const detached = Buffer.from(whole.replace("/Type /ObjStm", `/Type /ObjStm ${" ".repeat(2_000)}`), "latin1");
    expect(await inspectPdf(detached)).toEqual({ ok: false, error: "unreadable" });
  });

  it("refuses an object stream that unpacks without end", async () => {
    expect(await inspectPdf(pdf({ packed: " ".repeat(pdfLimits.unpackedBytes + 1) }))).toEqual({
      ok: false,
      error: "unreadable",
    });
  });

  it("refuses encryption, too many pages, no pages, and what stands before or after", async () => {
    expect(await inspectPdf(pdf({ trailer: "/Encrypt 9 0 R" }))).toEqual({ ok: false, error: "encrypted" });
    expect(await inspectPdf(pdf({ pages: pdfLimits.pages }))).toMatchObject({ ok: true });
    expect(await inspectPdf(pdf({ pages: pdfLimits.pages + 1 }))).toEqual({ ok: false, error: "too-many-pages" });
    expect(await inspectPdf(pdf({ pages: 0 }))).toEqual({ ok: false, error: "unreadable" });
    const page = Buffer.from("<html><script>1</script></html>");
    expect(await inspectPdf(Buffer.concat([page, pdf()]))).toEqual({ ok: false, error: "unreadable" });
    expect(await inspectPdf(Buffer.concat([pdf(), page]))).toEqual({ ok: false, error: "unreadable" });
    expect(await inspectPdf(pdf().subarray(0, -20))).toEqual({ ok: false, error: "unreadable" });
  });
});
