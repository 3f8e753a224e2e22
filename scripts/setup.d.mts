/** Root of the checkout. */
export const root: string;
/** The Node that everything after the set-up runs on; comes with the npm package `node`. */
export const pinnedNode: string;
/** Installs the packages of package-lock.json when node_modules differs from it; gives whether it did. */
export function ensureInstalled(): boolean;
/** Builds dist/ when the sources have changed since the last build; gives whether it did. */
export function ensureBuilt(): boolean;
/** True when the program now running is the pinned Node. */
export function runsOnPinnedNode(): boolean;
/** Environment in which the tools of node_modules/.bin find the pinned Node first. */
export function pinnedEnvironment(extra?: Readonly<Record<string, string>>): NodeJS.ProcessEnv;
