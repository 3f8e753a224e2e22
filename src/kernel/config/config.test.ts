import { describe, expect, it } from "vitest";
import { projectRoot, readConfig } from "./index.ts";

function faultsOf(env: Readonly<Record<string, string>>): readonly string[] {
  const read = readConfig(env);
  return read.ok ? [] : read.error;
}

describe("settings", () => {
  it("that are empty count as not given: nothing lands in the current folder, no token is the empty one", () => {
    const names = ["PORT", "BALAI_DATA", "BALAI_URL", "BALAI_ENV", "TRUST_PROXY", "METRICS_TOKEN", "SMTP_URL"];
    const read = readConfig(Object.fromEntries(names.map((name) => [name, " "])));
    expect(read.ok && read.value).toMatchObject({
      port: 8080,
      dataFolder: `${projectRoot}/.balai`,
      url: "http://localhost:8080",
      env: "demo",
      trustProxy: false,
    });
    expect(read.ok && [read.value.metricsToken, read.value.smtpUrl]).toEqual([undefined, undefined]);
  });

  it.each([
    ["PORT", "abc"],
    ["PORT", "99999"],
    ["PORT", "-1"],
    ["BALAI_URL", "ftp://x"],
    ["BALAI_URL", "https://balai.example/path"],
    ["BALAI_URL", "https://user:word@balai.example"],
    ["BALAI_ENV", "test"],
    ["TRUST_PROXY", "bla"],
    ["TRUST_PROXY", "10.0.0.0/40"],
    ["TRUST_PROXY", "10.0.0.1,bla"],
    ["SMTP_URL", "xx"],
    ["METRICS_TOKEN", "a"],
    ["BALAI_REGION", "surabaya"],
    ["BALAI_LOG", "loud"],
    ["DATABASE_URL", "mysql://x"],
  ])("%s=%s is told in one sentence that names it", (name, value) => {
    const faults = faultsOf({ [name]: value });
    expect(faults).toHaveLength(1);
    expect(faults[0]).toMatch(new RegExp(`^${name} `));
  });

  it.each([
    [{ BALAI_URL: "http://balai.example" }, /^BALAI_URL is .* must begin with https:\/\//],
    [{ BALAI_URL: "ftp://balai.example" }, /^BALAI_URL is "ftp/],
    [{}, /^BALAI_URL must be set/],
  ])("in production the address is given and begins with https: %j", (env, sentence) => {
    const faults = faultsOf({ BALAI_ENV: "production", ...env });
    expect(faults).toEqual([expect.stringMatching(sentence)]);
    expect(faultsOf({ BALAI_ENV: "production", BALAI_URL: "https://balai.example" })).toEqual([]);
  });

  it.each([
    ["true", true],
    ["false", false],
    ["2", 2],
    ["loopback", "loopback"],
    ["127.0.0.1,10.0.0.0/8, fd00::/8", "127.0.0.1,10.0.0.0/8, fd00::/8"],
  ])("TRUST_PROXY=%s is believed", (text, expected) => {
    const read = readConfig({ TRUST_PROXY: text });
    expect(read.ok && read.value.trustProxy).toBe(expected);
  });

  it("an address may end in a slash, and has none then", () => {
    const read = readConfig({ BALAI_URL: "https://balai.example/" });
    expect(read.ok && read.value.url).toBe("https://balai.example");
  });
});
