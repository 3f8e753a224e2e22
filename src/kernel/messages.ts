import * as accounts from "./accounts/index.ts";
import * as administration from "./administration/index.ts";
import * as cases from "./cases/index.ts";
import * as files from "./files/index.ts";
import * as forms from "./forms/index.ts";
import * as http from "./http/index.ts";
import * as notify from "./notify/index.ts";
import * as privacy from "./privacy/index.ts";
import * as regions from "./regions/index.ts";
import * as services from "./services/index.ts";
import * as time from "./time/index.ts";
import { type Catalogue, uiMessages } from "./ui/index.ts";

/** The sentences of every kernel part. */
export const kernelMessages: readonly Catalogue[] = [
  uiMessages,
  ...[accounts, administration, cases, files, forms, http, notify, privacy, regions, services, time].map(
    ({ id, en }) => ({ id, en }),
  ),
];
