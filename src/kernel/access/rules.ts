import type { Actor, OfficerRole } from "./actor.ts";

/** Everything that `decide` and `scope` know. */
export const actions = [
  /** The page that everyone may see: no messages, no name, place rounded where the reporter wished so. */
  "case.view-public",
  /** All of a case but its personal fields. */
  "case.read",
  /** The personal fields, through kernel/privacy. */
  "case.read-personal",
  /** Work in the flow; the flow says which role may do which action. */
  "case.act",
  /** Rows in a file, with quota and log. */
  "case.export",
  /** Take back a document that an office issued, or issue it anew. */
  "document.revoke",
  /** What is late in an office and below. */
  "office.oversee",
  /** Who read what in an office and below. */
  "access-log.audit",
  /** Running of the installation: jobs, queues, definitions. */
  "installation.operate",
] as const;
export type Action = (typeof actions)[number];

/** How far a right goes. */
export type Reach =
  /** Records that everyone may see. */
  | "public-record"
  /** The one case whose code and PIN the guest gave. */
  | "this-case"
  /** Records of one's own, or of the person acted for. */
  | "own"
  /** Records of the very office of the assignment. */
  | "office"
  /** Records of that office and all below it. */
  | "office-tree"
  | "installation";

export type ActorKey = Exclude<Actor["kind"], "officer"> | OfficerRole;

/**
 * The one rule table: for each action, who may do it and how far. Who is not named may not.
 * The owner's own actions (reply, rate, reopen) are "case.act" by reach "own"; the flow names them.
 */
export const rules: Readonly<Record<Action, Readonly<Partial<Record<ActorKey, Reach>>>>> = {
  "case.view-public": {
    public: "public-record",
    guest: "public-record",
    resident: "public-record",
    "front-desk": "public-record",
    dispatcher: "public-record",
    "agency-officer": "public-record",
    verifier: "public-record",
    "head-of-office": "public-record",
    auditor: "public-record",
    operator: "public-record",
    system: "installation",
  },
  "case.read": {
    guest: "this-case",
    resident: "own",
    "front-desk": "office-tree",
    dispatcher: "office-tree",
    "agency-officer": "office",
    verifier: "office-tree",
    "head-of-office": "office-tree",
    auditor: "office-tree",
    system: "installation",
  },
  "case.read-personal": {
    guest: "this-case",
    resident: "own",
    "front-desk": "office",
    dispatcher: "office",
    "agency-officer": "office",
    "head-of-office": "office",
  },
  "case.act": {
    guest: "this-case",
    resident: "own",
    "front-desk": "office-tree",
    dispatcher: "office-tree",
    "agency-officer": "office",
    verifier: "office-tree",
    "head-of-office": "office-tree",
    system: "installation",
  },
  "case.export": { "head-of-office": "office-tree", "agency-officer": "office", auditor: "office-tree" },
  "document.revoke": { "head-of-office": "office" },
  "office.oversee": { "head-of-office": "office-tree", auditor: "office-tree", system: "installation" },
  "access-log.audit": { auditor: "office-tree" },
  "installation.operate": { operator: "installation" },
};
