import { Answers, Note, QuestionLayout, type StepProps, useT } from "../../../kernel/ui/index.ts";

export interface Reviewed {
  readonly label: string;
  /** "" when it was left empty. */
  readonly text: string;
  readonly changeHref: string;
  /** Small pictures of the photos. */
  readonly pictures: readonly string[];
}

export interface ReviewPageProps {
  readonly lines: readonly Reviewed[];
  readonly step: StepProps;
  readonly backHref: string;
  readonly action: string;
  readonly csrf: string;
  readonly promise: string;
  readonly isGuest: boolean;
}

/** Everything once more before it is sent. */
export function ReviewPage(props: ReviewPageProps) {
  const t = useT();
  return (
    <QuestionLayout
      title={t("catalogue.review.title")}
      lead={t("catalogue.review.lead")}
      back={{ href: props.backHref }}
      step={props.step}
      form={{ action: props.action, csrf: props.csrf, submit: t("catalogue.review.send") }}
      after={
        <Note icon="clock" title={props.promise}>
          {t(props.isGuest ? "catalogue.review.guest" : "catalogue.review.resident")}
        </Note>
      }
    >
      <Answers
        change={t("forms.review.change")}
        answers={props.lines.map((line) => ({
          label: line.label,
          changeHref: line.changeHref,
          value: <Value line={line} />,
        }))}
      />
    </QuestionLayout>
  );
}

function Value({ line }: { readonly line: Reviewed }) {
  const t = useT();
  if (line.text === "") return <span class="hint">{t("forms.review.empty")}</span>;
  return (
    <>
      {line.text.split("\n").map((part, index) => (
        <span key={`${index}-${part}`}>
          {index > 0 && <br />}
          {part}
        </span>
      ))}
      {line.pictures.length > 0 && (
        <span class="acts">
          {line.pictures.map((src, index) => (
            <img
              key={src}
              class="thumb"
              src={src}
              alt={t("forms.photos.one", { number: index + 1 })}
              width="80"
              height="80"
            />
          ))}
        </span>
      )}
    </>
  );
}
