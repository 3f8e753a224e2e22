import type { FastifyInstance } from "fastify";
import type { Access, Action } from "./access/index.ts";
import type { Accounts } from "./accounts/index.ts";
import type { Administration } from "./administration/index.ts";
import type {
  AttributeSource,
  Case,
  Cases,
  Issuing,
  OptionList,
  Route,
  RoutingTable,
  ServiceEntry,
} from "./cases/index.ts";
import type { Commands, EventHandler } from "./command/index.ts";
import type { Config } from "./config/index.ts";
import type { Crypto } from "./crypto/index.ts";
import type { Database } from "./db/index.ts";
import type { Files } from "./files/index.ts";
import type { Cookies, Live, Pages, Visit } from "./http/index.ts";
import type { Jobs } from "./jobs/index.ts";
import type { Audited, Books, Ledger, Unbacked } from "./ledger/index.ts";
import type { Log } from "./log/index.ts";
import type { Notify } from "./notify/index.ts";
import type { ErasureHandler, PersonalData, Privacy } from "./privacy/index.ts";
import type { Regions } from "./regions/index.ts";
import type { ServiceRegistry } from "./services/index.ts";
import type { Calendars, Clock } from "./time/index.ts";
import type { Catalogue, Messages } from "./ui/index.ts";

/** Everything the kernel gives to modules. Each part's own index.ts says what it does. */
export interface Kernel {
  readonly config: Config;
  readonly log: Log;
  readonly clock: Clock;
  readonly db: Database;
  readonly commands: Commands;
  readonly ledger: Ledger;
  readonly books: Books;
  /** How rows are compared with the books, of all parts and modules. */
  readonly audits: readonly Audited[];
  readonly crypto: Crypto;
  readonly privacy: Privacy;
  readonly access: Access;
  readonly accounts: Accounts;
  readonly administration: Administration;
  readonly services: ServiceRegistry;
  readonly cases: Cases;
  /** Named lists of options for forms, of all modules. */
  readonly lists: Readonly<Record<string, OptionList>>;
  /** Sources of answers known already, of all modules. */
  readonly attributes: Readonly<Record<string, AttributeSource>>;
  readonly files: Files;
  readonly notify: Notify;
  readonly jobs: Jobs;
  readonly regions: Regions;
  readonly calendars: Calendars;
  readonly messages: Messages;
  readonly pages: Pages;
  readonly live: Live;
  readonly cookies: Cookies;
  /** What every module declared, for modules that read the registry (console, catalogue). */
  readonly manifests: readonly ModuleManifest[];
}

/** What an audit may use. */
export type AuditKernel = Pick<Kernel, "accounts" | "cases" | "privacy" | "services">;

/** A number that everyone may see, with how it is computed. */
export interface PublicNumber {
  readonly key: string;
  /** Message keys. */
  readonly label: string;
  readonly explanation: string;
  readonly href: string;
  read(kernel: Kernel): Promise<number>;
}

/** A part of the officers' console that a module adds. */
export interface ConsolePanel {
  readonly href: string;
  /** Message key. */
  readonly label: string;
  readonly icon: "map" | "chart" | "list" | "eye" | "family";
  /** Who may do this, sees it in the menu. */
  readonly action: Action;
}

/** Something that belongs to a case and that another module keeps: a document that was issued. */
export interface CasePaper {
  readonly title: string;
  /** How it stands, in a sentence. */
  readonly text: string;
  readonly tone: "ok" | "bad" | "info";
  readonly links: readonly { readonly href: string; readonly label: string; readonly isFile: boolean }[];
}

/** Something that runs by the clock. */
export interface JobDefinition {
  readonly name: string;
  /** Every so many seconds, or once a day at this time of the root region's zone, "02:30". */
  readonly timing: { readonly everySeconds: number } | { readonly dailyAt: string };
  /** A run longer than this is given up and tried again. */
  readonly timeoutSeconds?: number;
  run(kernel: Kernel, signal: AbortSignal): Promise<unknown>;
}

/** What a module is, in one object. `app.ts` collects them; nobody imports another module for its services. */
export interface ModuleManifest {
  readonly name: string;
  readonly messages: Catalogue;
  readonly services?: readonly ServiceEntry[];
  /** Named by definitions: routes to offices and lists of options. */
  readonly routings?: Readonly<Record<string, Route>>;
  readonly lists?: Readonly<Record<string, OptionList>>;
  /** The rules behind a route of the same name, where an operator keeps them. */
  readonly routingTables?: Readonly<Record<string, RoutingTable>>;
  /** Sources of answers known already, for questions of type attribute. */
  readonly attributes?: Readonly<Record<string, (kernel: Kernel) => AttributeSource>>;
  /** Makes the documents that definitions name; at most one module does. */
  readonly issuing?: (kernel: Kernel) => Issuing;
  /** What the module keeps for a case, as this reader of the case may see it. */
  readonly papers?: (
    kernel: Kernel,
    found: Case,
    reader: Pick<Visit, "actor" | "lang">,
  ) => Promise<readonly CasePaper[]>;
  readonly events?: readonly EventHandler[];
  readonly jobs?: readonly JobDefinition[];
  readonly panels?: readonly ConsolePanel[];
  readonly publicNumbers?: readonly PublicNumber[];
  /** Sorts of entries that the module writes beside those about its cases: "document" of "document.issued". */
  readonly entriesAbout?: readonly string[];
  /** How its rows are compared with entries, its own or those about cases. */
  readonly audits?: (kernel: AuditKernel) => readonly Audited[];
  /** Its entries that no row stands behind, and why. */
  readonly unbacked?: readonly Unbacked[];
  readonly personalData?: PersonalData;
  readonly erasure?: (kernel: Kernel) => ErasureHandler;
  /** Data every installation needs; runs at each start, changes nothing the second time. */
  readonly seed?: (kernel: Kernel) => Promise<void>;
  /** Pages and API. */
  readonly http?: (app: FastifyInstance, kernel: Kernel) => void | Promise<void>;
}
