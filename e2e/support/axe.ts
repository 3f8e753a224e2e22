import axe from "axe-core";
import type { Browser, BrowserContext, Page } from "playwright-core";

/** WCAG 2.2 A and AA, and what axe calls best practice. */
const standards = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/** Contexts opened with JavaScript off: there even the debugger's promises never settle. */
const withoutScript = new WeakSet<BrowserContext>();

export function noteWithoutScript(context: BrowserContext): void {
  withoutScript.add(context);
}

/** Pages that axe found nothing wrong with in this process: judging one takes longer than all else that a test does with it. */
const sound = new Set<string>();

/**
 * What axe finds on the page as it now stands: one entry per rule, with the elements at fault. A page that was judged before, and differs from now
 * in numbers and codes only, is not judged again.
 * Works under a strict content policy, since the browser's debugger runs axe, not the page; and with JavaScript off,
 * by judging a twin of the page in a context that runs scripts.
 */
export async function findAxeViolations(page: Page): Promise<string[]> {
  const size = page.viewportSize();
  const content = await page.content();
  const key = `${size?.width}\n${judgedPart(content, withoutScript.has(page.context()))}`;
  if (sound.has(key)) return [];
  const faults = await (withoutScript.has(page.context()) ? judgeTwin(page, content) : runAxe(page));
  if (faults.length === 0) sound.add(key);
  return faults;
}

/** The page without what no rule of axe looks at, and without what differs from one visit to the next. */
function judgedPart(content: string, isWithoutScript: boolean): string {
  return (isWithoutScript ? content : content.replace(/<noscript\b[\s\S]*?<\/noscript>/gi, ""))
    .replace(/<script\b[\s\S]*?<\/script>/gi, "")
    .replace(/<input\b[^>]*type="hidden"[^>]*>/gi, "")
    .replace(/\sd="[^"]*"/g, "")
    .replace(/\b[0-9A-Z]{4}(-[0-9A-Z]{4})+\b/g, "CODE")
    .replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, "id")
    .replace(/\d+/g, "0");
}

/** One page per browser in which twins are judged: a context for each costs a second. */
const twins = new WeakMap<Browser, Promise<Page>>();

/** Judges the same elements at the same address and size, scripts taken out and what stands in noscript shown. */
async function judgeTwin(page: Page, content: string): Promise<string[]> {
  const browser = page.context().browser();
  if (browser === null) throw new Error("the page's browser has ended");
  const place = twins.get(browser) ?? browser.newContext({ serviceWorkers: "block" }).then((each) => each.newPage());
  twins.set(browser, place);
  const twin = await place;
  const body = content.replace(/<script\b[\s\S]*?<\/script>/gi, "").replace(/<\/?noscript\b[^>]*>/gi, "");
  const size = page.viewportSize();
  if (size !== null) await twin.setViewportSize(size);
  // Styles and pictures come as they came to the page: with its cookies.
  await twin.context().clearCookies();
  await twin.context().addCookies(await page.context().cookies());
  const address = page.url().split("#")[0] ?? "";
  await twin.route(address, (route) => route.fulfill({ body, contentType: "text/html; charset=utf-8" }));
  try {
    await twin.goto(page.url());
    return await runAxe(twin);
  } finally {
    await twin.unrouteAll();
    await twin.goto("about:blank");
  }
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
