import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Type } from "typebox";
import { Value } from "typebox/value";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { projectRoot } from "../src/kernel/config/index.ts";

const webAddress = Type.String({ pattern: "^https?://[^\\s/]+\\.[^\\s]+$" });
const language = "^[a-z]{2,3}(-[A-Za-z0-9]+)*$";

/** One language's description; lengths as the standard's own parser counts them. */
const description = Type.Object(
  {
    localisedName: Type.Optional(Type.String({ minLength: 1 })),
    shortDescription: Type.String({ minLength: 1, maxLength: 150 }),
    longDescription: Type.String({ minLength: 150, maxLength: 10_000 }),
    documentation: Type.Optional(webAddress),
    apiDocumentation: Type.Optional(webAddress),
    features: Type.Array(Type.String({ minLength: 1 }), { minItems: 1 }),
    screenshots: Type.Optional(Type.Array(Type.String())),
  },
  { additionalProperties: false },
);
const dependency = Type.Object(
  {
    name: Type.String({ minLength: 1 }),
    versionMin: Type.Optional(Type.String()),
    versionMax: Type.Optional(Type.String()),
    version: Type.Optional(Type.String()),
    optional: Type.Optional(Type.Boolean()),
  },
  { additionalProperties: false },
);
const dependencies = Type.Optional(Type.Array(dependency));

/** The keys of publiccode.yml 0.7 that we use, by its text and its official parser (italia/publiccode-parser-go); others are refused. */
const standard = Type.Object(
  {
    publiccodeYmlVersion: Type.Union(["0.7", "0.7.0"].map((version) => Type.Literal(version))),
    name: Type.String({ minLength: 1 }),
    url: webAddress,
    landingURL: Type.Optional(webAddress),
    softwareVersion: Type.Optional(Type.String({ minLength: 1 })),
    releaseDate: Type.Optional(Type.String({ pattern: "^\\d{4}-\\d{2}-\\d{2}$" })),
    platforms: Type.Array(Type.String({ minLength: 1 }), { minItems: 1 }),
    categories: Type.Array(
      Type.Union(
        [
          "digital-citizenship",
          "workflow-management",
          "service-desk",
          "feedback-and-reviews-management",
          "business-process-management",
          "other",
        ].map((category) => Type.Literal(category)),
      ),
      { uniqueItems: true },
    ),
    developmentStatus: Type.Union(
      ["concept", "development", "beta", "stable", "obsolete"].map((status) => Type.Literal(status)),
    ),
    softwareType: Type.Union(["standalone/web", "standalone/backend"].map((type) => Type.Literal(type))),
    intendedAudience: Type.Optional(
      Type.Object(
        {
          countries: Type.Array(Type.String({ pattern: "^[A-Z]{2}$" })),
          scope: Type.Array(Type.Union(["government", "local-authorities"].map((scope) => Type.Literal(scope)))),
        },
        { additionalProperties: false },
      ),
    ),
    description: Type.Record(Type.String({ pattern: language }), description, { minProperties: 1 }),
    legal: Type.Object(
      { license: Type.Literal("Apache-2.0"), mainCopyrightOwner: Type.Optional(Type.String()) },
      { additionalProperties: false },
    ),
    maintenance: Type.Object(
      {
        type: Type.Literal("community"),
        contacts: Type.Array(
          Type.Object(
            { name: Type.String({ minLength: 1 }), email: Type.Optional(Type.String({ pattern: "^\\S+@\\S+$" })) },
            { additionalProperties: false },
          ),
          { minItems: 1 },
        ),
      },
      { additionalProperties: false },
    ),
    localisation: Type.Object(
      {
        localisationReady: Type.Boolean(),
        availableLanguages: Type.Array(Type.String({ pattern: language }), { minItems: 1 }),
      },
      { additionalProperties: false },
    ),
    dependsOn: Type.Optional(
      Type.Object(
        { open: dependencies, proprietary: dependencies, hardware: dependencies },
        { additionalProperties: false },
      ),
    ),
  },
  { additionalProperties: false },
);

/** What is wrong with a publiccode.yml, one line each. */
function faultsOf(yaml: string): string[] {
  return [...Value.Errors(standard, parse(yaml))].map(({ instancePath, message }) => `${instancePath}: ${message}`);
}

const written = readFileSync(join(projectRoot, "publiccode.yml"), "utf8");

describe("publiccode.yml", () => {
  it("is valid by the standard", () => {
    expect(faultsOf(written)).toEqual([]);
  });

  it.each([
    ["a key that is missing", written.replace(/^name: .*$/m, "")],
    ["a key that the standard does not have", `${written}\nmascot: buffalo\n`],
    ["a short description of more than 150 letters", written.replace("The digital town hall,", "x".repeat(150))],
    [
      "a status that the standard does not know",
      written.replace("developmentStatus: development", "developmentStatus: ready"),
    ],
    ["a licence that is not ours", written.replace("license: Apache-2.0", "license: MIT")],
  ])("is refused with %s", (_what, planted) => {
    expect(planted).not.toBe(written);
    expect(faultsOf(planted)).not.toEqual([]);
  });

  it("says the same as package.json, and shows pictures that are there", () => {
    const told = parse(written);
    const manifest = JSON.parse(readFileSync(join(projectRoot, "package.json"), "utf8"));
    expect(told.softwareVersion).toBe(manifest.version);
    expect(told.legal.license).toBe(manifest.license);
    for (const picture of told.description.en.screenshots)
      expect(existsSync(join(projectRoot, picture)), picture).toBe(true);
  });
});
