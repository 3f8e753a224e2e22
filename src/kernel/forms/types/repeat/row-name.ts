import type { RepeatQuestion } from "../../../services/index.ts";
import type { FormContext } from "../../context.ts";

/** What a row is called, in the definition's words where it has some: "Anggota keluarga ke-2". Rows are counted from 1. */
export function nameOfRow(question: RepeatQuestion, number: number, { t }: Pick<FormContext, "t">): string {
  return t(question.row ?? "forms.repeat.row", { number });
}
