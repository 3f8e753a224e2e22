import { existsSync, readdirSync, rmSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import type { Page } from "playwright-core";
import sharp from "sharp";
import { openPage, type PageOptions, screenshot, sharedBrowser } from "./browser.ts";
import { startServer } from "./server.ts";

/** One step: go to `path` if given, do `steps`, and take the picture `<name>-<width>.png`. */
export interface Screen {
  readonly name: string;
  readonly path?: string;
  /** The status `path` must answer with; 200 if left out, so that no picture shows an error by mistake. */
  readonly status?: number;
  /** What the person does on the page before the picture; waits for what it expects, so that the picture is complete. */
  readonly steps?: (page: Page, walk: Walk) => Promise<void>;
}

/** Steps of one person, or of several in turn, in one browser context; walked once per width. */
export interface Journey {
  readonly name: string;
  readonly widths?: readonly (360 | 1280)[];
  readonly page?: Omit<PageOptions, "width">;
  readonly screens: readonly Screen[];
}

export interface Walk {
  readonly url: string;
  readonly width: 360 | 1280;
  /** What earlier steps of this journey noted for later ones: a code, an address. */
  readonly notes: Map<string, string>;
  /** Another person in a context of their own; takes pictures by `picture`. Closed at the journey's end. */
  openAs(options?: Omit<PageOptions, "width">): Promise<Page>;
  picture(page: Page, name: string): Promise<void>;
}

/**
 * Walks the journeys (all, or those whose name is in `only`) on a demo instance of its own and writes the pictures to
 * `folder`. A full walk deletes pictures that no journey takes any more. Throws at the first step that fails.
 */
export async function takeScreens(
  journeys: readonly Journey[],
  folder: string,
  only: readonly string[],
): Promise<void> {
  const wanted = only.length === 0 ? journeys : journeys.filter(({ name }) => only.includes(name));
  const server = await startServer();
  const taken = new Set<string>();
  try {
    for (const journey of wanted)
      for (const width of journey.widths ?? [360, 1280])
        for (const path of await walkJourney(journey, width, server.url)) taken.add(basename(path));
  } finally {
    await (await sharedBrowser()).close();
    await server.remove();
  }
  if (only.length > 0 || !existsSync(folder)) return;
  for (const file of readdirSync(folder)) if (file.endsWith(".png") && !taken.has(file)) rmSync(join(folder, file));
}

async function walkJourney(journey: Journey, width: 360 | 1280, url: string): Promise<string[]> {
  const taken: string[] = [];
  const picture = async (page: Page, name: string): Promise<void> => {
    const path = await screenshot(page, name);
    await shrink(path);
    taken.push(path);
    process.stdout.write(`${path}\n`);
  };
  const first = await openPage({ ...journey.page, width });
  const others: (() => Promise<void>)[] = [];
  const walk: Walk = {
    url,
    width,
    notes: new Map(),
    picture,
    async openAs(options = {}) {
      const other = await openPage({ ...options, width });
      others.push(other.close);
      return other.page;
    },
  };
  try {
    for (const screen of journey.screens) {
      try {
        if (screen.path !== undefined) await visit(first.page, url + screen.path, screen.status ?? 200);
        await screen.steps?.(first.page, walk);
        await picture(first.page, screen.name);
      } catch (fault) {
        throw new Error(
          `${journey.name} at ${width}, ${screen.name}: ${fault instanceof Error ? fault.message : fault}`,
        );
      }
    }
  } finally {
    await Promise.all([first.close(), ...others.map((close) => close())]);
  }
  return taken;
}

async function visit(page: Page, address: string, status: number): Promise<void> {
  const response = await page.goto(address);
  if (response?.status() !== status) throw new Error(`${address} answered ${response?.status()}, not ${status}`);
}

/** Pictures are kept in git: a palette of 256 colours makes them a third as large and shows no difference. */
async function shrink(path: string): Promise<void> {
  await writeFile(
    path,
    await sharp(await readFile(path))
      .png({ palette: true, effort: 7 })
      .toBuffer(),
  );
}
