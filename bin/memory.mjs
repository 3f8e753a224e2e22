// How a process of Balai is kept small, measured by `npm run bench memory`. Plain JavaScript that runs on Node ≥ 20.

/** Node's own measure for young objects, 2 × 64 MB, is for servers that have the machine to themselves; 2 × 8 MB cost us no speed. */
export const memoryFlags = ["--max-semi-space-size=8"];

/** glibc keeps a heap for each thread that ever asked for memory; two are enough for pictures and passwords. */
export const memoryEnvironment = { MALLOC_ARENA_MAX: "2" };
