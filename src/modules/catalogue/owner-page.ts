import { findOffice } from "../../kernel/access/index.ts";
import { type CaseView, fileHref, papersFor, viewCase } from "../../kernel/case-pages/index.ts";
import type { Case, TimelineStep } from "../../kernel/cases/index.ts";
import type { FileRecord } from "../../kernel/files/index.ts";
import type { Visit } from "../../kernel/http/index.ts";
import { formatPublicCode } from "../../kernel/ids/index.ts";
import type { CasePaper, Kernel } from "../../kernel/index.ts";
import { momentInWords } from "../../kernel/time/index.ts";
import { createFormats, type Fact, type Message, type Photo, type Translate } from "../../kernel/ui/index.ts";
import { type Look, looksAtGuest } from "./looks.ts";
import { type OwnWords, ownWords } from "./own-words.ts";
import { feeInWords } from "./words.ts";

/** What the owner of a case sees of it, apart from what they may do. */
export interface OwnerPage {
  readonly code: string;
  readonly headline: string;
  readonly place: string;
  readonly service: string;
  readonly view: CaseView;
  readonly before: readonly Photo[];
  readonly after: readonly Photo[];
  readonly documents: readonly { readonly href: string; readonly label: string }[];
  /** What other modules keep for the case: documents that were issued. */
  readonly papers: readonly CasePaper[];
  readonly messages: readonly Message[];
  readonly told: OwnWords;
  /** Who opened what is personal; undefined where that is shown elsewhere or there is nothing. */
  readonly looks: readonly Look[] | undefined;
  readonly facts: readonly Fact[];
  /** What the owner is told after what they did last, where the service has a sentence of its own. */
  readonly thanks: string | undefined;
  readonly trackUrl: string;
  readonly savedAt: string;
}

/** Gathers the page of a case for its owner. The trail holds what everyone may read; what owner and office said to each other is the thread. */
export async function ownerPage(kernel: Kernel, found: Case, visit: Pick<Visit, "actor" | "lang">): Promise<OwnerPage> {
  const { lang } = visit;
  const t = kernel.messages.translator(lang);
  const contents = await kernel.cases.contents(found.id);
  const [view, timeline, files, office, place] = await Promise.all([
    viewCase(kernel, found, contents, "owner", lang),
    kernel.cases.timeline(found, contents, "owner"),
    kernel.files.ofCase(found.id),
    findOffice(kernel.db.query, found.officeId),
    kernel.regions.fullName(found.region),
  ]);
  const definition = kernel.cases.definitionOf(found);
  const told = await ownWords(kernel, definition, contents, visit);
  const zone = kernel.calendars.zoneOf(found.region);
  const day = createFormats(lang, zone.iana).moment;
  const shown = files.filter(({ shownTo }) => shownTo !== "office");
  const photos = shown.filter(({ kind }) => kind === "photo");
  const isAfter = (file: FileRecord) => file.role === "after";
  return {
    code: formatPublicCode(found.code),
    headline: found.headline,
    place: place ?? "",
    service: t(definition.title),
    view,
    before: photos.filter((file) => !isAfter(file)).map((file) => photoOf(file, t, day, "before")),
    after: photos.filter(isAfter).map((file) => photoOf(file, t, day, "after")),
    told,
    looks: await looksAtGuest(kernel, found, told.hasSealed, visit),
    documents: documentsOf(shown, t),
    papers: await papersFor(kernel, found, visit),
    messages: messagesOf(timeline, t, day),
    thanks: timeline.findLast(({ author }) => author === "owner")?.thanks,
    facts: [
      { label: t("catalogue.fact.office"), value: office?.name ?? "" },
      { label: t("catalogue.fact.service"), value: t(definition.title) },
      { label: t("catalogue.fact.fee"), value: feeInWords(t, definition.fee, lang) },
      { label: t("catalogue.fact.visibility"), value: t(`catalogue.visibility.${found.visibility}`) },
    ],
    trackUrl: `${kernel.pages.site.url}/lacak?kode=${found.code}`,
    savedAt: momentInWords(t, found.createdAt, zone),
  };
}

function photoOf(file: FileRecord, t: Translate, day: (at: Date) => string, when: "before" | "after"): Photo {
  const caption = t(`catalogue.photo.${when}.by`, { day: day(file.createdAt) });
  const title = t(`catalogue.photo.${when}`);
  return {
    src: fileHref(file.id, "thumb"),
    href: fileHref(file.id),
    alt: t("catalogue.photo.alt", { title, caption }),
    width: file.width ?? 480,
    height: file.height ?? 360,
    title,
    caption,
  };
}

/** By whom they were sent; numbered where one sent several. */
function documentsOf(files: readonly FileRecord[], t: Translate): OwnerPage["documents"] {
  const documents = files.filter(({ kind }) => kind === "document");
  return (["before", "after"] as const).flatMap((role) => {
    const own = documents.filter((file) => (file.role === "after") === (role === "after"));
    const many = own.length > 1 ? ".many" : "";
    return own.map((file, index) => ({
      href: fileHref(file.id),
      label: t(`catalogue.document.${role}${many}`, { number: index + 1 }),
    }));
  });
}

/** Texts that only the owner and the office read, oldest first. */
function messagesOf(timeline: readonly TimelineStep[], t: Translate, day: (at: Date) => string): readonly Message[] {
  return timeline
    .filter(({ kind }) => kind === "action")
    .flatMap((step) =>
      step.said
        .filter(({ question }) => question.shownTo === "owner" && isWritten(question.type))
        .map(({ value }) => ({
          text: typeof value === "string" ? value : "",
          who: step.author === "owner" ? t("catalogue.you") : (step.officeName ?? t("catalogue.officer")),
          when: day(step.at),
          mine: step.author === "owner",
        })),
    )
    .filter(({ text }) => text !== "");
}

function isWritten(type: string): boolean {
  return type === "text" || type === "paragraph";
}
