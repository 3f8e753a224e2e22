import { connect, createServer, type Socket } from "node:net";

export interface CutLine {
  /** The database's address, reached through this line. */
  readonly url: string;
  /** Breaks every connection and takes no new one: the database is gone as far as the program can tell. */
  cut(): void;
  /** Swallows everything and breaks nothing, as a firewall that forgot the connection: whoever waits, waits. */
  swallow(): void;
  mend(): void;
  /** Breaks the connections there are; new ones are taken. */
  drop(): void;
  close(): Promise<void>;
}

/** A line to a database that a test can cut, while other tests use the same server. */
export async function cutLine(databaseUrl: string): Promise<CutLine> {
  const target = new URL(databaseUrl);
  const sockets = new Set<Socket>();
  let isCut = false;
  let isSilent = false;
  const server = createServer((near) => {
    if (isCut) {
      near.destroy();
      return;
    }
    if (isSilent) {
      sockets.add(near);
      near.on("error", () => {});
      near.on("close", () => sockets.delete(near));
      return;
    }
    const far = connect(Number(target.port), target.hostname);
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(one);
      one.pipe(other);
      one.on("error", () => other.destroy());
      one.on("close", () => {
        sockets.delete(one);
        other.destroy();
      });
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const url = new URL(databaseUrl);
  url.hostname = "127.0.0.1";
  url.port = String(typeof address === "object" && address !== null ? address.port : 0);
  const drop = () => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    url: url.href,
    cut() {
      isCut = true;
      drop();
    },
    swallow() {
      isSilent = true;
      for (const socket of sockets) socket.unpipe().pause();
    },
    mend() {
      isCut = false;
      isSilent = false;
    },
    drop,
    async close() {
      drop();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
