/** Addresses of these pages. */
export const paths = {
  officers: "/konsol/kelola",
  newOfficer: "/konsol/kelola/petugas",
  officer: (username: string) => `/konsol/kelola/petugas/${encodeURIComponent(username)}`,
  offices: "/konsol/kelola/kantor",
  office: (code: string) => `/konsol/kelola/kantor/${encodeURIComponent(code)}`,
  rules: "/konsol/kelola/aturan",
  endRule: "/konsol/kelola/aturan/akhiri",
} as const;
