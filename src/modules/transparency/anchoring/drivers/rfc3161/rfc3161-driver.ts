import { newPad } from "../../../../../kernel/ids/index.ts";
import { utf8Bytes } from "../../../../../kernel/tlog/index.ts";
import { boundedFetch } from "../../../bounded-fetch.ts";
import type { StampSettings } from "../../settings.ts";
import type { AnchorDriver } from "../driver.ts";
import { judgeStamp, stampQuestion } from "./time-stamp.ts";

/** A stamp with its certificates is a few kilobytes. */
const limits = { patienceMs: 10_000, mostBytes: 64 * 1024 };

/** Has a time-stamping authority sign when the signed state of a book was there. Only an answer that holds in every part is kept. */
export function createRfc3161Driver(settings: StampSettings): AnchorDriver {
  return {
    async step({ note }) {
      const [data, nonce] = [utf8Bytes(note), newPad(8)];
      const request = {
        method: "POST",
        headers: { "content-type": "application/timestamp-query" },
        body: new Uint8Array(stampQuestion(data, nonce)),
      };
      const { status, body } = await boundedFetch(settings.url, request, limits);
      if (status !== 200) throw new Error(`the authority answers ${status}`);
      const stamp = await judgeStamp(body, { data, nonce, roots: settings.roots });
      if (stamp.ok) return { kind: "anchored", reference: stamp.serial, content: body, provedAt: stamp.at };
      const reason = stamp.fault === "refused" ? "refused" : "bad-reply";
      return { kind: "hindered", reason, detail: stamp.fault };
    },
  };
}
