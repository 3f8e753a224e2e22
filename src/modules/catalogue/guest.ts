import type { FastifyReply, FastifyRequest } from "fastify";
import type { Case } from "../../kernel/cases/index.ts";
import type { Kernel } from "../../kernel/index.ts";
import type { Problem, Result } from "../../kernel/result/index.ts";

/** A guest's session lives at most twelve hours, so a session that opens an older case is not the one that sent it. */
const sentRecentlyMs = 12 * 3600_000;

/**
 * The browser that has just sent a case becomes its guest, as if code and PIN had been typed. The former session lives on until the new one
 * comes back: if this answer gets lost on the way, it is the only way to the receipt.
 */
export async function openGuest(
  kernel: Kernel,
  request: FastifyRequest,
  reply: FastifyReply,
  found: Case,
): Promise<void> {
  const pin = await kernel.cases.guestPin(found.id);
  if (pin === undefined) return;
  await enterAsGuest(kernel, request, reply, {
    code: found.code,
    caseId: found.id,
    pin,
    keepPrevious: true,
  });
}

/** Opens a guest's session by code and PIN and gives its cookie. The problem is the same for an unknown code and a wrong PIN. */
export async function enterAsGuest(
  kernel: Kernel,
  request: FastifyRequest,
  reply: FastifyReply,
  key: { readonly code: string; readonly caseId: string | null; readonly pin: string; readonly keepPrevious?: boolean },
): Promise<Result<undefined, Problem>> {
  const browser = kernel.cookies.browserOf(request);
  const opened = await kernel.accounts.verifyGuest({
    ...key,
    device: {
      key: request.visit.session?.id ?? request.ip,
      userAgent: request.headers["user-agent"] ?? "",
      browser,
    },
    lang: request.visit.lang,
    previousSecret: request.cookies[kernel.cookies.session] ?? null,
  });
  if (!opened.ok) return opened;
  kernel.cookies.setSession(reply, opened.value.secret);
  kernel.cookies.keepBrowser(reply, browser);
  return { ok: true, value: undefined };
}

/** Whether this request may see the PIN: it comes from the browser that sent the case. `holdsDraft`: the session kept the note of it. */
export function maySeePin(kernel: Kernel, request: FastifyRequest, found: Case, holdsDraft: boolean): boolean {
  if (found.owner !== null) return false;
  if (holdsDraft) return true;
  const age = kernel.clock.now().getTime() - found.createdAt.getTime();
  return request.visit.session?.guestCaseId === found.id && age < sentRecentlyMs;
}
