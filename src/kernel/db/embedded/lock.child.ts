import { takeLock } from "./lock.ts";

// A process of its own for tests: tells whether it got the folder in argv[2], and holds it until its input ends.
const lock = takeLock(process.argv[2] ?? "");
process.stdout.write(lock.ok ? "held\n" : `refused by ${lock.error}\n`);
await new Promise((resolve) => process.stdin.on("end", resolve).resume());
if (lock.ok) lock.value.release();
