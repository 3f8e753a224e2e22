import { readFileSync } from "node:fs";
import { join } from "node:path";
import fastifyStatic from "@fastify/static";
import type { FastifyInstance } from "fastify";
import { Gallery, OfflinePage, offlinePath, serviceWorkerSource, webManifest } from "../ui/index.ts";
import type { Pages } from "./pages.ts";
import { pictureHeaders } from "./security.ts";

const everyone = { access: { kind: "public" } } as const;
const asset = { ...everyone, asset: true } as const;
const dayControl = "public, max-age=86400";

/** Files of the build: hashed ones for ever, the site's own (icons, manifest, service worker, offline page) for a day or by ETag. */
export async function addSiteFiles(
  app: FastifyInstance,
  deps: { readonly folder: string; readonly pages: Pages; readonly manifest: Readonly<Record<string, string>> },
): Promise<void> {
  const { folder, pages, manifest } = deps;
  await app.register(fastifyStatic, { root: join(folder, "assets"), serve: false, preCompressed: true });

  app.get<{ Params: { file: string } }>("/assets/:file", { config: asset }, (request, reply) => {
    return reply
      .header("cache-control", "public, max-age=31536000, immutable")
      .sendFile(request.params.file, { cacheControl: false, etag: false, lastModified: false, acceptRanges: false });
  });
  for (const [file, type] of [
    ["favicon.svg", "image/svg+xml"],
    ["icon-192.png", "image/png"],
    ["icon-512.png", "image/png"],
    ["icon-maskable-512.png", "image/png"],
  ] as const) {
    const bytes = readFileSync(join(folder, file));
    app.get(`/${file}`, { config: asset }, (_request, reply) =>
      reply
        .header("cache-control", dayControl)
        .headers(type === "image/svg+xml" ? pictureHeaders : {})
        .type(type)
        .send(bytes),
    );
  }
  app.get("/manifest.webmanifest", { config: asset }, (request, reply) => {
    const { lang } = request.visit;
    return reply
      .header("cache-control", dayControl)
      .type("application/manifest+json")
      .send(JSON.stringify(webManifest(pages.site, lang, pages.translator(lang))));
  });
  const worker = manifest[serviceWorkerSource];
  if (worker !== undefined) {
    const script = readFileSync(join(folder, "assets", worker));
    app.get("/service-worker.js", { config: everyone }, (_request, reply) =>
      reply.header("cache-control", "no-cache").type("text/javascript; charset=utf-8").send(script),
    );
  }
  app.get(offlinePath, { config: everyone }, (request, reply) =>
    pages.sendPublic(request, reply, [], async () => ({
      title: pages.translator(request.visit.lang)("ui.offline.title"),
      body: <OfflinePage />,
    })),
  );
  // The components with their examples: for designers and contributors, not for residents.
  if (pages.site.demo !== undefined) {
    app.get("/komponen", { config: everyone }, (request, reply) => {
      const title = pages.translator(request.visit.lang)("http.components");
      return pages.sendPublic(request, reply, [], async () => ({ title, body: <Gallery title={title} /> }));
    });
  }
  app.get("/robots.txt", { config: everyone }, (_request, reply) =>
    reply
      .header("cache-control", dayControl)
      .type("text/plain")
      .send("User-agent: *\nDisallow: /isi/\nDisallow: /kasus/\nDisallow: /konsol/\n"),
  );
}
