import { Button, Empty, Inbox, MoreLink, Note, Select, useT } from "../../../kernel/ui/index.ts";
import {
  addressOf,
  closedChoice,
  fieldsOf,
  filterCount,
  type InboxFilter,
  isNarrowed,
} from "../domain/inbox-filter.ts";
import { paths } from "../frame.ts";
import type { Choices, InboxView } from "../inbox.ts";
import { NextPage } from "./next-page.tsx";

/** Search and filters: a plain form that asks for the same page again. On a phone the lists are folded; wide screens always show them. */
export function InboxTools(props: {
  readonly filter: InboxFilter;
  readonly choices: Choices;
  /** Address of the file with these rows; absent for whoever may not take rows out. */
  readonly exportHref: string | undefined;
}) {
  const { filter, choices, exportHref } = props;
  const t = useT();
  const used = filterCount(filter);
  const shown = ["q", "layanan", "wilayah", "keadaan"];
  const rest = fieldsOf(filter).filter(([name]) => !shown.includes(name));
  return (
    <search>
      <form action={paths.inbox}>
        {rest.map(([name, value]) => (
          <input key={name} type="hidden" name={name} value={value} />
        ))}
        <input
          type="search"
          name="q"
          value={filter.q}
          aria-label={t("console.filter.search")}
          placeholder={t("console.filter.search.example")}
          autocomplete="off"
          maxLength={100}
        />
        <details>
          <summary>{used === 0 ? t("console.filter.lists") : t("console.filter.used", { count: used })}</summary>
          {choices.services.length > 1 && (
            <Select
              name="layanan"
              label={t("console.filter.service")}
              optional
              prompt={t("console.filter.every-service")}
              value={filter.service}
              options={choices.services}
            />
          )}
          <Select
            name="wilayah"
            label={t("console.filter.region")}
            optional
            prompt={t(choices.everyRegion)}
            value={filter.region}
            options={choices.regions}
          />
          <Select
            name="keadaan"
            label={t("console.filter.state")}
            optional
            prompt={t("console.filter.open")}
            value={filter.state ?? (filter.closed ? closedChoice : undefined)}
            options={[{ value: closedChoice, label: t("console.filter.closed") }, ...choices.states]}
          />
        </details>
        <Button tone="line">{t("console.filter.apply")}</Button>
        {isNarrowed(filter) && <MoreLink href={viewOf(filter)}>{t("console.filter.clear")}</MoreLink>}
        {exportHref !== undefined && (
          <MoreLink href={exportHref} icon="download" download>
            {t("console.export.link")}
          </MoreLink>
        )}
      </form>
    </search>
  );
}

/** The same view without what narrows it. */
function viewOf({ mine, turn, late }: InboxFilter): string {
  return addressOf(paths.inbox, { mine, turn, late, closed: false });
}

/** The list by urgency, with the way to older rows. */
export function InboxList(props: {
  readonly view: InboxView;
  readonly filter: InboxFilter;
  /** A further page was asked for. */
  readonly isLater: boolean;
  /** Said once, above the list. */
  readonly notice?: string;
}) {
  const { view, filter, isLater, notice } = props;
  const t = useT();
  const isLateOnly = filter.late && !filter.mine && !filter.turn && !isNarrowed(filter);
  const isFiltered = isNarrowed(filter) || filter.mine || filter.turn || filter.late;
  return (
    <>
      {notice !== undefined && (
        <div class="flow">
          <Note tone="ok" live>
            {notice}
          </Note>
        </div>
      )}
      <Inbox
        caption={t("console.list.caption", { count: view.total })}
        heads={{
          due: t(filter.closed ? "console.head.closed" : "console.head.due"),
          subject: t("console.head.subject"),
          state: t("console.head.state"),
          officer: t("console.head.officer"),
        }}
        groups={view.groups}
        empty={
          <Empty
            icon={isFiltered && !isLateOnly ? "search" : "check"}
            title={t(isLateOnly ? "console.oversee.empty" : isFiltered ? "console.empty.filtered" : "console.empty")}
            text={t(
              isLateOnly
                ? "console.empty.late.text"
                : isFiltered
                  ? "console.empty.filtered.text"
                  : "console.empty.text",
            )}
            action={isFiltered && <MoreLink href={paths.inbox}>{t("console.empty.all")}</MoreLink>}
          />
        }
      />
      {(isLater || view.next !== undefined) && (
        <div class="flow">
          <NextPage path={addressOf(paths.inbox, filter)} name="sesudah" next={view.next} isLater={isLater} />
        </div>
      )}
    </>
  );
}
