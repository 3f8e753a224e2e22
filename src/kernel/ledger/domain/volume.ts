/**
 * A book that was closed goes on in a volume of its own: "reports", then "reports-2", "reports-3". Each is a log with its own origin; entries name
 * the first, whichever volume they come to stand in.
 */
const later = /^(.+)-([2-9]|[1-9]\d+)$/;

/** Kind of the entry that is the last of a book. */
export const closingKind = "book.closed";

/** The name that all volumes of a book share. */
export function seriesOf(book: string): string {
  return later.exec(book)?.[1] ?? book;
}

/** 1 for the first. */
export function volumeNumber(book: string): number {
  return Number(later.exec(book)?.[2] ?? 1);
}

export function volumeName(series: string, volume: number): string {
  return volume === 1 ? series : `${series}-${volume}`;
}
