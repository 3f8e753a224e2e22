/** The three zones of Indonesia; their names are those that people use. */
export const zones = [
  { zone: "Asia/Jakarta", name: "WIB" },
  { zone: "Asia/Makassar", name: "WITA" },
  { zone: "Asia/Jayapura", name: "WIT" },
] as const;
