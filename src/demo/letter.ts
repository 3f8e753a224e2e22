import type { Doer } from "../kernel/cases/index.ts";
import type { Kernel } from "../kernel/index.ts";
import type { DemoClock } from "./clock.ts";
import { readPicture } from "./picture.ts";

const hourMs = 3600_000;

/** Sumiati asks for a residence letter, the front desk finds it complete, and the head of the kelurahan signs it: a letter that can be downloaded. */
export async function tellLetter(
  kernel: Kernel,
  clock: DemoClock,
  doer: (key: string) => Promise<Doer>,
  now: Date,
): Promise<void> {
  const at = (hoursAgo: number) => clock.set(new Date(now.getTime() - hoursAgo * hourMs));
  at(50);
  const resident = await doer("sumiati");
  const staged = await kernel.files.stage(await readPicture(kernel.config.projectRoot, "tree", false), {
    kind: "document",
    ownerKey: resident.fileOwnerKey,
  });
  if (!staged.ok) throw new Error(`demo letter: ${JSON.stringify(staged.error)}`);
  const answers = {
    fullName: { value: "Sumiati", source: "population.fullName", at: now.toISOString(), confirmed: true as const },
    nik: "3578000000000000",
    village: "35.78.05.1004",
    address: "Jl. Dinoyo 12, RT 3 RW 5",
    since: "2016-07-01",
    purpose: "school",
    household: [{ id: "anak", answers: { name: "Dimas Pratama", relation: "child" } }],
    proof: [staged.value.id],
    true: true,
  };
  const submitted = await kernel.cases.submit(
    { service: "population.residence-letter", version: 4, answers, channel: "web", key: "demo-letter" },
    resident,
  );
  // Told before a start that was broken off.
  if (!submitted.ok && submitted.error.type === "idempotency-key-reused") return;
  if (!submitted.ok) throw new Error(`demo letter: ${JSON.stringify(submitted.error)}`);
  const { caseId } = submitted.value;
  for (const [hoursAgo, action, who] of [
    [47, "accept", "tuti"],
    [26, "sign", "lurah"],
  ] as const) {
    at(hoursAgo);
    const acted = await kernel.cases.act(
      { caseId, action, answers: {}, key: `demo-letter-${action}` },
      await doer(who),
    );
    if (!acted.ok && acted.error.type !== "idempotency-key-reused")
      throw new Error(`demo letter (${action}): ${JSON.stringify(acted.error)}`);
  }
}
