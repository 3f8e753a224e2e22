import type { CaseHooks } from "../../kernel/cases/index.ts";
import type { PlaceAnswer } from "../../kernel/services/index.ts";
import { answeringActions, reopeningActions, stageOf } from "./domain/stage.ts";
import { eraseReport, iconsOfReports, insertReport, type Report, updateReport } from "./store.ts";

const kinds = ["complaint", "aspiration", "information"] as const;
/** A headline is one line on a phone. */
const landmarkInHeadline = 80;

/** Keeps reports.report in step with the case, in the same transaction. */
export const reportHooks: CaseHooks = {
  headline(answers, t) {
    const place = answers.where as PlaceAnswer | undefined;
    const landmark = place?.landmark;
    const category = t(`reports.category.${String(answers.category)}`);
    return landmark === undefined || landmark === ""
      ? category
      : t("reports.headline", { category, landmark: landmark.slice(0, landmarkInHeadline) });
  },
  icons: iconsOfReports,
  submitted(submitted, answers) {
    const place = answers.where as PlaceAnswer | undefined;
    const kind: Report["kind"] = kinds.find((known) => known === answers.kind) ?? "complaint";
    const report = {
      caseId: submitted.id,
      code: submitted.code,
      kind,
      category: String(answers.category),
      title: submitted.headline,
      region: submitted.region,
      landmark: place?.landmark ?? null,
      lat: place?.point?.lat ?? null,
      lng: place?.point?.lng ?? null,
      visibility: submitted.visibility,
      officeId: submitted.officeId,
      stage: stageOf(submitted.state),
      state: submitted.state,
      createdAt: submitted.createdAt,
      dueAt: submitted.dueAt,
      stepDueAt: submitted.stateDueAt,
    };
    return [insertReport(report)];
  },
  advanced(before, after, action) {
    const reopens = reopeningActions.has(action) || (action === "rate" && after.state !== "closed");
    const step = {
      caseId: after.id,
      visibility: after.visibility,
      officeId: after.officeId,
      stage: stageOf(after.state),
      state: after.state,
      dueAt: after.dueAt,
      stepDueAt: after.stateDueAt,
      closedAt: after.closedAt,
      rating: after.rating,
      answeredAt: answeringActions.has(action) ? after.stateSince : null,
      fixedAt: before.state === "working" && after.state === "checking" ? after.stateSince : null,
      reopens,
    };
    return [updateReport(step)];
  },
  erased: eraseReport,
};
