import type { Verdict } from "../../../kernel/tlog/index.ts";
import {
  Actions,
  BackLink,
  Button,
  Columns,
  type Fact,
  Facts,
  Fold,
  Layout,
  LinkButton,
  Note,
  PrintButton,
  Slip,
  Stack,
  useT,
} from "../../../kernel/ui/index.ts";
import type { EntryView } from "../views.ts";

export interface ReceiptPageProps {
  readonly entry: EntryView;
  /** Where and since when it is covered outside. */
  readonly anchors: readonly Fact[];
  readonly verdict: Verdict;
  /** Where this page is, for the QR code. */
  readonly href: string;
  readonly fileHref: string;
  /** Where the keys of the book are served. */
  readonly keysHref: string;
}

/** The receipt of one entry: what it says, and whether it holds now. */
export function ReceiptPage({ entry, anchors, verdict, href, fileHref, keysHref }: ReceiptPageProps) {
  const t = useT();
  return (
    <Layout current="/buku-terbuka">
      <BackLink href="/buku-terbuka">{t("transparency.receipt.back")}</BackLink>
      <Columns kind="side">
        <Stack>
          <h1>{t("transparency.receipt.title")}</h1>
          <VerdictNote verdict={verdict} />
          <OwnCheck fileHref={fileHref} keysHref={keysHref} />
          <Facts facts={[...entry.facts, ...anchors]} />
          <Fold title={t("transparency.receipt.raw")}>
            <pre class="raw">{entry.raw}</pre>
            <p>{t("transparency.receipt.raw.text")}</p>
          </Fold>
        </Stack>
        <Stack>
          <Slip title={t("transparency.receipt.slip")} code={entry.number} qr={href}>
            {t("transparency.receipt.keep")}
          </Slip>
          <Actions>
            <LinkButton href={fileHref} tone="line" icon="download" download>
              {t("transparency.receipt.file")}
            </LinkButton>
            <PrintButton />
          </Actions>
        </Stack>
      </Columns>
    </Layout>
  );
}

const ownAnswers = [
  ["valid", "ok"],
  ["not-a-receipt", "bad"],
  ["forged-signature", "bad"],
  ["not-in-book", "bad"],
  ["unknown-book", "warn"],
  ["other-key", "bad"],
  ["offline", "warn"],
] as const;

/** The same check on the reader's own device (browser/check-receipt.ts), which needs no trust in the answer above. Shown only where scripts run. */
function OwnCheck({ fileHref, keysHref }: Pick<ReceiptPageProps, "fileHref" | "keysHref">) {
  const t = useT();
  return (
    <div class="flow" hidden data-check-receipt data-file={fileHref} data-keys={keysHref}>
      <Button type="button" tone="line" icon="check">
        {t("transparency.own.check")}
      </Button>
      <div role="status">
        {ownAnswers.map(([answer, tone]) => (
          <div key={answer} data-answer={answer} hidden>
            <Note tone={tone} title={t(`transparency.own.${answer}`)}>
              {t(`transparency.own.${answer}.text`)}
            </Note>
          </div>
        ))}
      </div>
    </div>
  );
}

/** One of the three answers, with its reason. */
export function VerdictNote({ verdict, live }: { readonly verdict: Verdict; readonly live?: boolean }) {
  const t = useT();
  const tone = { valid: "ok", invalid: "bad", cannot: "warn" } as const;
  return (
    <Note tone={tone[verdict.answer]} title={t(`transparency.verdict.${verdict.answer}`)} live={live}>
      {t(verdict.answer === "valid" ? "transparency.verdict.valid.text" : `transparency.why.${verdict.why}`)}
    </Note>
  );
}

/** Written down, and not yet in the book: a second at most, longer when the book stands still. */
export function WaitingPage() {
  const t = useT();
  return (
    <Layout current="/buku-terbuka">
      <BackLink href="/buku-terbuka">{t("transparency.receipt.back")}</BackLink>
      <h1>{t("transparency.receipt.title")}</h1>
      <Note icon="clock" title={t("transparency.receipt.waiting")}>
        {t("transparency.receipt.waiting.text")}
      </Note>
    </Layout>
  );
}
