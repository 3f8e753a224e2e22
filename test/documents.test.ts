import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { projectRoot } from "../src/kernel/config/index.ts";
import { problemStatus } from "../src/kernel/result/index.ts";

/** Every page for people who work on Balai or run it, by its path from the root. */
const pages = [".", "docs", "src", "data", "bench", "e2e"].flatMap((folder) => {
  const found = existsSync(join(projectRoot, folder))
    ? readdirSync(join(projectRoot, folder), folder === "." ? {} : { recursive: true })
    : [];
  return found.map((name) => join(folder, String(name))).filter((path) => path.endsWith(".md"));
});

/** Links of a page to files of the checkout that are not there; what stands in code is no link. */
function deadLinks(page: string, text: string, exists: (path: string) => boolean): string[] {
  const prose = text.replace(/```[\s\S]*?```/g, "").replace(/`[^`\n]*`/g, "");
  const markdown = [...prose.matchAll(/\]\(([^)\s]+)\)/g)];
  const pictures = [...prose.matchAll(/<img [^>]*src="([^"]+)"/g)];
  return [...markdown, ...pictures]
    .map(([, target = ""]) => target.replace(/#.*$/, ""))
    .filter((target) => target !== "" && !/^[a-z]+:/.test(target))
    .filter((target) => !exists(join(dirname(page), target)));
}

describe("documents", () => {
  it("link only to what is there", () => {
    const exists = (path: string): boolean => existsSync(join(projectRoot, path));
    const dead = pages.flatMap((page) =>
      deadLinks(page, readFileSync(join(projectRoot, page), "utf8"), exists).map((target) => `${page}: ${target}`),
    );
    expect(pages.length).toBeGreaterThan(20);
    expect(dead).toEqual([]);
  });

  it("find a planted dead link, and no link in code", () => {
    const text =
      'See [a](there.md), [b](gone.md#part), <img src="no.png"> and `[c](code.md)`, [d](https://example.org).';
    expect(deadLinks("docs/page.md", text, (path) => path === "docs/there.md")).toEqual(["gone.md", "no.png"]);
  });

  it("explain every type of problem, and no other", () => {
    const explained = readdirSync(join(projectRoot, "docs/problems")).filter((name) => name !== "README.md");
    expect(explained.sort()).toEqual(
      Object.keys(problemStatus)
        .map((type) => `${type}.md`)
        .sort(),
    );
    for (const [type, status] of Object.entries(problemStatus)) {
      const head = readFileSync(join(projectRoot, "docs/problems", `${type}.md`), "utf8").split("\n")[0];
      expect(head).toBe(`# ${type} (${status})`);
    }
  });

  it("list every decision, every part of the kernel, and every setting", () => {
    const decisions = readFileSync(join(projectRoot, "docs/adr/README.md"), "utf8");
    for (const name of readdirSync(join(projectRoot, "docs/adr")))
      if (name !== "README.md") expect(decisions, name).toContain(`](${name})`);
    const kernel = join(projectRoot, "src/kernel");
    const parts = readFileSync(join(kernel, "README.md"), "utf8");
    for (const name of readdirSync(kernel))
      if (statSync(join(kernel, name)).isDirectory()) expect(parts, name).toContain(`[${name}](${name}/README.md)`);
    const settings = readFileSync(join(projectRoot, "docs/deploy.md"), "utf8");
    const config = readFileSync(join(kernel, "config/index.ts"), "utf8");
    const names = new Set(config.match(/\b(?:BALAI|DATABASE|SMTP|TRUST|PORT)[A-Z_]*\b/g));
    expect(names.size).toBeGreaterThan(7);
    for (const name of names) expect(settings, name).toContain(`| \`${name}\` |`);
  });
});
