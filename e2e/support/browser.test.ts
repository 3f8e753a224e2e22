import { existsSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { expectNoAxeViolations, findAxeViolations, measureBytes, openPage, screenshot } from "./browser.ts";

const sound = `<!doctype html><html lang="id"><head><meta charset="utf-8"><title>Uji</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="/icon.svg"><link rel="manifest" href="/manifest.json"><link rel="stylesheet" href="/a.css"></head>
<body><main><h1>Uji coba</h1><p id="js">mati</p><noscript><p id="nojs">tanpa JavaScript</p></noscript></main><script src="/a.js"></script></body></html>`;
const faulty = sound.replace("<h1>", '<img src="/icon.svg"><input type="text"><h1>');
const files: Readonly<Record<string, readonly [type: string, body: string]>> = {
  "/": ["text/html", sound],
  "/faulty": ["text/html", faulty],
  "/a.css": ["text/css", "p { color: #222 }\n".repeat(200)],
  "/a.js": ["text/javascript", 'document.querySelector("#js").textContent = "hidup";'],
  "/icon.svg": ["image/svg+xml", `<svg xmlns="http://www.w3.org/2000/svg"><!--${"x".repeat(1500)}--></svg>`],
  "/manifest.json": ["application/manifest+json", JSON.stringify({ name: "Uji", description: "y".repeat(2500) })],
};
let server: Server;
let url: string;

beforeAll(async () => {
  server = createServer((request, response) => {
    const [type, body] = files[request.url ?? ""] ?? ["text/plain", "tidak ada"];
    response.setHeader("content-type", type);
    response.setHeader(
      "content-security-policy",
      "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'",
    );
    if (request.url !== "/a.css") return response.end(body);
    response.setHeader("content-encoding", "gzip");
    return response.end(gzipSync(body));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterAll(() => server.close());

describe("the browser", () => {
  it.each([true, false])("renders a page, JavaScript %s", async (javaScript) => {
    const { page, close } = await openPage({ javaScript });
    await page.goto(url);
    expect(await page.textContent("#js")).toBe(javaScript ? "hidup" : "mati");
    expect(await page.locator("#nojs").count()).toBe(javaScript ? 0 : 1);
    expect(await page.evaluate(() => innerWidth)).toBe(360);
    expect(existsSync(await screenshot(page, "support"))).toBe(true);
    await close();
  });

  it.each([true, false])("lets axe judge a page with a strict policy, JavaScript %s", async (javaScript) => {
    const { page, close } = await openPage({ javaScript, width: 1280 });
    await page.goto(url);
    await expectNoAxeViolations(page);
    await page.goto(`${url}/faulty`);
    const faults = (await findAxeViolations(page)).map((fault) => fault.split(":")[0]);
    expect(faults).toEqual(expect.arrayContaining(["image-alt", "label"]));
    await expect(expectNoAxeViolations(page)).rejects.toThrow(/image-alt/);
    await close();
  });

  it.each([true, false])(
    "counts the bytes on the wire with favicon and manifest, JavaScript %s",
    async (javaScript) => {
      const { page, close } = await openPage({ javaScript });
      await page.goto(url);
      const { total, received } = await measureBytes(page);
      const of = (path: string): number => received.find((each) => new URL(each.url).pathname === path)?.bytes ?? 0;
      expect(received.map((each) => new URL(each.url).pathname).sort()).toEqual(
        ["/", "/a.css", ...(javaScript ? ["/a.js"] : []), "/icon.svg", "/manifest.json"].sort(),
      );
      expect(of("/icon.svg")).toBeGreaterThan(1500);
      expect(of("/manifest.json")).toBeGreaterThan(2500);
      // Compressed: 3,600 bytes of the same line are a few dozen on the wire, beside the head of the answer.
      expect(of("/a.css")).toBeGreaterThan(100);
      expect(of("/a.css")).toBeLessThan(700);
      expect(total).toBe(received.reduce((sum, each) => sum + each.bytes, 0));
      await close();
    },
  );
});
