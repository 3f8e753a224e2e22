import type { Page } from "playwright-core";
import { afterEach } from "vitest";
import { type OpenPage, openPage, type PageOptions } from "./browser.ts";

/** Gives what opens pages in a test file; each is closed after the test that opened it. */
export function closingPages(): (options?: PageOptions) => Promise<Page> {
  const open: OpenPage[] = [];
  afterEach(async () => {
    await Promise.all(open.splice(0).map(({ close }) => close()));
  });
  return async (options = {}) => {
    const opened = await openPage(options);
    open.push(opened);
    return opened.page;
  };
}
