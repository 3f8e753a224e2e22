import {
  BackLink,
  Button,
  Csrf,
  Facts,
  Note,
  Once,
  RadioPicks,
  Section,
  TextArea,
  useT,
} from "../../../kernel/ui/index.ts";
import type { RegisterView } from "../views.ts";
import { StandingNote } from "./register.tsx";

export interface EndPageProps {
  readonly view: RegisterView;
  readonly path: string;
  readonly caseHref: string;
  readonly csrf: string;
  readonly once: string;
  /** It can still be ended. */
  readonly isOpen: boolean;
  readonly values: { readonly kind?: string; readonly why?: string; readonly reason: string };
  readonly fault?: string;
  readonly mostReason: number;
}

/** The head of office takes a document back, or has it issued anew. */
export function EndPage(props: EndPageProps) {
  const { view, values, fault } = props;
  const t = useT();
  const pick = (name: string, of: readonly string[]) => of.map((value) => ({ value, label: t(`${name}.${value}`) }));
  return (
    <div class="flow">
      <BackLink href={props.caseHref}>{t("documents.end.back")}</BackLink>
      <StandingNote view={view} />
      <Facts facts={view.facts} />
      {fault !== undefined && (
        <Note tone="bad" live>
          {fault}
        </Note>
      )}
      {props.isOpen && (
        <Section title={t("documents.end.do")}>
          <form method="post" action={props.path} class="flow">
            <Csrf token={props.csrf} />
            <Once value={props.once} />
            <RadioPicks
              name="kind"
              label={t("documents.end.kind")}
              options={pick("documents.end.kind", ["revoked", "superseded"])}
              value={values.kind}
            />
            <RadioPicks
              name="why"
              label={t("documents.end.why")}
              hint={t("documents.end.why.hint")}
              options={pick("documents.why", ["mistake", "changed", "not-entitled"])}
              value={values.why}
            />
            <TextArea
              name="reason"
              label={t("documents.end.reason")}
              hint={t("documents.end.reason.hint")}
              value={values.reason}
              maxlength={props.mostReason}
            />
            <Button tone="bad">{t("documents.end.do")}</Button>
          </form>
        </Section>
      )}
    </div>
  );
}
