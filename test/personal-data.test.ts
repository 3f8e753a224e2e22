import { describe, expect, it } from "vitest";
import { findPersonalData } from "./personal-data.ts";

const names = ["Sri Wahyuni"];

describe("the search for personal data in logs", () => {
  it.each([
    ["a NIK", '{"msg":"checked 3578014101900001"}', "16-digit number"],
    ["a phone number", '{"msg":"sent","to":"+6281234567890"}', "phone number"],
    ["a phone number as people write it", "sent to 0812-3456-7890.", "phone number"],
    ["an e-mail address", '{"to":"warga@example.id"}', "e-mail address"],
    ["an e-mail address in a query", "GET /masuk?email=warga%40example.id", "e-mail address"],
    ["a demo person's name", '{"reporter":"SRI WAHYUNI"}', "name of a demo person"],
  ])("finds %s", (_what, line, what) => {
    expect(findPersonalData(`first line\n${line}\n`, names)).toEqual([{ line: 2, what }]);
  });

  it("does not take ids, times and paths for people", () => {
    const log = [
      '{"level":30,"time":1764000000000,"pid":4711,"reqId":"01934f6e-8123-7812-8123-081234567890"}',
      '{"hash":"9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08","ms":12.0812345678}',
      '{"url":"/laporan/7K4M-2QX8-D3R0","bytes":8123456,"traceId":"12345678901234567890123456789012"}',
    ].join("\n");
    expect(findPersonalData(log, names)).toEqual([]);
  });
});
