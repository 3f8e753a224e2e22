import { Facts, Note, Numbers, Section, Table, useT } from "../../../kernel/ui/index.ts";
import type { OperateView } from "../operate.ts";

/** How the installation does: queues, jobs, deliveries, definitions, storage. */
export function Operate({ view }: { readonly view: OperateView }) {
  const t = useT();
  return (
    <div class="flow">
      <Numbers figures={view.figures} />
      {view.notes.length === 0 ? (
        <Note tone="ok">{t("console.operate.well")}</Note>
      ) : (
        view.notes.map((note) => (
          <Note key={note} tone="warn">
            {note}
          </Note>
        ))
      )}
      <Section title={t("console.operate.definitions")}>
        <Table
          stack
          caption={t("console.operate.definitions")}
          quietCaption
          columns={[
            { label: t("console.fact.service") },
            { label: t("console.operate.definition") },
            { label: t("console.operate.from") },
            { label: t("console.operate.hash"), wide: true },
            { label: t("console.operate.unverified") },
          ]}
          rows={view.definitions}
        />
      </Section>
      <Section title={t("console.operate.jobs")}>
        <Table
          stack
          caption={t("console.operate.jobs")}
          quietCaption
          columns={[
            { label: t("console.operate.job") },
            { label: t("console.operate.rhythm") },
            { label: t("console.operate.last-run") },
            { label: t("console.operate.outcome") },
          ]}
          rows={view.jobs}
        />
        <p class="meta">{t("console.operate.jobs.hint")}</p>
      </Section>
      <Section title={t("console.operate.retention")}>
        <Table
          stack
          caption={t("console.operate.retention")}
          quietCaption
          columns={[
            { label: t("console.operate.retention.what") },
            { label: t("console.operate.retention.kept") },
            { label: t("console.operate.retention.last"), numeric: true },
            { label: t("console.operate.last-run") },
            { label: t("console.operate.retention.all"), numeric: true },
            { label: t("console.operate.retention.source"), wide: true },
          ]}
          rows={view.retention}
        />
        <p class="meta">{t("console.operate.retention.hint")}</p>
      </Section>
      <Section title={t("console.operate.failures")}>
        {view.failed.length === 0 ? (
          <p>{t("console.operate.failures.none")}</p>
        ) : (
          <Table
            stack
            caption={t("console.operate.failures")}
            quietCaption
            columns={[
              { label: t("console.operate.channel") },
              { label: t("console.operate.reason") },
              { label: t("console.operate.count"), numeric: true },
            ]}
            rows={view.failed}
          />
        )}
      </Section>
      <Section title={t("console.operate.installation")}>
        <Facts facts={view.facts} />
      </Section>
    </div>
  );
}
