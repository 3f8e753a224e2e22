import type { FastifyReply, FastifyRequest } from "fastify";
import type { VNode } from "preact";
import type { Kernel } from "../../kernel/index.ts";
import { createDesks, type Desk } from "./desk.ts";
import { frameOf } from "./frame.ts";
import { DeskPage } from "./pages/desk-page.tsx";

export interface ShellPage {
  /** Translated. */
  readonly title: string;
  /** Address of the menu's line that this page belongs to. */
  readonly current: string;
  readonly tools?: VNode;
  readonly body: VNode;
}

/** The officers' frame around a page: who one is, where one can go. */
export interface Shell {
  /** What is known of the officer who asks. Throws on a route that lets others in: a bug. */
  open(request: FastifyRequest): Promise<Desk>;
  send(request: FastifyRequest, reply: FastifyReply, desk: Desk, page: ShellPage): Promise<FastifyReply>;
}

/** For pages of the console and of modules that add to it. */
export function createShell(kernel: Kernel, desks = createDesks(kernel)): Shell {
  return {
    open: (request) => desks.open(request),
    async send(request, reply, desk, page) {
      const frame = await frameOf(desk);
      return kernel.pages.send(request, reply, {
        title: page.title,
        kind: "officer",
        body: (
          <DeskPage frame={frame} title={page.title} current={page.current} tools={page.tools}>
            {page.body}
          </DeskPage>
        ),
      });
    },
  };
}
