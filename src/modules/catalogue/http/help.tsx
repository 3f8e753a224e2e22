import type { FastifyInstance } from "fastify";
import { sendProblem } from "../../../kernel/http/index.ts";
import type { Kernel } from "../../../kernel/index.ts";
import { type ProblemType, problem, problemStatus } from "../../../kernel/result/index.ts";
import type { Translate } from "../../../kernel/time/index.ts";
import { type ApiGroup, ApiPage, ProblemPage } from "../pages/help.tsx";

const everyone = { access: { kind: "public" } } as const;
const methods = ["get", "post", "put", "patch", "delete"] as const;

/** The interface for programs as a page to read, and a page for each kind of problem. */
export function addHelpRoutes(app: FastifyInstance, kernel: Kernel): void {
  const { pages } = kernel;

  app.get("/api", { config: everyone, compress: false }, (request, reply) =>
    pages.sendPublic(request, reply, [], async () => {
      const t = pages.translator(request.visit.lang);
      return {
        title: t("catalogue.api.title"),
        description: t("catalogue.api.lead"),
        listed: true,
        body: <ApiPage groups={groupsOf(app.swagger(), t)} />,
      };
    }),
  );

  app.get<{ Params: { type: string } }>("/masalah/:type", { config: everyone, compress: false }, (request, reply) => {
    const type = problemTypes.find((known) => known === request.params.type);
    if (type === undefined) return sendProblem(request, reply, pages, problem("not-found", "http.fault.not-found"));
    return pages.sendPublic(request, reply, [], async () => {
      const t = pages.translator(request.visit.lang);
      return {
        title: t(`http.problem.${type}`),
        body: (
          <ProblemPage
            title={t(`http.problem.${type}`)}
            meaning={t(`catalogue.problem.${type}`)}
            type={type}
            status={problemStatus[type]}
          />
        ),
      };
    });
  });
}

const problemTypes = Object.keys(problemStatus).filter((type): type is ProblemType => type in problemStatus);

/** Operations by their first tag, in the reader's language: an operation is called as the message that tells of it. First where most can be looked at right away. */
function groupsOf(document: unknown, t: Translate): readonly ApiGroup[] {
  const groups = new Map<string, ApiGroup["operations"][number][]>();
  for (const [path, item] of entriesOf(memberOf(document, "paths"))) {
    for (const method of methods) {
      const operation = memberOf(item, method);
      if (operation === undefined) continue;
      const [tag] = Object.values(memberOf(operation, "tags") ?? {});
      const name = typeof tag === "string" ? tag : "balai";
      const id = memberOf(operation, "operationId");
      const parameters = entriesOf(memberOf(operation, "parameters")).flatMap(([, parameter]) => {
        const parameterName = memberOf(parameter, "name");
        return typeof parameterName === "string" ? [parameterName] : [];
      });
      const list = groups.get(name) ?? [];
      groups.set(name, list);
      list.push({
        method: method.toUpperCase(),
        path,
        summary: typeof id === "string" ? t(id) : "",
        // What needs no choice can be looked at right here.
        href: method === "get" && !path.includes("{") ? path : undefined,
        parameters,
      });
    }
  }
  const shown = ({ operations }: ApiGroup) => operations.filter(({ href }) => href !== undefined).length;
  return [...groups].map(([name, operations]) => ({ name, operations })).toSorted((a, b) => shown(b) - shown(a));
}

function entriesOf(value: unknown): readonly [string, unknown][] {
  return typeof value === "object" && value !== null ? Object.entries(value) : [];
}

function memberOf(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null && Object.hasOwn(value, name)
    ? Reflect.get(value, name)
    : undefined;
}
