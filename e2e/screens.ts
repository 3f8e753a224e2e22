import type { Journey } from "./support/screen-journeys.ts";

/** The pictures of docs/screens, journey by journey in the order a person walks them; `npm run screens` takes them. */
export const journeys: readonly Journey[] = [{ name: "home", screens: [{ name: "home", path: "/" }] }];
