// Who may import whom. test/rules/dependencies.test.ts runs these rules, also against planted violations;
// `npx depcruise src` shows the same faults by hand.

const tests = "\\.test\\.tsx?$";
/** The doors of the kernel: its own, each part's, and each part's door for scripts in the browser. */
const kernelDoors = [
  "^src/kernel/index\\.tsx?$",
  "^src/kernel/[^/]+/index\\.tsx?$",
  "^src/kernel/[^/]+/browser/index\\.tsx?$",
];
/** Who acts, apart from access/index.ts so that access can use parts that know the actor; and opening of sealed fields. */
const actor = "^src/kernel/access/actor\\.ts$";
const opening = "^src/kernel/crypto/open\\.ts$";
const papers = "^src/modules/documents/(paper|signing)/";
const lateDrivers = "(evm|rfc3161)";
const moduleDoors = "^src/modules/[^/]+/index\\.tsx?$";

module.exports = {
  forbidden: [
    {
      name: "module-uses-doors-of-modules",
      comment: "A module imports only the index.ts of another.",
      severity: "error",
      from: { path: "^src/modules/([^/]+)/", pathNot: tests },
      to: { path: "^src/modules/", pathNot: ["^src/modules/$1/", moduleDoors] },
    },
    {
      name: "module-uses-doors-of-kernel",
      comment: "A module imports only the doors of the kernel.",
      severity: "error",
      from: { path: "^src/modules/", pathNot: tests },
      to: { path: "^src/kernel/", pathNot: kernelDoors },
    },
    {
      name: "kernel-knows-no-module",
      comment: "The kernel imports no module, not even in its tests: they use an invented domain.",
      severity: "error",
      from: { path: "^src/kernel/" },
      to: { path: "^src/modules/" },
    },
    {
      name: "kernel-parts-use-doors",
      comment: "A kernel part imports only the doors of others.",
      severity: "error",
      from: { path: "^src/kernel/([^/]+)/", pathNot: tests },
      to: { path: "^src/kernel/", pathNot: ["^src/kernel/$1/", ...kernelDoors, actor, opening] },
    },
    {
      name: "only-privacy-opens-sealed-fields",
      comment: "Whoever reads a personal field leaves a line in the access log: kernel/privacy does both.",
      severity: "error",
      from: { path: "^src/", pathNot: ["^src/kernel/(privacy|crypto)/", tests] },
      to: { path: opening },
    },
    {
      name: "composition-uses-doors",
      comment:
        "What puts the house together (src/app.ts, src/main.ts, src/cli/ …) imports doors, and the files that put the kernel together.",
      severity: "error",
      from: { path: "^src/(?!kernel/|modules/)", pathNot: tests },
      to: { path: "^src/(kernel|modules)/", pathNot: ["^src/kernel/[^/]+\\.tsx?$", ...kernelDoors, moduleDoors] },
    },
    {
      name: "kernel-composition-uses-doors",
      comment: "The files that put the kernel together import its parts by their doors.",
      severity: "error",
      from: { path: "^src/kernel/[^/]+$", pathNot: tests },
      to: { path: "^src/kernel/[^/]+/", pathNot: kernelDoors },
    },
    {
      name: "parts-do-not-know-composition",
      comment: "Kernel parts and modules do not import what puts them together.",
      severity: "error",
      from: { path: "^src/(kernel/[^/]+|modules)/", pathNot: tests },
      to: { path: ["^src/[^/]+\\.tsx?$", "^src/(?!kernel/|modules/)[^/]+/", "^src/kernel/(?!index)[^/]+\\.tsx?$"] },
    },
    {
      name: "domain-is-pure",
      comment:
        "domain/ imports domain/ of its own part, kernel/result, kernel/time, kernel/canonical, kernel/services and kernel/forms (the language of definitions, without I/O), temporal-polyfill and hashes of node:crypto; types from any door.",
      severity: "error",
      from: { path: "^src/(.+)/domain/", pathNot: tests },
      to: {
        pathNot: [
          "^src/$1/domain/",
          "^src/kernel/(result|time|canonical|services|forms)/index\\.ts$",
          "^src/kernel/(result|time)/domain/",
          "node_modules/temporal-polyfill/",
          "^(node:)?crypto$",
        ],
        dependencyTypesNot: ["type-only"],
      },
    },
    {
      name: "drivers-load-late",
      comment:
        "What anchors on a chain or by time stamps, or makes and signs a PDF, needs tens of megabytes: only import() reaches it, so that nobody else pays.",
      severity: "error",
      from: { path: "^src/", pathNot: [tests, "/test-[^/]*[.]ts$", `^src/.*/drivers/${lateDrivers}/`, papers] },
      to: {
        path: [`^src/.*/drivers/${lateDrivers}/`, papers, "node_modules/(viem|pkijs|asn1js|@cantoo/pdf-lib|fontkit)/"],
        dynamic: false,
        dependencyTypesNot: ["type-only"],
      },
    },
    {
      name: "no-cycles",
      comment: "Two files that need each other are one file, or a third is missing.",
      severity: "error",
      from: {},
      to: { circular: true },
    },
    {
      name: "no-unresolved",
      comment: "Every import leads somewhere.",
      severity: "error",
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    parser: "swc",
    tsPreCompilationDeps: true,
    doNotFollow: { path: "node_modules" },
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "node", "default", "types"],
      extensions: [".ts", ".tsx", ".js", ".mjs", ".json"],
    },
  },
};
