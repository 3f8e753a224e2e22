/**
 * Every symbol, drawn on a 24 × 24 grid with a 1.75 stroke. A page inlines only those it uses.
 */
export const symbols = {
  mark: `<g stroke="none" fill="currentColor"><path class="atap" d="M12 .8 15.6 6.4 23.6 9.6V11.6H.4V9.6L8.4 6.4Z"/><path d="M3 13.4h2.2V20H3zM8.3 13.4h2.2V20H8.3zM13.5 13.4h2.2V20h-2.2zM18.8 13.4H21V20h-2.2zM.9 21.2h22.2v2H.9z"/></g>`,
  home: `<path d="m3 11 9-8 9 8M5.5 9v12h13V9M10 21v-6h4v6"/>`,
  search: `<circle cx="10.5" cy="10.5" r="6.5"/><path d="m15.5 15.5 5.5 5.5"/>`,
  next: `<path d="m9 5 7 7-7 7"/>`,
  back: `<path d="M20 12H4m7-7-7 7 7 7"/>`,
  check: `<path d="m4 12.5 5.5 5.5L20 7"/>`,
  clock: `<circle cx="12" cy="12" r="9"/><path d="M12 7v5.5l3.5 2"/>`,
  warn: `<path d="M12 3.5 22 20.5H2ZM12 10v5m0 2.7v.1"/>`,
  late: `<path d="M8 2.5h8L21.5 8v8L16 21.5H8L2.5 16V8ZM12 7.5v5.5m0 3v.1"/>`,
  info: `<circle cx="12" cy="12" r="9"/><path d="M12 11v6m0-9.6v.1"/>`,
  close: `<path d="m6 6 12 12M18 6 6 18"/>`,
  case: `<path d="M5 3h14v18l-3.5-2-3.5 2-3.5-2L5 21ZM9 8h6m-6 4h6"/>`,
  eye: `<path d="M2 12c2.5-4.3 6-6.5 10-6.5s7.5 2.2 10 6.5c-2.5 4.3-6 6.5-10 6.5S4.5 16.3 2 12Z"/><circle cx="12" cy="12" r="3"/>`,
  help: `<circle cx="12" cy="12" r="9"/><path d="M9.5 9.5a2.5 2.5 0 1 1 3.6 2.2c-.8.4-1.1.9-1.1 1.8m0 3v.1"/>`,
  map: `<path d="m3 6 6-2.5 6 2.5 6-2.5V18l-6 2.5L9 18l-6 2.5ZM9 3.5V18m6-12v14.5"/>`,
  pin: `<path d="M12 21.5c4.7-5 7-8.7 7-11.8a7 7 0 0 0-14 0c0 3.1 2.3 6.8 7 11.8Z"/><circle cx="12" cy="9.7" r="2.5"/>`,
  road: `<path d="M8 3 3.5 21M16 3l4.5 18M12 4v3m0 3.5v3m0 3.5v4"/>`,
  trash: `<path d="M4 6.5h16M9 6.5V3.5h6v3M6 6.5 7 21h10l1-14.5M10 11v6m4-6v6"/>`,
  lamp: `<path d="M6 21V6a3 3 0 0 1 3-3h5v3M10.5 6h7l2 4h-11ZM14 13v2.5m-3.5-3-1 2m8-2 1 2M3.5 21H9"/>`,
  flood: `<path d="m4 9 8-6 8 6v3M6 8v4M2 16c1.7-1.3 3.3-1.3 5 0s3.3 1.3 5 0 3.3-1.3 5 0 3.3 1.3 5 0M2 20.5c1.7-1.3 3.3-1.3 5 0s3.3 1.3 5 0 3.3-1.3 5 0 3.3 1.3 5 0"/>`,
  tree: `<path d="M12 21.5V12m0 5.5 3.5-3M12 2.5a5 5 0 0 1 5 5c2 .6 3 2 3 3.8 0 2.4-1.8 4.2-4.2 4.2H8.2C5.8 15.5 4 13.7 4 11.3c0-1.8 1-3.2 3-3.8a5 5 0 0 1 5-5Z"/>`,
  money: `<path d="M2.5 6h19v12h-19Z"/><circle cx="12" cy="12" r="3"/><path d="M6 9.5v5m12-5v5"/>`,
  other: `<path d="M4 4.5h16v12h-8.5L7 20.5v-4H4ZM8.5 10.5v.1m3.5-.1v.1m3.5-.1v.1"/>`,
  idCard: `<path d="M2.5 5h19v14h-19Z"/><circle cx="8" cy="10.5" r="2"/><path d="M5 16c.6-1.7 1.6-2.5 3-2.5s2.4.8 3 2.5m3-6h4.5M14 13.5h4.5"/>`,
  family: `<circle cx="8" cy="7" r="3"/><circle cx="17" cy="8.5" r="2.3"/><path d="M2.5 20c.4-4.5 2.3-7 5.5-7s5.1 2.5 5.5 7m1.3-6.3c.6-.3 1.4-.4 2.2-.4 2.6 0 4.1 2 4.5 5.7"/>`,
  baby: `<circle cx="12" cy="12.5" r="8.5"/><path d="M12 4c-1.5-1 .5-2.5 2-1.5M9 11.5v.1m6-.1v.1M9 15.5c1.8 1.8 4.2 1.8 6 0"/>`,
  move: `<path d="M2.5 5.5h11.5V17H2.5ZM14 9.5h4l3.5 4V17H14"/><circle cx="7" cy="18" r="2"/><circle cx="17" cy="18" r="2"/>`,
  car: `<path d="m4 12 2-6h12l2 6M3 12h18v6H3ZM6 18v2.5M18 18v2.5M6.5 15v.1m11-.1v.1"/>`,
  health: `<path d="M9 3.5h6V9h5.5v6H15v5.5H9V15H3.5V9H9Z"/>`,
  aid: `<path d="M12 11c-3-2.3-4.5-4-4.5-5.6 0-2.7 3.3-3.2 4.5-.9 1.2-2.3 4.5-1.8 4.5.9 0 1.6-1.5 3.3-4.5 5.6ZM2.5 14h4l4 1.5h3a1.5 1.5 0 0 1 0 3H10m4.5-1 4.5-2.5c1.5-.8 3 1 1.5 2.2L15 21H7l-4.5-2"/>`,
  camera: `<path d="M3 7h4l2-3h6l2 3h4v13H3Z"/><circle cx="12" cy="13" r="3.7"/>`,
  phone: `<path d="M6 2.5h3l1.5 5L8 9.5c1.2 2.8 3.2 4.9 6.2 6.3l2.3-2.3 5 1.5v3.5c0 1.7-1.3 3-3 3C10.5 20.5 3.5 13.5 3 6c0-2 1.3-3.5 3-3.5Z"/>`,
  chat: `<path d="M3 4h18v13h-9l-5 4v-4H3Z"/>`,
  office: `<path d="M2.5 9 12 3l9.5 6v2h-19ZM5 11v7m4.7-7v7m4.6-7v7M19 11v7M2.5 21h19"/>`,
  sound: `<path d="M3 9.5h4l5-4.5v14l-5-4.5H3ZM15.5 9c1.8 1.8 1.8 4.2 0 6m2.7-8.7c3.3 3.3 3.3 8.1 0 11.4"/>`,
  star: `<path d="m12 2.8 2.8 6 6.5.8-4.8 4.5 1.3 6.5L12 17.3l-5.8 3.3 1.3-6.5L2.7 9.6l6.5-.8Z"/>`,
  share: `<circle cx="18" cy="5" r="2.5"/><circle cx="6" cy="12" r="2.5"/><circle cx="18" cy="19" r="2.5"/><path d="m8.2 10.7 7.6-4.4m-7.6 7 7.6 4.4"/>`,
  print: `<path d="M7 8V3h10v5M7 17H3V8h18v9h-4M7 14h10v7H7Z"/>`,
  bell: `<path d="M6 10a6 6 0 0 1 12 0c0 5 2 7 2 7H4s2-2 2-7Zm4 10.5c1 1 3 1 4 0"/>`,
  lock: `<path d="M5 11h14v10H5ZM8 11V8a4 4 0 0 1 8 0v3"/>`,
  user: `<circle cx="12" cy="8" r="4"/><path d="M4 21c.7-5 3.3-7.5 8-7.5s7.3 2.5 8 7.5"/>`,
  download: `<path d="M12 3v12m-5-5 5 5 5-5M4 20.5h16"/>`,
  chart: `<path d="M4 20.5h16M6 17v-5m6 5V5m6 12V9"/>`,
  plus: `<path d="M12 4v16M4 12h16"/>`,
  minus: `<path d="M4 12h16"/>`,
  list: `<path d="M8 6h13M8 12h13M8 18h13M3.5 6v.1m0 5.9v.1m0 5.9v.1"/>`,
  face1: `<circle cx="12" cy="12" r="9.5"/><path d="M7 9.5 10 11m7-1.5L14 11M8 17.2c2.3-2.7 5.7-2.7 8 0"/>`,
  face2: `<circle cx="12" cy="12" r="9.5"/><path d="M8.5 9.5v.2m7-.2v.2M8.5 16.5c2-1.5 5-1.5 7 0"/>`,
  face3: `<circle cx="12" cy="12" r="9.5"/><path d="M8.5 9.5v.2m7-.2v.2M8.5 15.5h7"/>`,
  face4: `<circle cx="12" cy="12" r="9.5"/><path d="M8.5 9.5v.2m7-.2v.2M8 14.5c2.3 2.3 5.7 2.3 8 0"/>`,
  face5: `<circle cx="12" cy="12" r="9.5"/><path d="M7.3 10c.7-1.2 1.9-1.2 2.6 0m4.2 0c.7-1.2 1.9-1.2 2.6 0M7 13.5c1 5.5 9 5.5 10 0Z"/>`,
  menu: `<path d="M4 7h16M4 12h16M4 17h16"/>`,
  copy: `<path d="M8 8h12v13H8ZM16 8V3H4v13h4"/>`,
  edit: `<path d="M4 20.5 5 16 16.5 4.5l3.5 3.5L8.5 19.5ZM14 7l3.5 3.5"/>`,
  send: `<path d="M3 4.5 21.5 12 3 19.5 5.5 12ZM5.5 12h8"/>`,
  offline: `<path d="M3 3l18 18M8.5 12.8A6 6 0 0 1 11 11.9M5 9.3a11 11 0 0 1 3.4-2M12 6.5c3 0 5.7 1.1 7.7 3M15.5 12.8l.5.4M12 18v.1"/>`,
  external: `<path d="M10 5H4v15h15v-6M13 4h7v7M20 4l-9.5 9.5"/>`,
  flag: `<path d="M5 21.5V3.5h13l-2.5 4.5 2.5 4.5H5"/>`,
  mail: `<path d="M2.5 5h19v14h-19ZM3 6l9 7 9-7"/>`,
  key: `<circle cx="8" cy="15.5" r="4.5"/><path d="M11.5 12.5 20.5 3.5M16 8l3 3"/>`,
} as const satisfies Readonly<Record<string, string>>;

export type IconName = keyof typeof symbols;

/** The hidden drawing a page carries, with the named symbols in a steady order. */
export function sprite(names: ReadonlySet<IconName>): string {
  const used = iconNames.filter((name) => names.has(name));
  if (used.length === 0) return "";
  const drawn = used.map((name) => `<symbol id="i-${name}" viewBox="0 0 24 24">${symbols[name]}</symbol>`);
  return `<svg class="sprite" width="0" height="0" aria-hidden="true">${drawn.join("")}</svg>`;
}

export const iconNames: readonly IconName[] = Object.keys(symbols).filter(isIconName);

/** Whether a name from data (a service definition) is one of the symbols. */
export function isIconName(name: string): name is IconName {
  return Object.hasOwn(symbols, name);
}
