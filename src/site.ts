import type { Config } from "./kernel/config/index.ts";
import type { Site } from "./kernel/ui/index.ts";

/** What is the same on every page of this installation. `placeOf`: how the place is called, asked for each page, because regions are loaded after it is made. */
export function siteOf(config: Config, placeOf: () => string): Site {
  return {
    get place() {
      return placeOf();
    },
    url: config.url,
    menu: [
      { href: "/", icon: "home", label: "site.menu.home" },
      { href: "/kasus", icon: "case", label: "site.menu.cases" },
      { href: "/laporan", icon: "map", label: "site.menu.reports" },
      { href: "/saya", icon: "eye", label: "site.menu.me" },
    ],
    help: [
      { href: "tel:112", icon: "phone", title: "site.help.emergency.title", text: "site.help.emergency.text" },
      { href: "/layanan", icon: "list", title: "site.help.services.title", text: "site.help.services.text" },
      { href: "/lacak", icon: "search", title: "site.help.track.title", text: "site.help.track.text" },
    ],
    languages: ["id", "en"],
    levyHref: "/layanan/reports.report",
    dataHref: "/api",
    acting: { stopHref: "/saya/kuasa/berhenti", whoHref: "/saya/kuasa" },
    demo: config.env === "demo" ? { accountsHref: "/masuk", messagesHref: "/demo/pesan" } : undefined,
  };
}

export const siteMessages = {
  id: {
    "site.menu.home": "Beranda",
    "site.menu.cases": "Kasus saya",
    "site.menu.reports": "Laporan",
    "site.menu.me": "Data saya",
    "site.help.emergency.title": "112",
    "site.help.emergency.text": "Darurat, 24 jam, gratis",
    "site.help.services.title": "Semua layanan",
    "site.help.services.text": "Biaya dan waktu resmi",
    "site.help.track.title": "Lacak dengan kode",
    "site.help.track.text": "Tanpa akun, pakai kode dan PIN",
  },
  en: {
    "site.menu.home": "Home",
    "site.menu.cases": "My cases",
    "site.menu.reports": "Reports",
    "site.menu.me": "My data",
    "site.help.emergency.title": "112",
    "site.help.emergency.text": "Emergency, 24 hours, free",
    "site.help.services.title": "All services",
    "site.help.services.text": "Official fees and times",
    "site.help.track.title": "Track with a code",
    "site.help.track.text": "No account, only code and PIN",
  },
} as const;
