import { makeCluster } from "./cluster.ts";
import { hostDatabase, lockDataFolder } from "./host.ts";
import type { Way } from "./identity.ts";

// A process of its own for tests that kill it: makes and hosts the database of the folder in argv[2] (by the way in
// argv[3]), prints one line of JSON when it is ready, and stops when its input ends.
const [, , dataFolder = "", way] = process.argv;
const options = { dataFolder, ...(way === undefined ? {} : { ways: [way as Way] }) };
const lock = lockDataFolder(dataFolder);
if (!lock.ok) throw new Error(lock.error);
const made = await makeCluster(options);
if (!made.ok) throw new Error(made.error);
const hosted = await hostDatabase(options);
if (!hosted.ok) throw new Error(hosted.error);
process.stdout.write(`${JSON.stringify({ port: hosted.value.port, way: made.value.identity.way })}\n`);
await new Promise((resolve) => process.stdin.on("end", resolve).resume());
await hosted.value.stop();
lock.value.release();
