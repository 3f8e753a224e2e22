import type { Kernel } from "../../kernel/index.ts";
import { seriesOf, volumeNumber } from "../../kernel/ledger/index.ts";
import type { Translate } from "../../kernel/ui/index.ts";

/** A book by its title, where a module gave it one, and which volume of it. */
export function titleOf(kernel: Kernel, t: Translate, book: string): string {
  const series = seriesOf(book);
  const title = kernel.messages.has(`${series}.book`) ? t(`${series}.book`) : series;
  const volume = volumeNumber(book);
  return volume === 1 ? title : t("transparency.book.volume", { title, volume });
}
