export interface Tab {
  readonly href: string;
  readonly label: string;
  readonly current?: boolean;
}

/** Links to parts of a page or to views of a list; each works without scripts. */
export function Tabs({ label, tabs }: { readonly label: string; readonly tabs: readonly Tab[] }) {
  return (
    <nav class="tabs" aria-label={label}>
      {tabs.map((tab) => (
        <a key={tab.href} href={tab.href} aria-current={tab.current === true ? "page" : undefined}>
          {tab.label}
        </a>
      ))}
    </nav>
  );
}
