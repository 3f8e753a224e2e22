import type { OfficerRole } from "../../kernel/access/index.ts";

/** The invented people who may try the demo; given by the app, shown on the sign-in pages only where BALAI_ENV is demo. */
export interface DemoSignIn {
  /** Of every invented officer. */
  readonly password: string;
  readonly residents: readonly DemoResident[];
  readonly officers: readonly DemoOfficer[];
}

export interface DemoResident {
  readonly key: string;
  readonly name: string;
  readonly phone: string;
}

export interface DemoOfficer {
  /** Also the user name. */
  readonly key: string;
  readonly name: string;
  readonly role: OfficerRole;
  readonly office: string;
}
