import type { Lang, Translate } from "../i18n.ts";
import { themeColor } from "../page.tsx";
import type { Site } from "../site.ts";

/** Source of the service worker in the build's manifest. It must be served as /service-worker.js, so that its scope is the whole site. */
export const serviceWorkerSource = "kernel/ui/browser/service-worker.ts";

/** Address of the offline page that the service worker keeps. */
export const offlinePath = "/luring";

export interface WebManifest {
  readonly id: string;
  readonly name: string;
  readonly short_name: string;
  readonly lang: Lang;
  readonly start_url: string;
  readonly scope: string;
  readonly display: "standalone";
  readonly background_color: string;
  readonly theme_color: string;
  readonly icons: readonly {
    readonly src: string;
    readonly sizes: string;
    readonly type: string;
    readonly purpose?: string;
  }[];
}

/** The web app manifest (W3C): what the phone needs to put Balai on its home screen. Served as /manifest.webmanifest. */
export function webManifest(site: Site, lang: Lang, t: Translate): WebManifest {
  return {
    id: "/",
    name: t("ui.app.name", { place: site.place }),
    short_name: t("ui.brand"),
    lang,
    start_url: "/",
    scope: "/",
    display: "standalone",
    background_color: themeColor,
    theme_color: themeColor,
    icons: [
      { src: "/icon-192.png", sizes: "192x192", type: "image/png" },
      { src: "/icon-512.png", sizes: "512x512", type: "image/png" },
      { src: "/icon-maskable-512.png", sizes: "512x512", type: "image/png", purpose: "maskable" },
    ],
  };
}
