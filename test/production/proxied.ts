import { type IncomingHttpHeaders, request } from "node:http";

/** What a program behind a proxy answers, in the form that `createVisitor` takes. */
export interface ProxiedAnswer {
  readonly statusCode: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  readonly cookies: {
    readonly name: string;
    readonly value: string;
    readonly maxAge?: number;
    readonly expires?: Date;
  }[];
}

interface Asked {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly payload?: string | Buffer;
}

/**
 * A proxy that ends https for `host` and passes requests on to a port of this machine, with the headers of step 7 of docs/deploy.md. `address`: where
 * the visitor comes from. `inject` takes what Fastify's own takes.
 */
export function proxyTo(port: number, host: string, address: string): { inject(asked: Asked): Promise<ProxiedAnswer> } {
  return {
    inject: (asked) =>
      new Promise((resolve, reject) => {
        const headers = {
          ...asked.headers,
          host,
          "x-forwarded-for": address,
          "x-forwarded-proto": "https",
          ...(asked.payload === undefined ? {} : { "content-length": String(Buffer.byteLength(asked.payload)) }),
        };
        const sent = request(
          { host: "127.0.0.1", port, method: asked.method, path: asked.url, headers },
          (response) => {
            const chunks: Buffer[] = [];
            response.on("data", (chunk: Buffer) => chunks.push(chunk));
            response.once("error", reject);
            response.once("end", () =>
              resolve({
                statusCode: response.statusCode ?? 0,
                headers: response.headers,
                body: Buffer.concat(chunks).toString("utf8"),
                cookies: (response.headers["set-cookie"] ?? []).map(parseCookie),
              }),
            );
          },
        );
        sent.once("error", reject);
        sent.end(asked.payload);
      }),
  };
}

function parseCookie(line: string): ProxiedAnswer["cookies"][number] {
  const [pair = "", ...attributes] = line.split(/; */);
  const cut = pair.indexOf("=");
  const attribute = (name: string) =>
    attributes.find((each) => each.toLowerCase().startsWith(`${name}=`))?.slice(name.length + 1);
  const [maxAge, expires] = [attribute("max-age"), attribute("expires")];
  return {
    name: pair.slice(0, cut),
    value: pair.slice(cut + 1),
    ...(maxAge === undefined ? {} : { maxAge: Number(maxAge) }),
    ...(expires === undefined ? {} : { expires: new Date(expires) }),
  };
}
