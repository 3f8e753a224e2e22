import { restore } from "./index.ts";
import { zooMigrations } from "./zoo-migrations.ts";

// Run by restore.test.ts: a restore whose process dies when the rows of the third table begin to come.
const [ownerUrl = "", filesFolder = "", file = "", identity = ""] = process.argv.slice(2);
let tables = 0;
const progress = (): void => {
  tables += 1;
  if (tables === 3) process.kill(process.pid, "SIGKILL");
};
await restore({ ownerUrl, migrations: zooMigrations, filesFolder, keyIds: [], progress }, file, {
  kind: "identities",
  identities: [identity],
});
