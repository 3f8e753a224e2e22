import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { renderToString } from "preact-render-to-string";
import { create } from "qrcode";
import sharp from "sharp";
import { describe, expect, it } from "vitest";
import { createAssets } from "./assets.ts";
import { ErrorPage } from "./components/error-page.tsx";
import { ErrorSummary } from "./components/error-summary.tsx";
import { Icon } from "./components/icon.tsx";
import { qrPath } from "./components/qr.tsx";
import { TextInput } from "./components/text-input.tsx";
import { createMessages } from "./i18n.ts";
import { sprite } from "./icons.ts";
import { createProjection, shapePath } from "./map-projection.ts";
import { uiMessages } from "./messages/index.ts";
import { type PageOptions, renderPage } from "./page.tsx";
import { drawIcon, iconFiles } from "./pwa/draw-icons.ts";
import { webManifest } from "./pwa/manifest.ts";
import { languageHref, type Site } from "./site.ts";

const messages = createMessages([uiMessages], { strict: true });
const site: Site = { place: "Desa Uji", url: "https://uji.example", menu: [], help: [], languages: ["id"] };
const assets = createAssets({
  "kernel/ui/browser/resident.css": "resident-1.css",
  "kernel/ui/browser/resident.ts": "resident-2.js",
});
const options: PageOptions = { lang: "id", t: messages.translator("id"), site, assets, title: "Judul", path: "/a?b=1" };

describe("a page", () => {
  it("carries exactly the symbols it uses", () => {
    const html = renderPage(<Icon name="road" />, options);
    expect(html.match(/<symbol id="[^"]+"/g)).toEqual(['<symbol id="i-road"']);
    expect(html).toContain('<use href="#i-road"');
    expect(sprite(new Set())).toBe("");
  });

  it("escapes what people wrote, in text, attributes and the head", () => {
    const nasty = `"><script>alert(1)</script>`;
    const html = renderPage(<TextInput name="nama" label={nasty} value={nasty} />, { ...options, title: nasty });
    expect(html).not.toContain("<script>alert");
  });

  it("names itself, its language and its address without the query, and is not listed unless it says so", () => {
    const html = renderPage(<p>isi</p>, options);
    expect(html).toMatch(/^<!doctype html><html lang="id">/);
    expect(html).toContain("<title>Judul – Balai Desa Uji</title>");
    expect(html).toContain('<link rel="canonical" href="https://uji.example/a"');
    expect(html).toContain('content="noindex"');
    expect(renderPage(<p>isi</p>, { ...options, listed: true })).not.toContain("noindex");
  });

  it("has nothing inline that the content policy forbids", () => {
    const html = renderPage(<ErrorPage status={500} requestId="r1" />, options);
    expect(html).not.toMatch(/ style=| on[a-z]+=|<script>|<style/);
  });

  it("stops a component outside a page, and an asset the build does not know", () => {
    expect(() => renderToString(<Icon name="road" />)).toThrow(/outside renderPage/);
    expect(() => assets.url("kernel/ui/browser/none.css")).toThrow(/none\.css/);
  });
});

describe("fields", () => {
  it("tie label, hint and error to the control, and the summary to the field", () => {
    const html = renderPage(
      <>
        <ErrorSummary errors={[{ field: "rt", text: "Isi RT" }]} />
        <TextInput name="rt" label="RT" hint="Tiga angka" error="Isi RT" />
      </>,
      options,
    );
    expect(html).toContain('href="#rt"');
    expect(html).toContain('id="rt" name="rt" required aria-invalid="true" aria-describedby="rt-e rt-h"');
    expect(html).toContain('<label for="rt">');
    for (const id of ["rt-e", "rt-h"]) expect(html).toContain(`id="${id}"`);
  });
});

describe("an error page", () => {
  it("keeps its number in a fold, open only where the fault is ours", () => {
    const drawn = (status: number) => renderPage(<ErrorPage status={status} requestId="01ABC" />, options);
    expect(drawn(404)).toMatch(/<details><summary>Nomor kejadian<\/summary>.*01ABC/);
    expect(drawn(500)).toMatch(/<details open[^>]*><summary>Nomor kejadian<\/summary>.*01ABC/);
  });

  it.each([400, 401, 403, 404, 409, 410, 413, 415, 418, 422, 429, 500, 502, 503, 507])(
    "for %i has words in both languages and the request id",
    (status) => {
      for (const lang of ["id", "en"] as const) {
        const t = messages.translator(lang);
        expect(renderPage(<ErrorPage status={status} requestId="01ABC" />, { ...options, lang, t })).toContain("01ABC");
      }
    },
  );
});

describe("a QR code", () => {
  it("draws exactly the dark modules", () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1, maxLength: 60 }), (text) => {
        const { size, path } = qrPath(text);
        const drawn = new Set<number>();
        for (const [, x, y, run] of path.matchAll(/M(\d+) (\d+)h(\d+)/g))
          for (let i = 0; i < Number(run); i++) drawn.add(Number(y) * size + Number(x) + i);
        const { data } = create(text, { errorCorrectionLevel: "M" }).modules;
        const dark = [...data].flatMap((bit, index) => (bit === 1 ? [index] : []));
        expect([...drawn]).toEqual(dark);
      }),
    );
  });
});

describe("a map", () => {
  const ring = [
    [112, -8],
    [113, -8],
    [113, -7],
    [112, -7],
    [112, -8],
  ];
  const square = { type: "Polygon", coordinates: [ring] } as const;

  it("puts north above and east to the right, inside the frame", () => {
    const projection = createProjection([square], [], 340);
    const [west, south] = projection.place(112, -8);
    const [east, north] = projection.place(113, -7);
    expect(west).toBeLessThan(east);
    expect(north).toBeLessThan(south);
    expect(west).toBeGreaterThanOrEqual(0);
    expect(east).toBeLessThanOrEqual(340);
    // A square degree is narrower than high away from the equator.
    expect(projection.height).toBeGreaterThan(330);
  });

  it("draws a closed path and drops what is smaller than a pixel", () => {
    const projection = createProjection([square], [], 340);
    expect(shapePath(square, projection)).toMatch(/^M[\d.]+ [\d.]+l-?[\d.]+(?:[ -][\d.]+){5,7}z$/);
    const speck = {
      type: "Polygon",
      coordinates: [ring.map(([x = 0, y = 0]) => [112 + x * 1e-6, -8 + y * 1e-6])],
    } as const;
    expect(shapePath(speck, projection)).toBe("");
  });

  it("stands a place outside the shapes without losing the frame", () => {
    const alone = createProjection([square], [], 340).height;
    expect(createProjection([square], [{ lat: 0, lng: 0 }], 340).height).toBe(alone);
    expect(createProjection([], [], 340).height).toBeGreaterThan(0);
  });
});

describe("on the home screen", () => {
  it("the manifest names icons that exist with their sizes", async () => {
    const manifest = webManifest(site, "id", messages.translator("id"));
    expect(manifest.name).toBe("Balai Desa Uji");
    for (const icon of manifest.icons) {
      const { width, height, format } = await sharp(join(import.meta.dirname, "public", icon.src)).metadata();
      expect(`${width}x${height}`).toBe(icon.sizes);
      expect(`image/${format}`).toBe(icon.type);
    }
    expect(manifest.icons.some((icon) => icon.purpose === "maskable")).toBe(true);
  });

  it.each(iconFiles)("$name is what the mark looks like now", async (icon) => {
    const kept = await sharp(join(import.meta.dirname, "public", icon.name))
      .removeAlpha()
      .raw()
      .toBuffer();
    // Tests share a process with kernel/files, which lets sharp read photos only.
    sharp.unblock({ operation: ["VipsForeignLoadSvg"] });
    const drawing = await drawIcon(icon).finally(() => sharp.block({ operation: ["VipsForeignLoadSvg"] }));
    const drawn = await sharp(drawing).removeAlpha().raw().toBuffer();
    expect(readFileSync(join(import.meta.dirname, "public", icon.name)).length).toBeLessThan(4000);
    const differing = kept.filter((value, index) => Math.abs(value - (drawn[index] ?? 0)) > 24).length;
    expect(kept.length).toBe(drawn.length);
    expect(differing / kept.length).toBeLessThan(0.01);
  });
});

describe("the language switch", () => {
  it("keeps the page's own query and never doubles its own", () => {
    expect(languageHref("en", "/laporan?kec=3&lang=id")).toBe("/laporan?kec=3&lang=en");
    expect(languageHref("id", "/")).toBe("/?lang=id");
  });
});
