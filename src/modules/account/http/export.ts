import { findOffice } from "../../../kernel/access/index.ts";
import { askedIn, type Case, type CaseContent, saidBy } from "../../../kernel/cases/index.ts";
import { formatPublicCode, type Uuid } from "../../../kernel/ids/index.ts";
import type { Kernel } from "../../../kernel/index.ts";
import type { AccessLine } from "../../../kernel/privacy/index.ts";
import type { Answers, ServiceDefinition } from "../../../kernel/services/index.ts";
import { channelsFor, type Resident, readOwn } from "./resident.ts";

const mostCases = 5000;
const pageSize = 100;

/**
 * Everything Balai holds of the resident, for themselves and for another system to read (UU 27/2022 art. 7 and 13), without what the office notes for
 * itself. Names are English and stay.
 */
export async function ownExport(kernel: Kernel, resident: Resident) {
  const { accounts, notify, db, clock, config } = kernel;
  const { accountId } = resident;
  const own = await readOwn(kernel, resident);
  const preference = await notify.preference(accountId);
  const reaching = channelsFor(own);
  const delegations = await accounts.delegationsOf(db.query, accountId);
  const cases = await kernel.cases.ofResident(accountId, mostCases);
  return {
    format: "balai-own-data-1",
    from: config.url,
    at: clock.now(),
    about: kernel.messages.t((await accounts.langOf(db.query, accountId)) ?? "id", "account.export.about"),
    account: {
      id: accountId,
      name: own.name,
      contacts: own.contacts,
      language: await accounts.langOf(db.query, accountId),
    },
    messagesBy: { ...preference, channels: preference.channels.filter((channel) => reaching.includes(channel)) },
    devices: await accounts.listSessions(accountId),
    delegations: {
      given: delegations.given.map(({ from: _self, createdBy: _by, ...rest }) => rest),
      received: delegations.received.map(({ to: _self, createdBy: _by, ...rest }) => rest),
    },
    cases: await Promise.all(cases.map((found) => exportCase(kernel, resident, found))),
    messages: await allMessages(kernel, accountId),
    readBy: await allReadings(kernel, resident),
  };
}

async function exportCase(kernel: Kernel, resident: Resident, found: Case) {
  const contents = await kernel.cases.contents(found.id);
  const office = await findOffice(kernel.db.query, found.officeId);
  const sealed = contents.filter((content) => content.author === "owner" && content.sealed !== null);
  const opened = await kernel.db.transaction((tx) =>
    kernel.privacy.read(tx, {
      actor: resident.actor,
      officeId: null,
      purpose: "cases.own",
      legalBasis: "public_task",
      subject: { kind: "account", accountId: resident.accountId },
      caseId: found.id,
      fields: sealed.flatMap(({ id, sealed: ciphertext }) =>
        ciphertext === null ? [] : [{ table: "cases.content", rowId: id, column: "sealed", ciphertext }],
      ),
    }),
  );
  const secrets = new Map(sealed.map(({ id }, index) => [id, JSON.parse(opened[index] ?? "{}") as unknown]));
  const definition = kernel.cases.definitionOf(found);
  const t = kernel.messages.translator("id");
  const files = await kernel.files.ofCase(found.id);
  return {
    code: formatPublicCode(found.code),
    service: found.service,
    version: found.version,
    title: t(definition.title),
    headline: found.headline,
    state: found.state,
    visibility: found.visibility,
    office: office?.name ?? null,
    region: found.region,
    createdAt: found.createdAt,
    dueAt: found.dueAt,
    closedAt: found.closedAt,
    outcome: found.outcome,
    rating: found.rating,
    said: contents.map((content) => ({
      at: content.at,
      action: content.action,
      by: content.author,
      answers: answersFor(definition, content),
      personal: secrets.get(content.id) ?? null,
      erasedAt: content.erasedAt,
    })),
    files: files
      .filter(({ shownTo }) => shownTo !== "office")
      .map(({ id, kind, mime, bytes, role, createdAt }) => ({
        address: `${kernel.config.url}/berkas/${id}/full`,
        kind,
        mime,
        bytes,
        role,
        createdAt,
      })),
  };
}

/** All that the person said themselves; of the office's words what the owner's page shows. */
function answersFor(definition: ServiceDefinition, content: CaseContent): Answers {
  if (content.author === "owner") return content.answers;
  const shown = saidBy(askedIn(definition, content), content, "owner");
  return Object.fromEntries(shown.map(({ question, value }) => [question.name, value]));
}

async function allMessages(kernel: Kernel, accountId: Uuid) {
  const t = kernel.messages.translator((await kernel.accounts.langOf(kernel.db.query, accountId)) ?? "id");
  const found = [];
  for (let before: Uuid | undefined; ; ) {
    const page = await kernel.notify.inbox(accountId, { limit: pageSize, ...(before === undefined ? {} : { before }) });
    for (const message of page) {
      const { key, params, link, createdAt, readAt } = message;
      found.push({ at: createdAt, title: t(`${key}.title`, params), text: t(`${key}.text`, params), link, readAt });
    }
    before = page.at(-1)?.id;
    if (page.length < pageSize) return found;
  }
}

async function allReadings(kernel: Kernel, resident: Resident): Promise<AccessLine[]> {
  const found: AccessLine[] = [];
  for (let before: Uuid | null = null; ; ) {
    const page = await kernel.privacy.accessLogFor({
      actor: resident.actor,
      officeId: null,
      accountId: resident.accountId,
      before,
      limit: pageSize,
      withOwn: false,
    });
    found.push(...page.lines.map(({ residentId: _other, ...line }) => line));
    before = page.next;
    if (before === null) return found;
  }
}
