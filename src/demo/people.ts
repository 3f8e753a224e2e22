import type { OfficerRole } from "../kernel/access/index.ts";
import type { DemoAccount } from "../kernel/accounts/index.ts";

/** Offices of the demo: the tree of a real city's government, with invented people in it. */
export const demoOffices = [
  { code: "surabaya", parent: null, name: "Pemerintah Kota Surabaya", region: "35.78" },
  { code: "dsdabm", parent: "surabaya", name: "Dinas Sumber Daya Air dan Bina Marga", region: "35.78" },
  { code: "dlh", parent: "surabaya", name: "Dinas Lingkungan Hidup", region: "35.78" },
  { code: "dishub", parent: "surabaya", name: "Dinas Perhubungan", region: "35.78" },
  { code: "satpolpp", parent: "surabaya", name: "Satuan Polisi Pamong Praja", region: "35.78" },
  { code: "kec-tegalsari", parent: "surabaya", name: "Kecamatan Tegalsari", region: "35.78.05" },
  { code: "kel-keputran", parent: "kec-tegalsari", name: "Kelurahan Keputran", region: "35.78.05.1004" },
] as const;

/** One password for all invented officers: shown on the sign-in page of the demo, refused by production. */
export const demoPassword = "rumah-bersama-45";

interface DemoOfficer {
  readonly account: DemoAccount & { readonly kind: "officer" };
  readonly role: OfficerRole;
  readonly office: (typeof demoOffices)[number]["code"];
}

function officer(key: string, name: string, role: OfficerRole, office: DemoOfficer["office"]): DemoOfficer {
  return {
    account: {
      key,
      kind: "officer",
      username: key,
      password: demoPassword,
      name,
      contact: { kind: "email", value: `${key}@balai.example` },
      lang: "id",
      demo: true,
    },
    role,
    office,
  };
}

export const demoOfficers: readonly DemoOfficer[] = [
  officer("rahma", "Rahma Wulandari", "dispatcher", "surabaya"),
  officer("budi", "Budi Hartono", "agency-officer", "dsdabm"),
  officer("sri", "Sri Handayani", "agency-officer", "dsdabm"),
  officer("dewi", "Dewi Lestari", "verifier", "surabaya"),
  officer("hendra", "Hendra Gunawan", "head-of-office", "dsdabm"),
  officer("joko", "Joko Prasetyo", "agency-officer", "dishub"),
  officer("agus", "Agus Setiawan", "agency-officer", "dlh"),
  officer("yanti", "Yanti Kusuma", "agency-officer", "satpolpp"),
  officer("tuti", "Tuti Rahayu", "front-desk", "kel-keputran"),
  officer("lurah", "Bambang Sutrisno", "head-of-office", "kel-keputran"),
  officer("arif", "Arif Rahman", "head-of-office", "surabaya"),
  officer("nina", "Nina Marlina", "auditor", "surabaya"),
  officer("operator", "Rizal Operator", "operator", "surabaya"),
];

export const demoResidents: readonly (DemoAccount & { readonly kind: "resident" })[] = [
  { key: "sumiati", kind: "resident", phone: "081200000001", name: "Sumiati", lang: "id", demo: true },
  { key: "slamet", kind: "resident", phone: "081200000002", name: "Slamet Riyadi", lang: "id", demo: true },
  { key: "maya", kind: "resident", phone: "081200000003", name: "Maya Anggraini", lang: "id", demo: true },
];

/** What the sign-in pages show of the invented people. */
export const demoSignIn = {
  password: demoPassword,
  residents: demoResidents.map(({ key, name, phone }) => ({ key, name: name ?? key, phone })),
  officers: demoOfficers.map(({ account, role, office }) => ({
    key: account.key,
    name: account.name,
    role,
    office: demoOffices.find(({ code }) => code === office)?.name ?? "",
  })),
};

/** Which office handles what in the demo. Public order at Keputran is the village's own; "other" has no rule and waits for the dispatcher. */
export const demoRules = [
  { category: "road-damage", region: "35.78", office: "dsdabm" },
  { category: "flood-drain", region: "35.78", office: "dsdabm" },
  { category: "street-light", region: "35.78", office: "dishub" },
  { category: "traffic", region: "35.78", office: "dishub" },
  { category: "waste", region: "35.78", office: "dlh" },
  { category: "tree", region: "35.78", office: "dlh" },
  { category: "public-order", region: "35.78", office: "satpolpp" },
] as const;
