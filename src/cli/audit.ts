import { lineOf, runAudit } from "../modules/transparency/index.ts";
import { type Command, wrongCall } from "./command.ts";
import { withKernel } from "./with-kernel.ts";

/**
 * Compares every row with the public books, and the books with their trees, now. Exit code 0: all agrees; 1: it does not, with a line for each thing; 3: it
 * could not be compared; 2: called wrongly.
 */
export const auditCommand: Command = async (config, args) => {
  if (args.length > 0) return wrongCall("Say `balai audit`.");
  let isDone = false;
  const cannot = (sentence: string) => {
    console.error(`CANNOT CHECK NOW: ${sentence}`);
    return 3;
  };
  try {
    const code = await withKernel(config, async (kernel) => {
      const run = await runAudit(kernel, { whole: true });
      isDone = true;
      for (const difference of run.differences) console.error(lineOf(difference));
      const compared = `${run.rows} rows with ${run.entries} entries, ${run.erased} of them erased by right`;
      if (run.found === 0) console.log(`AGREES: compared ${compared}`);
      else console.error(`DIFFERS in ${run.found} things: compared ${compared}`);
      return run.found === 0 ? 0 : 1;
    });
    return isDone || code === 2 ? code : cannot("see above");
  } catch (fault) {
    return cannot(fault instanceof Error ? fault.message : "unknown");
  }
};
