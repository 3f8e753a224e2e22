import { Button, Empty, Note, Select, Table, useT } from "../../../kernel/ui/index.ts";
import type { AuditView } from "../audit.ts";
import { paths } from "../frame.ts";
import { NextPage } from "./next-page.tsx";

/** One office or all of them. */
export function AuditTools({ view }: { readonly view: AuditView }) {
  const t = useT();
  return (
    <search>
      <form action={paths.audit}>
        <Select
          name="kantor"
          label={t("console.audit.office")}
          optional
          prompt={t("console.audit.every-office")}
          value={view.office}
          options={view.offices}
        />
        <Button tone="line">{t("console.filter.apply")}</Button>
      </form>
    </search>
  );
}

/** Who read personal data, for whom it is a duty to look. Never whose data, and never the data. */
export function Audit({ view, isLater }: { readonly view: AuditView; readonly isLater: boolean }) {
  const t = useT();
  const path = view.office === undefined ? paths.audit : `${paths.audit}?kantor=${view.office}`;
  return (
    <div class="flow">
      <Note icon="lock">{t("console.audit.lead")}</Note>
      {view.lines.length === 0 ? (
        <Empty icon="lock" title={t("console.audit.empty")} text={t("console.audit.empty.text")} />
      ) : (
        <Table
          stack
          caption={t("console.audit.caption")}
          quietCaption
          columns={[
            { label: t("console.audit.when") },
            { label: t("console.audit.who") },
            { label: t("console.audit.what") },
            { label: t("console.audit.why"), wide: true },
            { label: t("console.audit.case") },
          ]}
          rows={view.lines.map((line) => [
            line.when,
            <>
              {line.who}
              <div class="meta">{[line.role, line.office].filter((text) => text !== "").join(" · ")}</div>
            </>,
            line.what,
            line.why,
            line.caseHref === undefined ? (
              ""
            ) : (
              <a href={line.caseHref} data-row>
                {line.caseCode}
              </a>
            ),
          ])}
        />
      )}
      <NextPage path={path} name="sebelum" next={view.next} isLater={isLater} />
    </div>
  );
}
