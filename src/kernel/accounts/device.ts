/** Where a request comes from. */
export interface Device {
  /** What limits are keyed on beside the target: the id of the browser's session, or of its device cookie. */
  readonly key: string;
  readonly userAgent: string;
  /** The long-lived secret that the browser keeps, by which it is known where somebody got in before; null: it keeps none. */
  readonly browser: string | null;
}

const systems: readonly (readonly [RegExp, string])[] = [
  [/Android/, "Android"],
  [/iPhone|iPad/, "iPhone/iPad"],
  [/CrOS/, "ChromeOS"],
  [/Windows/, "Windows"],
  [/Mac OS X/, "macOS"],
  [/Linux/, "Linux"],
];
const browsers: readonly (readonly [RegExp, string])[] = [
  [/OPR\/|Opera/, "Opera"],
  [/Edg/, "Edge"],
  [/SamsungBrowser/, "Samsung Internet"],
  [/UCBrowser/, "UC Browser"],
  [/Firefox|FxiOS/, "Firefox"],
  [/Chrome|CriOS/, "Chrome"],
  [/Safari/, "Safari"],
];

/** Enough for a person to know their own device in the list of sessions, and no more: "Android, Chrome". Empty when unknown. */
export function describeDevice(userAgent: string): string {
  const first = (known: typeof systems): string => known.find(([pattern]) => pattern.test(userAgent))?.[1] ?? "";
  return [first(systems), first(browsers)].filter((word) => word !== "").join(", ");
}
