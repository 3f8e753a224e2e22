/** "470/007/KEL-KEPUTRAN/2026": filing code, running number, office, year, as offices write them. */
export function documentNumber(given: {
  readonly filing: string;
  readonly running: number;
  readonly office: string;
  readonly year: number;
}): string {
  return [given.filing, String(given.running).padStart(3, "0"), given.office.toUpperCase(), given.year].join("/");
}
