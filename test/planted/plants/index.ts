import { acts } from "./acts.ts";
import { anchors } from "./anchors.ts";
import { audit } from "./audit.ts";
import { doors } from "./doors.ts";
import { papers } from "./papers.ts";
import { people } from "./people.ts";
import type { Plant } from "./plant.ts";
import { rights } from "./rights.ts";
import { sights } from "./sights.ts";

export type { Plant } from "./plant.ts";

export const plants: readonly Plant[] = [
  ...rights,
  ...doors,
  ...acts,
  ...anchors,
  ...audit,
  ...people,
  ...papers,
  ...sights,
];
