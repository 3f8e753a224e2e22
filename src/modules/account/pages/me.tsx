import {
  type ActingWords,
  BackLink,
  Columns,
  Empty,
  Facts,
  Layout,
  LinkButton,
  MoreLink,
  Note,
  Pagination,
  Rows,
  Section,
  Stack,
  Toast,
  useT,
} from "../../../kernel/ui/index.ts";
import { groupPhone } from "../domain/phone-text.ts";
import type { LogDay, LogPage, Looks } from "../http/access-log.ts";
import type { OwnData } from "../http/resident.ts";

/** The menu line all these pages belong to. */
export const menuHref = "/saya";

export interface MeProps {
  readonly own: OwnData;
  readonly log: LogPage;
  readonly looks: Looks;
  readonly unread: number;
  readonly devices: number;
  readonly acting: ActingWords | undefined;
  /** Name of what was just saved; "" for nothing. */
  readonly saved: string;
}

const savedKinds = ["nama", "pilihan"];

/** What Balai holds of a resident, who looked at it, and what the resident may do about it. */
export function MePage({ own, log, looks, unread, devices, acting, saved }: MeProps) {
  const t = useT();
  return (
    <Layout current={menuHref} acting={acting}>
      {savedKinds.includes(saved) && <Toast>{t("account.me.saved")}</Toast>}
      <Columns kind="side">
        <Stack>
          <h1>{t("account.me.title")}</h1>
          <p class="lead">{t("account.me.lead")}</p>
          <Section title={t("account.me.held")}>
            <Facts
              facts={[
                { label: t("account.me.name"), value: own.name ?? t("account.me.no-name") },
                ...own.contacts.map(({ kind, text }) => ({
                  label: t(`account.me.contact.${kind}`),
                  value: kind === "phone" ? groupPhone(text) : text,
                })),
              ]}
            />
            <MoreLink href="/saya/nama" icon="edit">
              {t("account.me.change-name")}
            </MoreLink>
          </Section>
          <Section title={t("account.log.title")} id="akses">
            <Note tone={looks.looks === 0 ? "ok" : "info"} icon="eye" title={t("account.log.month")}>
              {looks.looks === 0
                ? t("account.log.nobody-lately")
                : t("account.log.looks", {
                    count: looks.looks,
                    offices: t("account.log.offices", { count: looks.offices }),
                  })}
            </Note>
            <LogDays days={log.days} below />
            {looks.system > 0 && <p class="meta">{t("account.log.system", { count: looks.system })}</p>}
            {log.lines.length > 0 && <MoreLink href="/saya/akses">{t("account.log.all")}</MoreLink>}
          </Section>
        </Stack>
        <Stack>
          <Section title={t("account.me.rights")}>
            <Rows
              rows={[
                { href: "/kasus", icon: "case", title: t("account.me.cases"), notes: [t("account.me.cases.note")] },
                {
                  href: "/saya/pesan",
                  icon: "bell",
                  title: t("account.inbox.title"),
                  notes: [unread === 0 ? t("account.inbox.none-unread") : t("account.inbox.unread", { count: unread })],
                },
                {
                  href: "/saya/pilihan",
                  icon: "chat",
                  title: t("account.choices.title"),
                  notes: [t("account.choices.note")],
                },
                {
                  href: "/saya/perangkat",
                  icon: "phone",
                  title: t("account.devices.title"),
                  notes: [t("account.devices.count", { count: devices })],
                },
                {
                  href: "/saya/kuasa",
                  icon: "family",
                  title: t("account.delegation.title"),
                  notes: [t("account.delegation.note")],
                },
                {
                  href: "/saya/unduh",
                  icon: "download",
                  title: t("account.export.title"),
                  notes: [t("account.export.note")],
                },
                {
                  href: "/saya/hapus",
                  icon: "trash",
                  title: t("account.erase.link"),
                  notes: [t("account.erase.note")],
                },
              ]}
            />
            <LinkButton href="/keluar" tone="line">
              {t("account.sign-out.link")}
            </LinkButton>
          </Section>
        </Stack>
      </Columns>
    </Layout>
  );
}

/** The log by days. `below`: it stands under a heading of its own. */
function LogDays({ days, below }: { readonly days: readonly LogDay[]; readonly below?: boolean }) {
  const t = useT();
  if (days.length === 0)
    return <Empty icon="eye" title={t("account.log.empty.title")} text={t("account.log.empty.text")} />;
  return (
    <>
      {days.map((day) => (
        <div class="flow" key={day.label}>
          {below === true ? <h3 class="h">{day.label}</h3> : <h2 class="h">{day.label}</h2>}
          <Rows rows={day.rows} />
        </div>
      ))}
    </>
  );
}

/** The whole log, page by page. */
export function AccessLogPage({ log, first }: { readonly log: LogPage; readonly first: boolean }) {
  const t = useT();
  return (
    <Layout current={menuHref} width="slim">
      <BackLink href={menuHref}>{t("account.me.title")}</BackLink>
      <h1>{t("account.log.title")}</h1>
      <p class="lead">{t("account.log.lead")}</p>
      <LogDays days={log.days} />
      <Pagination
        newerHref={first ? undefined : "/saya/akses"}
        olderHref={log.next === undefined ? undefined : `/saya/akses?sebelum=${log.next}`}
      />
      <Note icon="lock">{t("account.log.kept")}</Note>
    </Layout>
  );
}
