import type { FastifyRequest } from "fastify";
import type { Problem } from "../result/index.ts";
import { KeptTexts, LinkButton, type Translate } from "../ui/index.ts";

/** As much as anybody writes by hand; the page that shows it stays a page. */
const most = { texts: 10, characters: 10_000 };
/** A secret is not shown again, whatever else stood beside it. */
const secret = /password/i;

/**
 * What somebody wrote with their own words in the posted fields. Choices, codes and ids are one word and quickly given again; names that begin with an
 * underscore are those of the page itself.
 */
export function unsentTexts(fields: unknown): readonly string[] {
  if (typeof fields !== "object" || fields === null) return [];
  return Object.entries(fields)
    .filter(([name]) => !name.startsWith("_") && !secret.test(name))
    .flatMap(([, value]): unknown[] => [value].flat())
    .filter((text): text is string => typeof text === "string" && /\S\s+\S/.test(text))
    .slice(0, most.texts)
    .map((text) => text.slice(0, most.characters));
}

/** Reads the fields of a multipart form that is refused; its files are thrown away while they come. */
export async function readFieldsOnly(request: FastifyRequest): Promise<Readonly<Record<string, string[]>>> {
  const fields: Record<string, string[]> = {};
  try {
    for await (const part of request.parts()) {
      if (part.type === "file") part.file.resume();
      else if (typeof part.value === "string") fields[part.fieldname] = [...(fields[part.fieldname] ?? []), part.value];
    }
  } catch {
    // Broken or too much of it: what came until then is what there is.
  }
  return fields;
}

/** Whether this is the answer to somebody whose session ended while they wrote. */
export function isCutOff(request: FastifyRequest, fault: Problem): boolean {
  return request.method === "POST" && (fault.type === "not-signed-in" || fault.message === "http.form.stale");
}

/** The way on for somebody whose session ended while they wrote. */
export function wayOn(request: FastifyRequest, fault: Problem, t: Translate) {
  const back = pageOfForm(request);
  if (fault.type !== "not-signed-in") return <LinkButton href={back}>{t("http.form.again")}</LinkButton>;
  const door = request.routeOptions.config.access?.kind === "officer" ? "/masuk/petugas" : "/masuk";
  return (
    <LinkButton href={`${door}?kembali=${encodeURIComponent(back)}`} icon="user">
      {t("http.form.sign-in")}
    </LinkButton>
  );
}

/** What was written and not taken, to copy. */
export function Unsent({ request }: { readonly request: FastifyRequest }) {
  return <KeptTexts texts={unsentTexts(request.body)} />;
}

/**
 * The page that the form stood on: an address of ours that can be opened. The browser says which; when it says nothing, or the form was shown in answer to a
 * post to an address that cannot be opened, it is the nearest page above.
 */
function pageOfForm(request: FastifyRequest): string {
  const [own = "/"] = request.url.split("?");
  const above = openable(request, own);
  const { referer } = request.headers;
  if (referer === undefined || !URL.canParse(referer)) return above;
  const { host, pathname, search } = new URL(referer);
  const isAnsweredByPost = above !== own && parentOf(pathname) === parentOf(own);
  return host !== request.headers.host || /^\/[/\\]/.test(pathname) || isAnsweredByPost ? above : pathname + search;
}

function openable(request: FastifyRequest, path: string): string {
  let [pattern = "/", at] = [request.routeOptions.url, path];
  while (pattern !== "/" && !request.server.hasRoute({ method: "GET", url: pattern }))
    [pattern, at] = [parentOf(pattern), parentOf(at)];
  return pattern === "/" ? "/" : at;
}

function parentOf(path: string): string {
  return path.replace(/\/[^/]*\/?$/, "") || "/";
}
