import { err, ok } from "../../../result/index.ts";
import type { DateLimit, DateQuestion } from "../../../services/index.ts";
import { addDays, dateInWords, isCalendarDate, parseDate, parseMonth } from "../../calendar-date.ts";
import type { FormContext } from "../../context.ts";
import { faultAt, oneSlot, posted, type QuestionType } from "../../question-type.ts";
import { DateField } from "./html.tsx";

/** A day of the calendar. Stored: ISO, `2026-11-27`. */
export const dateType: QuestionType<DateQuestion, string> = {
  readForm(_question, path, entry, context) {
    const whole = posted(entry, path);
    if (whole !== undefined && whole !== "") {
      const value = parseDate(whole, context.today);
      return value === undefined ? err(faultAt(path, "forms.error.date.kind")) : ok(value);
    }
    const [day = "", month = "", year = ""] = ["day", "month", "year"].map((part) => posted(entry, `${path}.${part}`));
    if (day === "" && month === "" && year === "") return ok(undefined);
    if (!/^\d{1,2}$/.test(day)) return err(faultAt(`${path}.day`, "forms.error.date.day"));
    const numbered = parseMonth(month);
    if (numbered === undefined) return err(faultAt(`${path}.month`, "forms.error.date.month"));
    if (!/^\d{4}$/.test(year)) return err(faultAt(`${path}.year`, "forms.error.date.year"));
    return ok(`${year}-${String(numbered).padStart(2, "0")}-${day.padStart(2, "0")}`);
  },
  toEntry: (_question, path, answer) => ({
    [`${path}.day`]: [String(Number(answer.slice(8, 10)))],
    [`${path}.month`]: [String(Number(answer.slice(5, 7)))],
    [`${path}.year`]: [answer.slice(0, 4)],
  }),
  check(question, value, path, context) {
    if (typeof value !== "string") return err(faultAt(path, "forms.error.date.kind"));
    if (!isCalendarDate(value)) return err(faultAt(path, "forms.error.date.none"));
    const earliest = dayOf(question.earliest, context);
    if (earliest !== undefined && value < earliest)
      return err(faultAt(path, "forms.error.date.early", { date: dateInWords(earliest, context.language) }));
    const latest = dayOf(question.latest, context);
    if (latest !== undefined && value > latest)
      return err(faultAt(path, "forms.error.date.late", { date: dateInWords(latest, context.language) }));
    return ok(value);
  },
  slots: () =>
    oneSlot(
      ({ t }) => t("forms.prompt.date"),
      ({ text }, _soFar, context) => {
        if (text.trim() === "") return { kind: "answer", value: undefined };
        const value = parseDate(text, context.today);
        return value === undefined
          ? { kind: "fault", remark: { message: "forms.error.date.kind" } }
          : { kind: "answer", value };
      },
    ),
  schema: () => ({ type: "string", format: "date" }),
  display: (_question, answer, { language }) => dateInWords(answer, language),
  redact: (_question, answer) => answer,
  html: DateField,
};

/** The day a limit means today. */
function dayOf(limit: DateLimit | undefined, context: FormContext): string | undefined {
  return typeof limit === "object" ? addDays(context.today, limit.daysFromToday) : limit;
}
