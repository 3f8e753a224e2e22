import type { Plant } from "./plant.ts";

/** Time, and what people see. */
export const sights: readonly Plant[] = [
  {
    name: "every clock is in the capital's zone",
    file: "src/kernel/time/calendars.ts",
    find: 'regionCode === "" ? capitalProvince : regionCode.slice(0, 2)',
    replace: "capitalProvince",
    test: {
      file: "src/kernel/cases/clocks.test.ts",
      name: "the promise > ends in working days when offices of the region close, in its own zone",
    },
  },
  {
    name: "offices work on holidays",
    file: "src/kernel/time/domain/calendar.ts",
    find: "if (isHoliday(calendar, day)) return [];",
    replace: "",
    test: {
      file: "src/kernel/time/working-time.test.ts",
      name: "working days > Christmas, its joint leave and the weekend are jumped over",
    },
  },
  {
    name: "the public list is not made anew when something changes",
    file: "src/kernel/http/pages.ts",
    find: "if (isOf && kept.get(key) === place) kept.delete(key);",
    replace: "void isOf;",
    test: {
      file: "src/kernel/http/pages.test.ts",
      name: "pages for everyone > are kept for a second, made once for all who ask at once, and renewed when their topic changes",
    },
  },
  {
    name: "an open list loads what was kept before the change",
    file: "src/kernel/assemble.ts",
    find: "live.onChange((topics) => pages.changed(topics));",
    replace: "",
    test: {
      file: "src/modules/reports/public.test.ts",
      name: "an open list > hears of a new report, and the list it then loads holds it, though it was kept a moment ago",
    },
  },
];
