import { once } from "node:events";
import type { AddressInfo, Socket } from "node:net";
import { text } from "node:stream/consumers";
import { SMTPServer } from "smtp-server";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { createSmtpAdapter } from "./smtp.ts";

/** A real SMTP server that behaves, or not, by the recipient's name. */
let server: SMTPServer;
let port: number;
let greet: "well" | "busy" = "well";
const sockets = new Set<Socket>();
const mails: { to: string[]; raw: string }[] = [];

function answer(responseCode: number, message: string): Error {
  return Object.assign(new Error(message), { responseCode });
}

beforeAll(async () => {
  server = new SMTPServer({
    authOptional: true,
    disabledCommands: ["STARTTLS"],
    onConnect: (_, done) => done(greet === "busy" ? answer(421, "too many connections") : undefined),
    onAuth: (_, __, done) => done(answer(535, "who are you")),
    onRcptTo({ address }, _, done) {
      const name = address.split("@")[0];
      if (name === "gone") done(answer(550, `no such mailbox: ${address}`));
      else if (name === "full") done(answer(452, "mailbox full"));
      else if (name === "drop") for (const socket of sockets) socket.destroy();
      else if (name !== "hang") done();
    },
    async onData(stream, session, done) {
      const raw = await text(stream);
      const to = session.envelope.rcptTo.map(({ address }) => address);
      if (to[0]?.startsWith("late")) done(answer(451, "try later"));
      else {
        mails.push({ to, raw });
        done();
      }
    },
  });
  server.on("error", () => {});
  server.server.on("connection", (socket: Socket) => {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
  });
  server.listen(0, "127.0.0.1");
  await once(server.server, "listening");
  port = (server.server.address() as AddressInfo).port;
});
afterAll(async () => {
  for (const socket of sockets) socket.destroy();
  await new Promise<void>((settle) => server.close(() => settle()));
});
beforeEach(() => {
  mails.length = 0;
  greet = "well";
});

function send(to: string, url = `smtp://127.0.0.1:${port}`, silenceMs = 10_000) {
  const adapter = createSmtpAdapter({ url, from: "Balai <no-reply@kota.example>", silenceMs });
  const message = { id: "0197-delivery", to, subject: "Laporan Anda diterima ✓", body: "Kami tangani.\n\n-- \nBalai" };
  return adapter.send(message, new AbortController().signal);
}

it("delivers plain text with an id by which a repeat is known as the same mail", async () => {
  expect(await send("siti@warga.example")).toEqual({ ok: true, value: { providerId: "0197-delivery@kota.example" } });
  expect(await send("siti@warga.example")).toMatchObject({ ok: true });
  expect(mails).toHaveLength(2);
  for (const { to, raw } of mails) {
    expect(to).toEqual(["siti@warga.example"]);
    expect(raw).toContain("Message-ID: <0197-delivery@kota.example>");
    expect(raw).toContain("Auto-Submitted: auto-generated");
    expect(raw).toContain("Kami tangani.");
    expect(raw).not.toContain("text/html");
  }
});

it("finds 550 final and does not repeat the server's words, which name the recipient", async () => {
  expect(await send("gone@warga.example")).toEqual({ ok: false, error: { retryable: false, reason: "smtp-550" } });
});

it.each([
  ["a server too busy to greet", "busy", "siti@warga.example", "smtp-421"],
  ["a full mailbox", "well", "full@warga.example", "smtp-452"],
  ["a refusal for now after the text", "well", "late@warga.example", "smtp-451"],
] as const)("tries again after %s", async (_, greeting, to, reason) => {
  greet = greeting;
  expect(await send(to)).toEqual({ ok: false, error: { retryable: true, reason } });
  expect(mails).toEqual([]);
});

it("gives up on a server that falls silent, soon, and tries again", async () => {
  const result = await send("hang@warga.example", undefined, 1_000);
  expect(result).toMatchObject({ ok: false, error: { retryable: true } });
  expect(!result.ok && result.error.reason).toMatch(/^smtp-e(timedout|socket|connection)$/);
});

it("tries again when the connection drops, when nobody listens, and when we cannot sign in", async () => {
  expect(await send("drop@warga.example")).toMatchObject({ ok: false, error: { retryable: true } });
  expect(await send("siti@warga.example", "smtp://127.0.0.1:9")).toMatchObject({
    ok: false,
    error: { retryable: true },
  });
  expect(await send("siti@warga.example", `smtp://balai:wrong@127.0.0.1:${port}`)).toEqual({
    ok: false,
    error: { retryable: true, reason: "smtp-535" },
  });
});

it("sends one address to one mailbox, whatever stands in it", async () => {
  for (const odd of ["siti@warga.example, budi@warga.example", "siti@warga.example\r\nBcc: budi@warga.example", "@"]) {
    const result = await send(odd);
    if (!result.ok) expect(result.error.reason).toMatch(/^[a-z0-9-]+$/);
  }
  for (const { to } of mails) expect(to).not.toContain("budi@warga.example");
});
