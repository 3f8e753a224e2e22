import type { FastifyInstance } from "fastify";
import type { Answer, Visitor } from "./visitor.ts";

/** A file as a form sends it. */
export interface SentFile {
  readonly field: string;
  readonly content: Buffer;
}

/** Sends a form with files, as a browser does. */
export async function postFiles(
  app: FastifyInstance,
  visitor: Visitor,
  path: string,
  fields: Readonly<Record<string, string>>,
  files: readonly SentFile[],
): Promise<Answer> {
  const form = new FormData();
  for (const [name, value] of Object.entries({ _csrf: visitor.token, ...fields })) form.append(name, value);
  for (const { field, content } of files) form.append(field, new Blob([new Uint8Array(content)]), "foto.jpg");
  const packed = new Response(form);
  const response = await app.inject({
    method: "POST",
    url: path,
    headers: {
      host: "localhost:8080",
      origin: "http://localhost:8080",
      accept: "text/html",
      "content-type": packed.headers.get("content-type") ?? "",
      cookie: [...visitor.cookies].map(([name, value]) => `${name}=${value}`).join("; "),
    },
    payload: Buffer.from(await packed.arrayBuffer()),
  });
  const location = response.headers.location;
  return {
    status: response.statusCode,
    location: typeof location === "string" ? location : undefined,
    body: response.body,
    headers: response.headers,
  };
}

/** What a report answers, page by page. */
export const reportAnswers: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  kind: { kind: "complaint" },
  category: { category: "road-damage" },
  what: { what: "Lubang besar di jalur kiri." },
  where: { "where.region.district": "35.78.05", "where.region.village": "35.78.05.1004" },
  photos: {},
  visibility: { visibility: "name-hidden" },
  contact: { contact: "" },
};

/** Presses "begin" on a service's page; gives the address of its first question. */
export async function beginForm(visitor: Visitor, service = "reports.report"): Promise<string> {
  await visitor.get(`/layanan/${service}`);
  const begun = await visitor.post(`/layanan/${service}/mulai`);
  if (begun.status !== 303) throw new Error(`the form does not begin: ${begun.status}`);
  return begun.location ?? "";
}

/** Answers the report's questions from where the form stands, up to the review; gives the draft's address. */
export async function fillForm(visitor: Visitor, start: string): Promise<string> {
  let next = start;
  for (let page = 0; page < 12; page += 1) {
    const answer = await visitor.get(next);
    if (answer.location !== undefined) next = answer.location;
    else if (next.endsWith("/periksa")) return next.replace("/periksa", "");
    else {
      const posted = await visitor.post(next, reportAnswers[next.split("/").at(-1) ?? ""]);
      if (posted.location === undefined) throw new Error(`${next} was refused: ${posted.body}`);
      next = posted.location;
    }
  }
  throw new Error(`the form does not end: ${next}`);
}
