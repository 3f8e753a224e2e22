import {
  BackLink,
  Button,
  Card,
  Checkbox,
  Csrf,
  Layout,
  QuestionLayout,
  Tag,
  Toast,
  useT,
} from "../../../kernel/ui/index.ts";
import { menuHref } from "./me.tsx";

/** Asks before leaving whether others use this phone too. */
export function SignOutPage({ csrf, backHref }: { readonly csrf: string; readonly backHref: string }) {
  const t = useT();
  return (
    <QuestionLayout
      title={t("account.sign-out.title")}
      back={{ href: backHref }}
      form={{ action: "/keluar", csrf, submit: t("account.sign-out.submit") }}
      after={
        <form class="flow" method="post" action="/keluar/semua">
          <Csrf token={csrf} />
          <p>{t("account.sign-out.lost")}</p>
          <Button tone="line">{t("account.sign-out.everywhere")}</Button>
        </form>
      }
    >
      <Checkbox name="shared" label={t("account.sign-out.shared")} note={t("account.sign-out.shared.note")} />
    </QuestionLayout>
  );
}

export interface DeviceLine {
  readonly sessionId: string;
  readonly name: string;
  readonly seen: string;
  readonly since: string;
  readonly current: boolean;
}

export interface DevicesProps {
  readonly csrf: string;
  readonly devices: readonly DeviceLine[];
  readonly ended: boolean;
}

/** Where the person is signed in. */
export function DevicesPage({ csrf, devices, ended }: DevicesProps) {
  const t = useT();
  return (
    <Layout current={menuHref} width="slim">
      {ended && <Toast>{t("account.devices.ended")}</Toast>}
      <BackLink href={menuHref}>{t("account.me.title")}</BackLink>
      <h1>{t("account.devices.title")}</h1>
      <p class="lead">{t("account.devices.lead")}</p>
      {devices.map((device) => (
        <Device key={device.sessionId} csrf={csrf} device={device} />
      ))}
      <form method="post" action="/keluar/semua">
        <Csrf token={csrf} />
        <Button tone="bad">{t("account.sign-out.everywhere")}</Button>
      </form>
    </Layout>
  );
}

function Device({ csrf, device }: { readonly csrf: string; readonly device: DeviceLine }) {
  const { sessionId, name, seen, since, current } = device;
  const t = useT();
  return (
    <Card>
      <h2 class="h">{name}</h2>
      <p class="meta">{t("account.devices.seen", { when: seen })}</p>
      <p class="meta">{t("account.devices.since", { when: since })}</p>
      {current ? (
        <Tag tone="ok">{t("account.devices.current")}</Tag>
      ) : (
        <form method="post" action="/saya/perangkat">
          <Csrf token={csrf} />
          <input type="hidden" name="session" value={sessionId} />
          <Button tone="line">{t("account.devices.end")}</Button>
        </form>
      )}
    </Card>
  );
}
