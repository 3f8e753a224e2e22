export { type CalendarFile, readCalendarFiles } from "./calendar-files.ts";
export { type CalendarNote, type Calendars, createCalendars } from "./calendars.ts";
export { type Clock, movableClock, systemClock } from "./clock.ts";
export { type CsvRecord, parseCsv } from "./csv.ts";
export { csvRecord } from "./csv-record.ts";
export {
  addWorkingTime,
  budgetMs,
  type Due,
  type Duration,
  fractionPoint,
  type PausedClock,
  pauseClock,
  type Remaining,
  remaining,
  resumeClock,
  type WorkingContext,
  warningPoint,
  workingTimeBetween,
} from "./domain/working-time.ts";
export { dayBounds, type Zone } from "./domain/zone.ts";
export { en } from "./messages/en.ts";
export { id } from "./messages/id.ts";
export {
  clockInWords,
  type DayBox,
  dayBoxes,
  dayInWords,
  durationInWords,
  isoDay,
  machineTime,
  momentInWords,
  remainingInWords,
  shortDayInWords,
  type Translate,
} from "./words.ts";
