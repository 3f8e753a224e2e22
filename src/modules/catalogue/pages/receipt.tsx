import type { CaseView } from "../../../kernel/case-pages/index.ts";
import {
  Actions,
  ClockCard,
  Columns,
  CopyButton,
  type Fact,
  Layout,
  LinkButton,
  Note,
  PrintButton,
  Section,
  ShareButton,
  Slip,
  Stack,
  useT,
} from "../../../kernel/ui/index.ts";

export interface ReceiptPageProps {
  /** In groups. */
  readonly code: string;
  /** In groups; only for the guest who has just sent it. */
  readonly pin: string | undefined;
  readonly trackHref: string;
  /** Sent with an account: there is no PIN, so the way to it is the list of one's own cases. */
  readonly isOfAccount: boolean;
  readonly caseHref: string;
  readonly headline: string;
  readonly view: CaseView;
  /** What happens after what happens now. */
  readonly next: string | undefined;
  /** Whether messages reach the person; else they must look by themselves. */
  readonly isToldNews: boolean;
  readonly facts: readonly Fact[];
  readonly sentAt: string;
}

/** It arrived: what to keep, and what happens next. */
export function ReceiptPage(props: ReceiptPageProps) {
  const t = useT();
  const { pin, view } = props;
  const now = view.steps.find(({ state }) => state === "now");
  const pinFact = pin === undefined ? [] : [{ label: t("catalogue.receipt.pin"), value: <b class="num">{pin}</b> }];
  return (
    <Layout current="/kasus">
      <Columns kind="side">
        <Stack>
          <h1>{t("catalogue.receipt.title")}</h1>
          <Note tone="ok" title={t("catalogue.receipt.arrived")} live>
            {props.headline}
          </Note>
          {pin !== undefined && (
            <Note tone="warn" icon="key" title={t("catalogue.receipt.keep")}>
              {t("catalogue.receipt.keep.text")}
            </Note>
          )}
          <Slip
            title={t("catalogue.receipt.slip")}
            code={props.code}
            qr={props.trackHref}
            facts={[...pinFact, ...props.facts]}
          >
            {props.isOfAccount ? (
              <>
                {t("catalogue.receipt.fine.account", { when: props.sentAt })}{" "}
                <a href="/kasus">{t("catalogue.cases.title")}</a>
              </>
            ) : (
              t("catalogue.receipt.fine", { when: props.sentAt, address: props.trackHref.replace(/\?.*$/, "") })
            )}
          </Slip>
          <Actions pair>
            <PrintButton />
            <CopyButton text={props.code} />
            <ShareButton url={props.trackHref} title={t("catalogue.receipt.slip")} />
          </Actions>
        </Stack>
        <aside class="flow" aria-label={t("catalogue.receipt.next")}>
          <Section title={t("catalogue.receipt.next")}>
            {view.clock !== undefined && <ClockCard {...view.clock} />}
            <ol class="trail">
              {now !== undefined && (
                <li class="now">
                  <span class="dot" />
                  <h3>{now.title}</h3>
                  <p>{now.text}</p>
                </li>
              )}
              {props.next !== undefined && (
                <li class="next">
                  <span class="dot" />
                  <h3>{props.next}</h3>
                </li>
              )}
            </ol>
          </Section>
          {!props.isToldNews && (
            <Note tone="warn" title={t("catalogue.receipt.look")}>
              {t("catalogue.receipt.look.text")}
            </Note>
          )}
          <Actions>
            <LinkButton href={props.caseHref} icon="case">
              {t("catalogue.receipt.open")}
            </LinkButton>
          </Actions>
        </aside>
      </Columns>
    </Layout>
  );
}
