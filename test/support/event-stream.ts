export interface EventStream {
  readonly status: number;
  readonly headers: Headers;
  /** The next block that holds an event; comments and greetings are passed over. Undefined when the stream ended. */
  next(): Promise<{ readonly event: string; readonly id: string } | undefined>;
  /** The id of the last block, with an event or without. */
  readonly lastId: string;
  close(): void;
}

/** Opens server-sent events as a browser does, and waits for the greeting. */
export async function openStream(url: string, headers: Readonly<Record<string, string>> = {}): Promise<EventStream> {
  const abort = new AbortController();
  const response = await fetch(url, { headers: { accept: "text/event-stream", ...headers }, signal: abort.signal });
  if (response.body === null) throw new Error("no stream");
  const reader = response.body.getReader();
  const decoder = new TextDecoder();
  let text = "";
  let lastId = "";

  async function block(): Promise<Map<string, string> | undefined> {
    for (;;) {
      const end = text.indexOf("\n\n");
      if (end >= 0) {
        const lines = text.slice(0, end).split("\n");
        text = text.slice(end + 2);
        const fields = new Map(
          lines.map((line): [string, string] => [
            line.slice(0, line.indexOf(":")),
            line.slice(line.indexOf(":") + 1).trim(),
          ]),
        );
        lastId = fields.get("id") ?? lastId;
        return fields;
      }
      const { done, value } = await reader.read();
      if (done) return undefined;
      text += decoder.decode(value, { stream: true });
    }
  }

  await block();
  return {
    status: response.status,
    headers: response.headers,
    get lastId() {
      return lastId;
    },
    async next() {
      for (;;) {
        const fields = await block();
        if (fields === undefined) return undefined;
        const event = fields.get("event");
        if (event !== undefined) return { event, id: lastId };
      }
    },
    close: () => abort.abort(),
  };
}
