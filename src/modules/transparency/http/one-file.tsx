import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { FastifyInstance } from "fastify";
import type { Kernel } from "../../../kernel/index.ts";
import { renderStandalone } from "../../../kernel/ui/index.ts";
import { OneFilePage } from "../pages/one-file.tsx";
import { ownPolicyText } from "../policy.ts";

/** The checker of receipts in one file, for whoever wants to check without us: it holds the keys as they are now, and can reach no network. */
export function addOneFile(app: FastifyInstance, kernel: Kernel): void {
  const { pages, books, config } = kernel;
  const [style, script] = ["verifier.css", "verifier.js"].map((name) =>
    readFileSync(join(config.projectRoot, "dist/one-file", name), "utf8"),
  ) as [string, string];
  const policy = `default-src 'none'; style-src '${hashOf(style)}'; script-src '${hashOf(script)}'; form-action 'none'; base-uri 'none'`;

  app.get(
    "/buku-terbuka/pemeriksa",
    { config: { access: { kind: "public" } }, schema: { hide: true } },
    async (request, reply) => {
      const { lang } = request.visit;
      const t = pages.translator(lang);
      const all = await books.all();
      const keys = all.flatMap((book) => books.keys(book));
      const trusted = `${keys.join("\n")}\n${ownPolicyText(config) ?? ""}`;
      const file = renderStandalone(<OneFilePage trusted={trusted} />, {
        lang,
        t,
        site: pages.site,
        title: t("transparency.file.title"),
        style,
        script,
        policy,
      });
      return reply
        .header("content-disposition", `attachment; filename="${t("transparency.file.name")}"`)
        .header("cache-control", "public, max-age=60")
        .header("vary", "cookie, accept-language")
        .type("text/html; charset=utf-8")
        .send(file);
    },
  );
}

function hashOf(text: string): string {
  return `sha256-${createHash("sha256").update(text).digest("base64")}`;
}
