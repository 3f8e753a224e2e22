import { systemClock } from "../time/index.ts";
import { backUp, restore } from "./index.ts";
import { zooMigrations } from "./zoo-migrations.ts";

// Run by memory.test.ts in a process of its own, whose memory nobody else fills. Prints peaks in bytes as JSON.
const [sourceUrl = "", targetUrl = "", folder = "", recipient = "", identity = ""] = process.argv.slice(2);

const empty = { folder: `${folder}/files`, sql: "select null, null where false" };
const start = process.memoryUsage().rss;
const backup = await peak(() =>
  backUp({ ownerUrl: sourceUrl, files: empty, keyIds: [], version: "0.1.0", clock: systemClock }, `${folder}/big.age`, {
    kind: "recipients",
    recipients: [recipient],
  }),
);
const restored = await peak(() =>
  restore(
    { ownerUrl: targetUrl, migrations: zooMigrations, filesFolder: empty.folder, keyIds: [] },
    `${folder}/big.age`,
    { kind: "identities", identities: [identity] },
  ),
);
process.stdout.write(JSON.stringify({ start, backup, restored }));

async function peak(work: () => Promise<{ readonly ok: boolean }>): Promise<number> {
  let highest = 0;
  const sampling = setInterval(() => {
    highest = Math.max(highest, process.memoryUsage().rss);
  }, 10);
  const result = await work();
  clearInterval(sampling);
  if (!result.ok) throw new Error(JSON.stringify(result));
  return highest;
}
