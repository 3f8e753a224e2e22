import type { Verdict } from "../../../kernel/tlog/index.ts";
import {
  BackLink,
  Button,
  Csrf,
  Facts,
  Layout,
  MoreLink,
  Section,
  TextArea,
  TextInput,
  useT,
} from "../../../kernel/ui/index.ts";
import type { EntryView } from "../views.ts";
import { VerdictNote } from "./receipt.tsx";

export interface CheckPageProps {
  readonly csrf: string;
  /** What was checked, and what came out. */
  readonly checked?: { readonly verdict: Verdict; readonly entry: EntryView | undefined };
  readonly receipt?: string;
  readonly number?: string;
  /** Of the field. */
  readonly numberError?: string;
  readonly receiptError?: string;
}

/** Longer receipts are none: 63 hashes, our largest entries and many witnesses stay below. */
export const mostReceiptSigns = 20_000;

/** Checks a receipt that somebody holds. */
export function CheckPage({ csrf, checked, receipt, number, numberError, receiptError }: CheckPageProps) {
  const t = useT();
  return (
    <Layout current="/buku-terbuka">
      <BackLink href="/buku-terbuka">{t("transparency.receipt.back")}</BackLink>
      <h1>{t("transparency.verify.title")}</h1>
      <p class="lead">{t("transparency.verify.lead")}</p>
      <MoreLink href="/periksa-dokumen" icon="idCard">
        {t("transparency.verify.document")}
      </MoreLink>
      {checked !== undefined && (
        <Section title={t("transparency.verify.answer")}>
          <VerdictNote verdict={checked.verdict} live />
          {checked.entry !== undefined && <Facts facts={checked.entry.facts} />}
        </Section>
      )}
      <Section title={t("transparency.verify.by-number")}>
        <form method="get" action="/periksa" class="flow">
          <TextInput
            name="nomor"
            label={t("transparency.verify.number")}
            hint={t("transparency.verify.number.hint")}
            value={number}
            error={numberError}
            maxlength={90}
          />
          <Button tone="line">{t("transparency.verify.find")}</Button>
        </form>
      </Section>
      <Section title={t("transparency.verify.by-file")}>
        <form method="post" action="/periksa" class="flow">
          <Csrf token={csrf} />
          <TextArea
            name="bukti"
            label={t("transparency.verify.text")}
            hint={t("transparency.verify.text.hint")}
            value={receipt}
            error={receiptError}
            rows={8}
            maxlength={mostReceiptSigns}
          />
          <Button>{t("transparency.verify.check")}</Button>
        </form>
      </Section>
    </Layout>
  );
}
