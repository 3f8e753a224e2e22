import { parseArgs } from "node:util";
import { type Command, fail, wrongCall } from "./command.ts";
import { withKernel } from "./with-kernel.ts";

/** Closes a public book for ever, and says what its final state is. Whatever is written from then on goes into its successor. */
export const freezeBookCommand: Command = async (config, args) => {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    strict: false,
    options: { confirm: { type: "string" } },
  });
  const [book, ...more] = positionals;
  if (book === undefined || more.length > 0)
    return wrongCall("Say `balai freeze-book <book> --confirm <book>`. A book that is closed is never opened again.");
  if (values.confirm !== book)
    return wrongCall(
      `Closing a book cannot be undone. If you mean it, say \`balai freeze-book ${book} --confirm ${book}\`.`,
    );
  return withKernel(config, async (_kernel, sequencer) => {
    const frozen = await sequencer.freeze(book);
    if (frozen === undefined) return fail(`There is no open book ${book}.`);
    console.log(`${book} is closed with ${frozen.size} entries. What comes now goes into ${frozen.successor}.`);
    console.log(`Its final state, to be published and kept:\n\n${frozen.note}`);
    return 0;
  });
};
