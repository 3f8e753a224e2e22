import axe from "axe-core";
import type { BrowserContext, Page } from "playwright-core";

/** WCAG 2.2 A and AA, and what axe calls best practice. */
const standards = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/** Contexts opened with JavaScript off: there even the debugger's promises never settle. */
const withoutScript = new WeakSet<BrowserContext>();

export function noteWithoutScript(context: BrowserContext): void {
  withoutScript.add(context);
}

/**
 * What axe finds on the page as it now stands: one entry per rule, with the elements at fault.
 * Works under a strict content policy, since the browser's debugger runs axe, not the page; and with JavaScript off,
 * by judging a twin of the page in a context that runs scripts.
 */
export async function findAxeViolations(page: Page): Promise<string[]> {
  if (!withoutScript.has(page.context())) return runAxe(page);
  const twin = await twinOf(page);
  try {
    return await runAxe(twin);
  } finally {
    await twin.context().close();
  }
}

/** The same elements at the same address and size, scripts taken out and what stands in noscript shown. */
async function twinOf(page: Page): Promise<Page> {
  const browser = page.context().browser();
  if (browser === null) throw new Error("the page's browser has ended");
  const body = (await page.content())
    .replace(/<script\b[\s\S]*?<\/script>/gi, "")
    .replace(/<\/?noscript\b[^>]*>/gi, "");
  const size = page.viewportSize();
  const storageState = await page.context().storageState();
  const context = await browser.newContext({ viewport: size, storageState, serviceWorkers: "block" });
  const twin = await context.newPage();
  const address = page.url().split("#")[0] ?? "";
  await twin.route(address, (route) => route.fulfill({ body, contentType: "text/html; charset=utf-8" }));
  await twin.goto(page.url());
  return twin;
}

async function runAxe(page: Page): Promise<string[]> {
  const session = await page.context().newCDPSession(page);
  try {
    const evaluate = async (expression: string): Promise<unknown> => {
      const { result, exceptionDetails } = await session.send("Runtime.evaluate", {
        expression,
        awaitPromise: true,
        returnByValue: true,
      });
      if (exceptionDetails !== undefined)
        throw new Error(`axe could not run: ${exceptionDetails.exception?.description ?? exceptionDetails.text}`);
      return result.value;
    };
    await evaluate(axe.source);
    const run = `axe.run(document, { runOnly: ${JSON.stringify(standards)}, preload: false, resultTypes: ["violations"] }).then(({ violations, passes }) => ({
      passed: passes.length,
      faults: violations.map(({ id, help, nodes }) =>
        id + ": " + help + " — " + nodes.map((node) => node.target.join(" ")).join(", ")),
    }))`;
    const { passed, faults } = (await evaluate(run)) as { passed: number; faults: string[] };
    if (passed === 0) throw new Error("axe judged nothing: the page is empty or was not seen");
    return faults;
  } finally {
    await session.detach();
  }
}

/** Throws with every violation when axe finds any. */
export async function expectNoAxeViolations(page: Page): Promise<void> {
  const faults = await findAxeViolations(page);
  if (faults.length > 0) throw new Error(`axe finds fault with ${page.url()}:\n${faults.join("\n")}`);
}
