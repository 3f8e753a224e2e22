import { readFileSync } from "node:fs";
import { join } from "node:path";
import { sql } from "kysely";
import { type TestApp, testApp } from "../../../test/support/app.ts";
import { addOffice, assign, assignmentsOf } from "../../kernel/access/index.ts";
import type { Case, Doer } from "../../kernel/cases/index.ts";
import { newId, type Uuid } from "../../kernel/ids/index.ts";
import type { Result } from "../../kernel/result/index.ts";
import { preparePapers } from "./prepare.ts";
import { signerOf } from "./signing/certificate.ts";
import type { PdfSigner } from "./signing/signer.ts";
import { ofCase, type Registered } from "./store.ts";

const region = "35.78.08.1002";
/** The holder of every letter here. */
export const holder = "Sari Widyaningsih";
const nik = "3578000000001234";

export function must<T>(result: Result<T, unknown>): T {
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
}

/** The whole program with one kelurahan, its front desk and head, and two residents of the same name. */
export interface LetterHall {
  readonly test: TestApp;
  readonly office: Uuid;
  readonly desk: Doer;
  readonly head: Doer;
  readonly owner: Doer;
  readonly stranger: Doer;
  signer(): Promise<PdfSigner>;
  resident(phone: string): Promise<Doer>;
  /** A letter as far as the head's signature. */
  signedLetter(by?: Doer): Promise<Case>;
  documentsOf(found: Case): Promise<readonly Registered[]>;
  onlyDocument(found: Case): Promise<Registered>;
  /** Makes what waits to be made, and gives the document of the case. */
  paper(found: Case): Promise<Registered>;
  pdfOf(row: Registered): Promise<Buffer>;
  page(url: string): Promise<{ readonly statusCode: number; readonly body: string }>;
}

export async function letterHall(): Promise<LetterHall> {
  const test = await testApp();
  const signer = () => signerOf(test.kernel.config);
  const office = await test.kernel.db.transaction((tx) =>
    addOffice(tx, { parentId: null, code: "kel-keputih", name: "Kelurahan Keputih", region }, test.kernel.clock.now()),
  );
  const desk = await officer("wati", "Wati Lestari", "front-desk");
  const head = await officer("lurah", "Bambang Sutrisno", "head-of-office");
  const owner = await resident("081234567801");
  const stranger = await resident("081234567802");

  async function officer(username: string, working: string, role: "front-desk" | "head-of-office"): Promise<Doer> {
    const { kernel } = test;
    const at = kernel.clock.now();
    const accountId = await kernel.db.transaction(async (tx) => {
      const made = await kernel.accounts.seedDemoAccounts(tx, [
        {
          key: username,
          kind: "officer",
          username,
          password: "rumah-bersama-45",
          name: working,
          contact: { kind: "email", value: `${username}@balai.example` },
          lang: "id",
          demo: true,
        },
      ]);
      const id = made.get(username) ?? "";
      await assign(tx, id, role, office, "test", at);
      return id;
    });
    const actor = {
      kind: "officer",
      accountId,
      assignments: await assignmentsOf(kernel.db.query, accountId, at),
    } as const;
    return { actor, actorKey: `account:${accountId}`, fileOwnerKey: `account:${accountId}` };
  }

  async function resident(phone: string): Promise<Doer> {
    const { kernel } = test;
    const made = await kernel.db.transaction((tx) =>
      kernel.accounts.seedDemoAccounts(tx, [
        { key: phone, kind: "resident", phone, name: holder, lang: "id", demo: true },
      ]),
    );
    const accountId = made.get(phone) ?? "";
    const key = `account:${accountId}`;
    return { actor: { kind: "resident", accountId, actingFor: null }, actorKey: key, fileOwnerKey: key };
  }

  async function signedLetter(by: Doer = owner): Promise<Case> {
    const { kernel } = test;
    const bytes = readFileSync(join(kernel.config.projectRoot, "data/demo/tree-before.jpg"));
    const proof = must(await kernel.files.stage(bytes, { kind: "document", ownerKey: by.fileOwnerKey })).id;
    const answers = {
      fullName: { value: holder, source: "population.fullName", at: "2026-11-24T03:00:00Z", confirmed: true as const },
      nik,
      village: region,
      address: "Jl. Keputih 7",
      since: "2020-01-01",
      purpose: "bank",
      household: [{ id: newId(), answers: { name: "Budi Kecil", relation: "child" } }],
      proof: [proof],
      true: true,
    };
    const { caseId } = must(
      await kernel.cases.submit(
        { service: "population.residence-letter", version: 4, answers, channel: "web", key: newId() },
        by,
      ),
    );
    for (const [action, who] of [
      ["accept", desk],
      ["sign", head],
    ] as const)
      must(await kernel.cases.act({ caseId, action, answers: {}, key: newId() }, who));
    const found = await kernel.cases.find(caseId);
    if (found === undefined) throw new Error("no case");
    return found;
  }

  async function documentsOf(found: Case): Promise<readonly Registered[]> {
    return ofCase(test.kernel.db.query, found.id);
  }

  async function onlyDocument(found: Case): Promise<Registered> {
    const [only, ...more] = await documentsOf(found);
    if (only === undefined || more.length > 0) throw new Error(`${more.length} further documents`);
    return only;
  }

  async function paper(found: Case): Promise<Registered> {
    await test.sequencer.drain();
    await preparePapers(test.kernel, signer);
    return onlyDocument(found);
  }

  async function pdfOf(row: Registered): Promise<Buffer> {
    const { kernel } = test;
    const found = await sql<{
      sealed: Buffer;
    }>`select sealed from documents.paper where id = ${row.id}`.execute(kernel.db.query);
    const [text = ""] = await kernel.db.transaction((tx) =>
      kernel.privacy.read(tx, {
        actor: { kind: "system", job: "test" },
        officeId: null,
        purpose: "documents.give",
        legalBasis: "public_task",
        subject: { kind: "pseudonym", pseudonym: row.owner ?? "" },
        caseId: row.caseId,
        fields: [
          {
            table: "documents.paper",
            rowId: row.id,
            column: "sealed",
            ciphertext: found.rows[0]?.sealed ?? Buffer.alloc(0),
          },
        ],
      }),
    );
    return Buffer.from(text, "base64");
  }
  async function page(url: string) {
    const { statusCode, body } = await test.app.inject({ url, headers: { accept: "text/html", cookie: "bahasa=id" } });
    return { statusCode, body };
  }

  return {
    test,
    office,
    desk,
    head,
    owner,
    stranger,
    signer,
    resident,
    signedLetter,
    documentsOf,
    onlyDocument,
    paper,
    pdfOf,
    page,
  };
}
