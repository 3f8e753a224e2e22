import type { Kernel } from "../../kernel/index.ts";
import type { Translate } from "../../kernel/ui/index.ts";

/** A book by its title, where a module gave it one. */
export function titleOf(kernel: Kernel, t: Translate, book: string): string {
  return kernel.messages.has(`${book}.book`) ? t(`${book}.book`) : book;
}
