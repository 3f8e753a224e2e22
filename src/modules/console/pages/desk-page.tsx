import type { ComponentChildren } from "preact";
import { ConsoleLayout, type ConsoleLayoutProps } from "../../../kernel/ui/index.ts";
import type { Frame } from "../frame.ts";

export interface DeskPageProps extends Omit<ConsoleLayoutProps, "office" | "person" | "menu" | "children"> {
  readonly frame: Frame;
  readonly children: ComponentChildren;
}

/** The officer's desk around one thing to do. */
export function DeskPage({ frame, children, ...rest }: DeskPageProps) {
  return (
    <ConsoleLayout {...rest} office={frame.office} person={frame.person} menu={frame.menu}>
      {children}
    </ConsoleLayout>
  );
}
