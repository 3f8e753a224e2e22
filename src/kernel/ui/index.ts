export { type Assets, createAssets } from "./assets.ts";
export * from "./components/index.ts";
export { useScript, useT, useUi } from "./context.ts";
export { createFormats, type Formats, type LeafDate } from "./formats.ts";
export {
  type Catalogue,
  createMessages,
  type Lang,
  languageNames,
  languages,
  localeOf,
  type Messages,
  type Params,
  pickLanguage,
  type Translate,
} from "./i18n.ts";
export { type IconName, isIconName } from "./icons.ts";
export { uiMessages } from "./messages/index.ts";
export { type PageOptions, renderPage } from "./page.tsx";
export { offlinePath, serviceWorkerSource, webManifest } from "./pwa/manifest.ts";
export type { HelpLine, MenuItem, Site } from "./site.ts";
export { renderStandalone } from "./standalone.tsx";
