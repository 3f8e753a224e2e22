import { listOffices } from "../../kernel/access/index.ts";
import { fileHref, viewCase } from "../../kernel/case-pages/index.ts";
import { type Case, stateOf } from "../../kernel/cases/index.ts";
import { formatPublicCode } from "../../kernel/ids/index.ts";
import type { Kernel } from "../../kernel/index.ts";
import { redact } from "../../kernel/privacy/index.ts";
import { addWorkingTime, dayInWords, momentInWords } from "../../kernel/time/index.ts";
import {
  type Bar,
  type ClockCardProps,
  createFormats,
  type Fact,
  type Figure,
  type IconName,
  isIconName,
  type Lang,
  type MapPoint,
  type MapShape,
  type Option,
  type Photo,
  type RegionMapProps,
  type TagTone,
  type TrailStep,
} from "../../kernel/ui/index.ts";
import { publicPoint } from "./domain/place.ts";
import { categories } from "./routing.ts";
import {
  countByRegion,
  countStages,
  listPublic,
  type OfficeNumbers,
  officeNumbers,
  type PublicFilter,
  type Report,
} from "./store.ts";

/** What each public page shows, ready to draw. */
export interface ListView {
  readonly place: string;
  readonly heading: string;
  readonly figures: readonly Figure[];
  readonly total: string;
  readonly filter: PublicFilter;
  readonly filtered: boolean;
  readonly categories: readonly Option[];
  readonly districts: readonly Option[];
  readonly rows: readonly ListRow[];
  readonly newerHref: string | undefined;
  readonly olderHref: string | undefined;
  readonly map: RegionMapProps | undefined;
}

export interface ListRow {
  readonly href: string;
  readonly title: string;
  readonly note: string;
  readonly icon: IconName;
  readonly state: string;
  readonly tone: TagTone;
}

export interface MapView {
  readonly place: string;
  readonly map: RegionMapProps | undefined;
  readonly rows: readonly {
    readonly name: string;
    readonly href: string;
    readonly count: number;
    readonly open: number;
  }[];
}

export interface OfficesView {
  readonly bars: readonly Bar[];
  readonly rows: readonly (readonly (string | number)[])[];
}

export interface ReportView {
  readonly title: string;
  readonly place: string;
  readonly code: string;
  readonly text: string;
  readonly state: string;
  readonly tone: TagTone;
  readonly ending: string | undefined;
  readonly clock: ClockCardProps | undefined;
  readonly steps: readonly TrailStep[];
  readonly late: { readonly question: string; readonly answer: string } | undefined;
  readonly photos: readonly Photo[];
  /** From before the work and from after it. */
  readonly hasBothPhotos: boolean;
  readonly facts: readonly Fact[];
  readonly map: RegionMapProps | undefined;
  /** The reporter can still do something about it. */
  readonly isOpenToOwner: boolean;
  readonly eventsHref: string;
}

const pageSize = 20;
/** Dots of a kecamatan's code: what the city's map counts by. */
const districtParts = 3;
const numbersDays = 365;
const dayMs = 24 * 3600_000;
/** Of fewer cases a percentage says more than is known. */
const fewest = 10;

export async function listView(
  kernel: Kernel,
  lang: Lang,
  filter: PublicFilter,
  after: string | undefined,
): Promise<ListView> {
  const t = kernel.messages.translator(lang);
  const { query } = kernel.db;
  const now = kernel.clock.now();
  const root = kernel.config.rootRegion;
  const [page, counts, options, districts] = await Promise.all([
    listPublic(query, filter, { after, limit: pageSize }),
    countStages(query, now),
    categories(query),
    kernel.regions.children(root),
  ]);
  const names = await kernel.regions.fullNames(page.rows.map((report) => report.region));
  const icons = new Map(options.map((option) => [option.value, option.icon]));
  const params = new URLSearchParams(
    Object.entries({ q: filter.q, jenis: filter.category, wilayah: filter.region, tahap: filter.stage }).flatMap(
      ([name, value]) => (value === undefined ? [] : [[name, value]]),
    ),
  );
  const href = (cursor: string | undefined) => {
    const next = new URLSearchParams(params);
    if (cursor !== undefined) next.set("sesudah", cursor);
    const text = next.toString();
    return text === "" ? "/laporan" : `/laporan?${text}`;
  };
  const format = createFormats(lang, kernel.calendars.zoneOf(root).iana);
  const district = districts.find((region) => region.code === filter.region)?.name;
  return {
    place: kernel.pages.site.place,
    heading: t("reports.list.newest", { place: district ?? kernel.pages.site.place }),
    figures: [
      { value: format.number(counts.open), label: t("reports.number.open") },
      { value: format.number(counts.late), label: t("reports.number.late") },
      { value: format.number(counts.done), label: t("reports.number.done") },
      { value: format.number(counts.closed), label: t("reports.number.closed") },
    ],
    total: t("reports.number.all", { count: counts.total }),
    filter,
    filtered: params.size > 0,
    categories: options.map((option) => ({ value: option.value, label: t(option.label) })),
    districts: districts.map((region) => ({ value: region.code, label: region.name })),
    rows: page.rows.map((report) =>
      listRow(kernel, lang, report, names.get(report.region) ?? "", icons.get(report.category)),
    ),
    newerHref: after === undefined ? undefined : href(undefined),
    olderHref: page.next === undefined ? undefined : href(page.next),
    map: withoutLinks(await cityMap(kernel, lang, filter)),
  };
}

function listRow(kernel: Kernel, lang: Lang, report: Report, place: string, icon: string | undefined): ListRow {
  const t = kernel.messages.translator(lang);
  const zone = kernel.calendars.zoneOf(report.region);
  const now = kernel.clock.now();
  const running = isRunning(report);
  const isLate = running && report.state !== "asked" && report.dueAt < now;
  const state = t(`reports.state.${report.state}`);
  return {
    href: `/laporan/${report.code}`,
    title: redact(report.title),
    note: t("reports.list.note", {
      place: place.split(",")[0] ?? place,
      day: dayInWords(t, report.createdAt, zone, now),
    }),
    icon: icon !== undefined && isIconName(icon) ? icon : "other",
    state: isLate ? t("reports.state.late", { state }) : state,
    tone: isLate ? "late" : running ? "now" : report.stage === "done" ? "ok" : "plain",
  };
}

function isRunning(report: Report): boolean {
  return report.stage !== "done" && report.stage !== "closed";
}

/** The city's outline with a point for each of the newest reports whose place everyone may see. */
async function cityMap(kernel: Kernel, lang: Lang, filter: PublicFilter): Promise<RegionMapProps | undefined> {
  const t = kernel.messages.translator(lang);
  const root = kernel.config.rootRegion;
  const outline = await kernel.regions.boundary(root);
  if (outline === undefined) return undefined;
  const { rows } = await listPublic(kernel.db.query, { ...filter, region: filter.region ?? root }, { limit: 60 });
  const points = rows.flatMap((report): MapPoint[] => {
    const point = publicPoint(
      report.lat === null || report.lng === null ? null : { lat: report.lat, lng: report.lng },
      report.visibility,
    );
    const running = isRunning(report);
    return point === null
      ? []
      : [{ ...point, label: redact(report.title), href: `/laporan/${report.code}`, tone: running ? "now" : "place" }];
  });
  const shape: MapShape = { code: root, name: kernel.pages.site.place, geometry: outline.geometry };
  return {
    label: t("reports.map.label", { count: points.length, place: kernel.pages.site.place }),
    shapes: [shape],
    points,
    caption: t("reports.map.note"),
  };
}

/** Beside the list the map is a picture: the reports have their links in the list already. */
function withoutLinks(map: RegionMapProps | undefined): RegionMapProps | undefined {
  return map === undefined
    ? undefined
    : { ...map, points: map.points?.map((point) => ({ ...point, href: undefined })) };
}

export async function mapView(kernel: Kernel, lang: Lang): Promise<MapView> {
  const root = kernel.config.rootRegion;
  const counts = await countByRegion(kernel.db.query, { region: root }, districtParts);
  const names = await kernel.regions.fullNames(counts.map((row) => row.region));
  return {
    place: kernel.pages.site.place,
    map: await cityMap(kernel, lang, {}),
    rows: counts.map((row) => ({
      name: names.get(row.region)?.split(",")[0] ?? row.region,
      href: `/laporan?wilayah=${row.region}`,
      count: row.count,
      open: row.open,
    })),
  };
}

export async function officesView(kernel: Kernel, lang: Lang): Promise<OfficesView> {
  const t = kernel.messages.translator(lang);
  const numbers = await officeRows(kernel);
  const format = createFormats(lang, kernel.calendars.zoneOf(kernel.config.rootRegion).iana);
  const duration = (seconds: number | null) => {
    if (seconds === null) return t("reports.offices.no-figure");
    if (seconds >= 86_400) return t("reports.offices.days", { days: format.number(seconds / 86_400, 1) });
    const hours = Math.round(seconds / 3600);
    return hours === 0
      ? t("reports.offices.minutes", { count: Math.ceil(seconds / 60) })
      : t("reports.offices.hours", { count: hours });
  };
  return {
    bars: numbers.map(({ name, row }) => {
      // What is open beyond its time was not done in time either.
      const of = row.fixed + row.late;
      const share = of === 0 ? 0 : row.fixedInTime / of;
      const counts = t("reports.offices.in-time.counts", { inTime: row.fixedInTime, of });
      return {
        label: name,
        value: share,
        text:
          of === 0
            ? t("reports.offices.no-figure")
            : of < fewest
              ? counts
              : t("reports.offices.in-time.percent", { share: format.percent(share), counts }),
        note: row.late === 0 ? undefined : t("reports.offices.in-time.late", { count: row.late }),
      };
    }),
    rows: numbers.map(({ name, row }) => [
      name,
      row.received,
      row.open,
      row.late,
      duration(row.medianAnswerSeconds),
      duration(row.medianFixSeconds),
      row.satisfaction === null
        ? t("reports.offices.no-figure")
        : t("reports.offices.rated", { mean: format.number(row.satisfaction, 1), count: row.ratings }),
      row.reopened,
    ]),
  };
}

export async function officeRows(kernel: Kernel): Promise<{ readonly name: string; readonly row: OfficeNumbers }[]> {
  const now = kernel.clock.now();
  const [numbers, offices] = await Promise.all([
    officeNumbers(kernel.db.query, now, new Date(now.getTime() - numbersDays * dayMs)),
    listOffices(kernel.db.query),
  ]);
  const names = new Map(offices.map((office) => [office.id, office.name]));
  return numbers.map((row) => ({ name: names.get(row.officeId) ?? "", row }));
}

export async function reportView(kernel: Kernel, lang: Lang, report: Report, found: Case): Promise<ReportView> {
  const t = kernel.messages.translator(lang);
  const contents = await kernel.cases.contents(found.id);
  const [view, place, files, offices] = await Promise.all([
    viewCase(kernel, found, contents, "everyone", lang),
    kernel.regions.fullName(found.region),
    kernel.files.ofCase(found.id),
    listOffices(kernel.db.query),
  ]);
  const first = contents.find((content) => content.action === "submit")?.answers;
  const shown = files.filter((file) => file.kind === "photo" && file.visibility !== "private");
  const zone = kernel.calendars.zoneOf(found.region);
  const point = publicPoint(
    report.lat === null || report.lng === null ? null : { lat: report.lat, lng: report.lng },
    report.visibility,
  );
  const outline = point === null ? undefined : await kernel.regions.boundary(kernel.config.rootRegion);
  const landmark = report.landmark === null ? "" : redact(report.landmark);
  const name =
    report.visibility === "public" && typeof first?.name === "string"
      ? redact(first.name)
      : t("reports.page.name-hidden");
  return {
    title: redact(report.title),
    place: [landmark, place ?? ""].filter((text) => text !== "").join(" · "),
    code: formatPublicCode(report.code),
    text: typeof first?.what === "string" ? redact(first.what) : "",
    state: view.state,
    tone: view.tone,
    ending: view.ending,
    clock: view.clock,
    steps: view.steps.map((step) => (typeof step.text === "string" ? { ...step, text: redact(step.text) } : step)),
    late: view.late,
    hasBothPhotos: new Set(shown.map(({ role }) => role === "after")).size === 2,
    photos: shown.map((file) => ({
      src: fileHref(file.id, "thumb"),
      href: fileHref(file.id),
      alt: t(file.role === "after" ? "reports.page.alt-after" : "reports.page.alt-before", {
        title: redact(report.title),
      }),
      width: 480,
      height: Math.round((480 * (file.height ?? 3)) / (file.width ?? 4)),
      title: t(file.role === "after" ? "reports.page.after" : "reports.page.before"),
      caption: dayInWords(t, file.createdAt, zone, kernel.clock.now()),
    })),
    facts: [
      { label: t("reports.page.office"), value: offices.find((office) => office.id === found.officeId)?.name ?? "" },
      { label: t("reports.page.reporter"), value: name },
      { label: t("reports.page.received"), value: momentInWords(t, found.createdAt, zone, kernel.clock.now()) },
      { label: t("reports.page.kind"), value: t(`reports.kind.${report.kind}`) },
    ],
    map:
      point === null || outline === undefined
        ? undefined
        : {
            label: t("reports.page.map", { place: place ?? "" }),
            shapes: [{ code: outline.code, name: kernel.pages.site.place, geometry: outline.geometry }],
            points: [{ ...point, label: redact(report.title), tone: isRunning(report) ? "now" : "place" }],
            caption: report.visibility === "public" ? undefined : t("reports.page.rounded"),
          },
    isOpenToOwner: isOpenToOwner(kernel, found),
    eventsHref: `/laporan/${report.code}/langsung`,
  };
}

function isOpenToOwner(kernel: Kernel, found: Case): boolean {
  const { final, may } = stateOf(kernel.cases.definitionOf(found), found.state);
  if (final !== true) return true;
  const now = kernel.clock.now();
  const context = kernel.calendars.contextOf(found.region);
  return Object.values(may).some(
    ({ openFor }) => openFor === undefined || now <= addWorkingTime(found.stateSince, openFor, context).due,
  );
}
