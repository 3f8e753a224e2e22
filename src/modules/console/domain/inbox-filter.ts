/** What an officer asked the list to show. Codes only, but for `q`, which is what they typed. */
export interface InboxFilter {
  readonly q?: string;
  readonly service?: string;
  readonly state?: string;
  readonly region?: string;
  readonly officeId?: string;
  readonly mine: boolean;
  readonly turn: boolean;
  readonly late: boolean;
  readonly closed: boolean;
}

/** The names in the address, as they stand there. */
export interface InboxQuery {
  readonly q?: string;
  readonly layanan?: string;
  readonly keadaan?: string;
  readonly wilayah?: string;
  readonly kantor?: string;
  readonly milik?: string;
  readonly giliran?: string;
  readonly terlambat?: string;
  readonly sesudah?: string;
}

/** What an officer may choose from: anything else in an address is left out, so that a mangled one shows the whole list. */
export interface Known {
  readonly services: ReadonlySet<string>;
  /** By name; whether a case there is closed. */
  readonly states: ReadonlyMap<string, { readonly final: boolean }>;
  readonly offices: ReadonlySet<string>;
  readonly isRegion: (code: string) => boolean;
}

/** Chosen as a state: every closed case. */
export const closedChoice = "selesai";
const longestSearch = 100;

export function readFilter(query: InboxQuery, known: Known): InboxFilter {
  const q = query.q?.trim().slice(0, longestSearch) ?? "";
  const state = query.keadaan === undefined ? undefined : known.states.get(query.keadaan);
  return {
    q: q === "" ? undefined : q,
    service: query.layanan !== undefined && known.services.has(query.layanan) ? query.layanan : undefined,
    state: state === undefined ? undefined : query.keadaan,
    region: query.wilayah !== undefined && known.isRegion(query.wilayah) ? query.wilayah : undefined,
    officeId: query.kantor !== undefined && known.offices.has(query.kantor) ? query.kantor : undefined,
    mine: query.milik === "saya",
    turn: query.giliran === "saya",
    late: query.terlambat === "ya",
    closed: query.keadaan === closedChoice || state?.final === true,
  };
}

/** The address of a list, of a case beside that list, or of its file. */
export function addressOf(path: string, filter: InboxFilter, after?: string): string {
  const params = new URLSearchParams();
  for (const [name, value] of fieldsOf(filter)) params.set(name, value);
  if (after !== undefined) params.set("sesudah", after);
  const text = params.toString();
  return text === "" ? path : `${path}?${text}`;
}

/** A case beside its list; with `part`, one of its actions. */
export function caseHref(code: string, filter: InboxFilter, part?: string): string {
  return addressOf(part === undefined ? `/konsol/kasus/${code}` : `/konsol/kasus/${code}/${part}`, filter);
}

/** The filter as fields of a form or an address. */
export function fieldsOf(filter: InboxFilter): readonly (readonly [name: string, value: string])[] {
  const state = filter.state ?? (filter.closed ? closedChoice : undefined);
  const fields: readonly (readonly [string, string | undefined])[] = [
    ["q", filter.q],
    ["layanan", filter.service],
    ["keadaan", state],
    ["wilayah", filter.region],
    ["kantor", filter.officeId],
    ["milik", filter.mine ? "saya" : undefined],
    ["giliran", filter.turn ? "saya" : undefined],
    ["terlambat", filter.late ? "ya" : undefined],
  ];
  return fields.flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const]));
}

export const noFilter: InboxFilter = { mine: false, turn: false, late: false, closed: false };

/** How many lists of the filter narrow the view: what a folded filter must still say. */
export function filterCount({ service, state, region, closed }: InboxFilter): number {
  return [service, region, state ?? (closed ? closedChoice : undefined)].filter((value) => value !== undefined).length;
}

/** Whether anything beyond the view (mine, needs handling, late) narrows the list. */
export function isNarrowed(filter: InboxFilter): boolean {
  const { q, service, state, region, officeId, closed } = filter;
  return closed || [q, service, state, region, officeId].some((value) => value !== undefined);
}
