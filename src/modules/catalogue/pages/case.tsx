import type { ComponentChildren } from "preact";
import { Papers } from "../../../kernel/case-pages/index.ts";
import { type FormContext, type FormEntry, QuestionFields } from "../../../kernel/forms/index.ts";
import type { FieldError } from "../../../kernel/result/index.ts";
import type { Question } from "../../../kernel/services/index.ts";
import {
  Actions,
  BackLink,
  Button,
  Card,
  Chat,
  ClockCard,
  Columns,
  Csrf,
  ErrorSummary,
  Facts,
  Fold,
  Layout,
  Live,
  MoreLink,
  Note,
  Once,
  PhotoPair,
  Photos,
  PrintButton,
  Rate,
  ReadAloudButton,
  Rows,
  Section,
  ShareButton,
  Slip,
  Stack,
  Tag,
  Trail,
  useT,
} from "../../../kernel/ui/index.ts";
import type { OwnerPage } from "../owner-page.ts";
import { summaryOf } from "./question.tsx";

/** An action as a form of the page. */
export interface ActionForm {
  readonly name: string;
  /** Message key of the button. */
  readonly label: string;
  /** Message key of what one should know before. */
  readonly warning: string | undefined;
  readonly questions: readonly Question[];
  readonly entry: FormEntry;
  readonly errors: readonly FieldError[];
  readonly context: FormContext;
  readonly carriesFiles: boolean;
  readonly once: string;
}

export interface CasePageProps {
  readonly page: OwnerPage;
  readonly path: string;
  readonly csrf: string;
  readonly revision: number;
  /** The first stands open, the others unfold. */
  readonly forms: readonly ActionForm[];
  readonly links: readonly { readonly href: string; readonly label: string }[];
  readonly isDone: boolean;
  /** The case waits for its owner: what they can do stands first. */
  readonly isTheirTurn: boolean;
  /** Why the last action was not done. */
  readonly refusal?: string;
}

/** Everything about one's own case, and what one can do now. */
export function CasePage(props: CasePageProps) {
  const { page, path, forms } = props;
  const t = useT();
  const { view } = page;
  const errors = forms.flatMap((form) => summaryOf(form.questions, form.errors, form.context, form.entry));
  return (
    <Layout current="/kasus">
      <BackLink href="/kasus">{t("catalogue.cases.title")}</BackLink>
      <Columns kind="side">
        <Stack>
          <ErrorSummary errors={errors} />
          {props.refusal !== undefined && (
            <Note tone="bad" live>
              {props.refusal}
            </Note>
          )}
          {props.isDone && (
            <Note tone="ok" live>
              {t(page.thanks ?? "catalogue.case.acted")}
            </Note>
          )}
          <Live events={`${path}/langsung`} id="kasus">
            <Tag tone={view.tone}>{view.state}</Tag>
            <h1>{page.headline}</h1>
            <p class="lead">{page.place}</p>
            <p>
              {t("catalogue.case.code")} <b class="num">{page.code}</b>
            </p>
            {view.ending !== undefined && <Note tone={view.tone === "ok" ? "ok" : "info"} title={view.ending} />}
            <Papers papers={page.papers} />
            {view.clock !== undefined && <ClockCard {...view.clock} />}
            {props.isTheirTurn && <Conversation props={props} />}
            <Section title={t("catalogue.case.trail")}>
              <Trail steps={view.steps} late={view.late} />
            </Section>
            <Pictures page={page} />
            {!props.isTheirTurn && <Conversation props={props} />}
            <Told page={page} />
            <Looks page={page} />
          </Live>
        </Stack>
        <aside class="flow" aria-label={t("catalogue.case.aside")}>
          <Slip title={t("catalogue.receipt.slip")} code={page.code} qr={page.trackUrl}>
            {t("catalogue.case.slip", { when: page.savedAt })}
          </Slip>
          <Actions pair>
            <ShareButton url={page.trackUrl} title={page.headline} />
            <PrintButton />
            <ReadAloudButton target="kasus" />
          </Actions>
          <Facts facts={page.facts} />
        </aside>
      </Columns>
    </Layout>
  );
}

/** What owner and office said to each other, and what the owner can do about it. */
function Conversation({ props }: { readonly props: CasePageProps }) {
  const t = useT();
  const { messages } = props.page;
  return (
    <>
      {messages.length > 0 && (
        <Section title={t("catalogue.case.messages")}>
          <Chat messages={messages} />
        </Section>
      )}
      <Doings props={props} />
    </>
  );
}

/** The owner's own words, so that they can read again what they sent. */
function Told({ page }: { readonly page: OwnerPage }) {
  const t = useT();
  const { facts, hasSealed } = page.told;
  if (facts.length === 0 && !hasSealed) return null;
  return (
    <Section title={t("catalogue.case.told")}>
      {facts.length > 0 && <Facts facts={facts} />}
      {hasSealed && <p class="hint">{t("catalogue.case.told.sealed")}</p>}
    </Section>
  );
}

/** Who opened what a guest left in confidence. */
function Looks({ page }: { readonly page: OwnerPage }) {
  const t = useT();
  const { looks } = page;
  if (looks === undefined) return null;
  return (
    <Section title={t("catalogue.looks.title")} id="dilihat">
      {looks.length === 0 ? (
        <p>{t("catalogue.looks.none")}</p>
      ) : (
        <Rows rows={looks.map(({ office, text }) => ({ title: office, notes: [text], icon: "office" }))} />
      )}
    </Section>
  );
}

function Pictures({ page }: { readonly page: OwnerPage }) {
  const t = useT();
  const { before, after, documents } = page;
  const [firstBefore, ...moreBefore] = before;
  const [firstAfter, ...moreAfter] = after;
  const isPair = firstBefore !== undefined && firstAfter !== undefined;
  const rest = isPair ? [...moreBefore, ...moreAfter] : [...before, ...after];
  return (
    <>
      {before.length + after.length > 0 && (
        <Section title={t(isPair ? "catalogue.case.before-after" : "catalogue.case.photos")}>
          {isPair && <PhotoPair before={firstBefore} after={firstAfter} />}
          {rest.length > 0 && <Photos photos={rest} />}
        </Section>
      )}
      {documents.length > 0 && (
        <Section title={t("catalogue.case.documents")}>
          {documents.map(({ href, label }) => (
            <p key={href}>
              <MoreLink href={href} icon="download">
                {label}
              </MoreLink>
            </p>
          ))}
        </Section>
      )}
    </>
  );
}

function Doings({ props }: { readonly props: CasePageProps }) {
  const t = useT();
  const [first, ...others] = props.forms;
  if (first === undefined) return null;
  return (
    <Section title={t(props.isTheirTurn ? "catalogue.case.your-turn" : "catalogue.case.actions")} id="langkah">
      {first.questions.length > 0 ? (
        <Card>
          <Doing form={first} props={props} />
        </Card>
      ) : (
        <Fold title={t(first.label)}>
          <Doing form={first} props={props} />
        </Fold>
      )}
      {others.map((form) => (
        <Fold key={form.name} title={t(form.label)}>
          <Doing form={form} props={props} />
        </Fold>
      ))}
      {props.links.map(({ href, label }) => (
        <MoreLink key={href} href={href}>
          {label}
        </MoreLink>
      ))}
    </Section>
  );
}

function Doing({ form, props }: { readonly form: ActionForm; readonly props: CasePageProps }) {
  const t = useT();
  return (
    <form
      class="flow"
      method="post"
      action={`${props.path}/${form.name}`}
      enctype={form.carriesFiles ? "multipart/form-data" : undefined}
    >
      <Csrf token={props.csrf} />
      <Once value={form.once} />
      <input type="hidden" name="_revision" value={props.revision} />
      {form.questions.length === 0 && <p>{t("catalogue.case.sure")}</p>}
      {form.warning !== undefined && <p>{t(form.warning)}</p>}
      {form.questions.map((question) => (
        <Asking key={question.name} question={question} form={form} />
      ))}
      <Actions>
        <Button tone={form.questions.length === 0 ? "bad" : "full"}>{t(form.label)}</Button>
      </Actions>
    </form>
  );
}

/** A question of an action. A choice of one to five named "rating" has its own face, five of them. */
function Asking({ question, form }: { readonly question: Question; readonly form: ActionForm }): ComponentChildren {
  const { entry, errors, context } = form;
  if (question.name !== "rating" || question.type !== "choice")
    return <QuestionFields question={question} entry={entry} errors={errors} context={context} />;
  const { t } = context;
  const value = ([1, 2, 3, 4, 5] as const).find((each) => String(each) === entry[question.name]?.[0]);
  const error = errors.find(({ field }) => field === question.name);
  return (
    <Rate
      name={question.name}
      label={t(question.label)}
      hint={question.hint === undefined ? undefined : t(question.hint)}
      error={error === undefined ? undefined : t(error.message, error.params)}
      value={value}
    />
  );
}
