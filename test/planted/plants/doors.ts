import type { Plant } from "./plant.ts";

/** Signing in, and forms. */
export const doors: readonly Plant[] = [
  {
    name: "forms need no token",
    file: "src/kernel/http/security.ts",
    find: "return isCsrfToken(token, session.csrfSecret) ? undefined :",
    replace: "return isCsrfToken(token, session.csrfSecret) || true ? undefined :",
    test: { file: "src/kernel/http/http.test.ts", name: "forms > need the session's token" },
  },
  {
    name: "the session from before signing in lives on",
    file: "src/kernel/accounts/sessions.ts",
    find: "if (previous !== undefined && from.keepPrevious !== true) await",
    replace: "if (previous === null) await",
    test: {
      file: "src/modules/account/security.test.ts",
      name: "a session > gets a new secret at sign-in, and the one from before is worth nothing",
    },
  },
  {
    name: "a closed account goes on",
    file: "src/kernel/accounts/sessions.ts",
    find: "and (a.id is null or (a.disabled_at is null and a.erased_at is null))",
    replace: "",
    test: {
      file: "src/kernel/accounts/sessions.test.ts",
      name: "a session > is not found any more when its account was closed, even if nobody ended it",
    },
  },
  {
    name: "a code signs in twice",
    file: "src/kernel/accounts/codes.ts",
    find: "and closed_at is null and expires_at",
    replace: "and expires_at",
    test: {
      file: "src/kernel/accounts/sign-in.test.ts",
      name: "a resident's sign-in by code > takes a code once",
    },
  },
  {
    name: "any PIN opens a guest's case",
    file: "src/kernel/accounts/guests.ts",
    find: "if (!fits) return",
    replace: "if (!fits && found.rows.length === 0) return",
    test: {
      file: "src/kernel/accounts/sign-in.test.ts",
      name: "a guest's way in by code and PIN > answers a wrong PIN, another case's PIN and an unknown code alike",
    },
  },
  {
    name: "signing in leads to another site",
    file: "src/modules/account/domain/return-path.ts",
    find: ' || pathname.startsWith("//")',
    replace: "",
    test: {
      file: "src/modules/account/domain/return-path.test.ts",
      name: "where a person goes after signing in > never leaves this installation, whatever a browser makes of it",
    },
  },
  {
    name: "a village behind one address is locked out",
    file: "src/kernel/http/limits.ts",
    find: "address: { points: 2000, seconds: 600 }",
    replace: "address: { points: 20, seconds: 600 }",
    test: {
      file: "src/kernel/http/http.test.ts",
      name: "limits > a village of 300 people behind one address is not locked out; one person who hammers is",
    },
  },
  {
    name: "no browser of an officer is known",
    file: "src/kernel/accounts/officers.ts",
    find: "const byBrowser = await knownAt(deps, deps.db.query, door, input.device, at);",
    replace: "const byBrowser = await knownAt(deps, deps.db.query, undefined, input.device, at);",
    test: {
      file: "src/kernel/accounts/known-browsers.test.ts",
      name: "an officer's browser > is limited by itself when it guesses, whatever session it comes in",
    },
  },
  {
    name: "short PINs are guessed as often as long ones may be",
    file: "src/kernel/accounts/guests.ts",
    find: '? "short-pin" : "pin";',
    replace: '? "pin" : "pin";',
    test: {
      file: "src/kernel/accounts/sign-in.test.ts",
      name: "a guest's way in by code and PIN > a PIN of six digits still opens its case, within its narrow limits, which tell nothing of a code",
    },
  },
  {
    name: "a known browser guesses a PIN without end",
    file: "src/kernel/accounts/guests.ts",
    find: ".known`, byBrowser)];",
    replace: ".known`, byBrowser)].slice(1);",
    test: {
      file: "src/kernel/accounts/known-browsers.test.ts",
      name: "a guest's browser > is limited by itself when it guesses",
    },
  },
];
