import { newId } from "../../src/kernel/ids/index.ts";

/** A report as people send them: a few sentences, a place with a point, no photo. */
export const sampleAnswers = {
  kind: "complaint",
  category: "road-damage",
  what: "Lubang besar di jalur kiri arah Wonokromo. Sudah dua motor jatuh sejak Jumat pagi. Mohon segera ditambal.",
  where: {
    region: "35.78.05.1004",
    landmark: "Jl. Dinoyo, depan SDN Keputran I",
    point: { lat: -7.2803, lng: 112.7431 },
  },
  visibility: "name-hidden",
} as const;

export const submitPath = "/api/services/reports.report/cases";

/** The head and body of one submission by a guest who comes from an address of their own. */
export function submission(index: number): { headers: Record<string, string>; body: string } {
  return {
    headers: {
      "content-type": "application/json",
      "idempotency-key": newId(),
      "x-forwarded-for": addressOf(index),
    },
    body: JSON.stringify({ answers: sampleAnswers }),
  };
}

/** Ten submissions come from one address, as from a village office; the limits stay on and let that pass. */
const perAddress = 10;

function addressOf(index: number): string {
  const place = Math.floor(index / perAddress);
  return `10.${(place >> 16) & 255}.${(place >> 8) & 255}.${place & 255}`;
}

/** Sends one report and gives its code. Throws when it was not accepted. */
export async function submitOne(url: string, index: number): Promise<string> {
  const { headers, body } = submission(index);
  const answer = await fetch(`${url}${submitPath}`, { method: "POST", headers, body });
  const text = await answer.text();
  if (answer.status !== 201) throw new Error(`a report was answered with ${answer.status}: ${text.slice(0, 500)}`);
  return (JSON.parse(text) as { code: string }).code;
}

/** Sends `count` reports, `atOnce` at a time. */
export async function submitMany(url: string, count: number, atOnce = 8, from = 0): Promise<void> {
  let next = from;
  const work = async (): Promise<void> => {
    while (next < from + count) {
      const index = next;
      next += 1;
      await submitOne(url, index);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
}
