import { formatPublicCode, isUuid, type Uuid } from "../../kernel/ids/index.ts";
import { wordsOf } from "../../kernel/privacy/index.ts";
import { momentInWords } from "../../kernel/time/index.ts";
import type { Option } from "../../kernel/ui/index.ts";
import type { Desk } from "./desk.ts";

export interface AuditLine {
  readonly id: Uuid;
  readonly when: string;
  readonly who: string;
  readonly role: string;
  readonly office: string;
  readonly what: string;
  readonly why: string;
  readonly caseCode: string | undefined;
  readonly caseHref: string | undefined;
}

export interface AuditView {
  readonly offices: readonly Option[];
  readonly office: Uuid | undefined;
  readonly lines: readonly AuditLine[];
  readonly next: Uuid | undefined;
}

const linesPerPage = 50;

/** Who read personal data for the offices that this officer audits. That they looked stands in the same log. */
export async function auditView(
  desk: Desk,
  query: { readonly kantor?: string; readonly sebelum?: string },
): Promise<AuditView> {
  const { kernel, officer, offices, t, zone, horizon } = desk;
  const within = kernel.access.officesWithin(officer, "access-log.audit");
  const office = within.find((id) => id === query.kantor);
  const own = officer.assignments.find(({ role }) => role === "auditor")?.officeId ?? within[0];
  if (own === undefined) throw new Error("an auditor without an office");
  const before = query.sebelum !== undefined && isUuid(query.sebelum) ? query.sebelum : null;
  const { lines, next } = await kernel.privacy.accessLogOfOffices({
    actor: officer,
    officeId: own,
    officeIds: office === undefined ? within : [office],
    before,
    limit: linesPerPage,
  });
  const [names, cases] = await Promise.all([
    desk.namesOf(
      lines.flatMap(({ readerKind, readerId }) => (readerKind === "officer" && readerId !== null ? [readerId] : [])),
    ),
    kernel.cases.findMany(lines.flatMap(({ caseId }) => caseId ?? [])),
  ]);
  const codes = new Map(cases.map(({ id, code }) => [id, code]));
  return {
    offices: within.map((id) => ({ value: id, label: offices.get(id) ?? "" })),
    office,
    lines: lines.map((line) => {
      const words = wordsOf(line);
      const code = codes.get(line.caseId ?? "");
      return {
        id: line.id,
        when: momentInWords(t, line.at, zone, horizon.now),
        who: names.get(line.readerId ?? "") ?? t(words.reader),
        role: line.readerRole === null ? "" : t(`console.role.${line.readerRole}`),
        office: offices.get(line.officeId ?? "") ?? "",
        what: `${t(`console.audit.action.${line.action}`)}: ${words.fields.map((field) => t(field)).join(", ")}`,
        why: t(words.purpose),
        caseCode: code === undefined ? undefined : formatPublicCode(code),
        caseHref: code === undefined ? undefined : `/konsol/kasus/${code}`,
      };
    }),
    next: next ?? undefined,
  };
}
