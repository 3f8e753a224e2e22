import { type FormContext, type FormEntry, QuestionFields, rowOf } from "../../../kernel/forms/index.ts";
import type { FieldError } from "../../../kernel/result/index.ts";
import type { Question } from "../../../kernel/services/index.ts";
import {
  Actions,
  Button,
  Fold,
  LocateButton,
  Note,
  QuestionLayout,
  questionTitleId,
  type StepProps,
  TextInput,
  useScript,
  useT,
} from "../../../kernel/ui/index.ts";
import type { MapPicture } from "../map-picture.ts";
import { asksPoint, asksWhere, type Placed } from "../placed.ts";
import { pickButton, searchButton, searchedField, searchField } from "../places.ts";
import { OpenMap, PlaceMap } from "./place-map.tsx";

export interface QuestionPageProps {
  readonly question: Question;
  readonly entry: FormEntry;
  readonly errors: readonly FieldError[];
  readonly context: FormContext;
  /** What came of looking for the region. */
  readonly placed?: Pick<Placed, "notice" | "found" | "searched">;
  /** The map, where it is open. */
  readonly picture?: MapPicture;
  readonly action: string;
  readonly backHref: string;
  readonly step: StepProps;
  readonly csrf: string;
  readonly carriesFiles: boolean;
  /** "Gratis · paling lama 14 hari kerja", on the first question. */
  readonly promise?: string;
}

/** One question and nothing else. */
export function QuestionPage(props: QuestionPageProps) {
  const { question, entry, errors, context, action, placed, picture, promise } = props;
  const t = useT();
  if (asksWhere(question)) useScript("modules/catalogue/browser/region-lists.ts");
  return (
    <QuestionLayout
      title={t(question.label)}
      back={{ href: props.backHref }}
      step={props.step}
      errors={summaryOf([question], errors, context, entry)}
      isOneField={question.type !== "place" && question.type !== "repeat"}
      form={{ action, csrf: props.csrf, files: props.carriesFiles, laterAction: `${action}/nanti` }}
      after={
        promise === undefined ? undefined : (
          <Note icon="clock" title={promise}>
            {t("catalogue.ask.first")}
          </Note>
        )
      }
    >
      {/* Stands before all other buttons, so that the Enter key goes on and does not press one of those. */}
      {asksWhere(question) && <button type="submit" hidden />}
      {placed?.notice !== undefined && (
        <Note icon="pin" live>
          {t(placed.notice.message, placed.notice.params)}
        </Note>
      )}
      {placed?.found !== undefined && <SearchPlace placed={placed} />}
      {asksPoint(question) && (
        <>
          {picture === undefined ? (
            <Actions>
              <LocateButton {...pointFields(question)} />
              <OpenMap action={action} />
            </Actions>
          ) : (
            <>
              <LocateButton {...pointFields(question)} />
              <PlaceMap question={question} picture={picture} errors={errors} action={action} />
            </>
          )}
          <p class="hint">{t("catalogue.map.or")}</p>
        </>
      )}
      <QuestionFields
        question={question}
        entry={entry}
        errors={errors}
        context={context}
        labelledBy={questionTitleId}
      />
      {asksWhere(question) && placed?.found === undefined && <SearchPlace placed={placed} />}
    </QuestionLayout>
  );
}

/** One line for each field at fault, however many sentences it has; in a list of rows it says which row. */
export function summaryOf(
  questions: readonly Question[],
  errors: readonly FieldError[],
  context: Pick<FormContext, "t">,
  entry: FormEntry,
): readonly { readonly field: string; readonly text: string }[] {
  const fields = [...new Set(errors.map(({ field }) => field))];
  return fields.map((field) => {
    const name = rowOf(questions, entry, field, context);
    const row = name === undefined ? [] : [`${name}:`];
    const texts = errors
      .filter((error) => error.field === field)
      .map((error) => context.t(error.message, error.params));
    return { field, text: [...row, ...texts].join(" ") };
  });
}

function pointFields({ name }: Question): { readonly lat: string; readonly lng: string } {
  return { lat: `${name}.lat`, lng: `${name}.lng` };
}

/** Finds a kelurahan by its name without scripts: the names found are buttons of the same form, so nothing typed is lost. */
function SearchPlace({ placed }: { readonly placed: QuestionPageProps["placed"] }) {
  const t = useT();
  const { found, searched } = placed ?? {};
  const fields = (
    <>
      <TextInput
        name={searchField}
        label={t("catalogue.place.name")}
        hint={t("catalogue.place.name.hint")}
        value={searched}
        optional
        error={found?.length === 0 ? t("regions.search.none", { text: searched ?? "" }) : undefined}
      />
      {searched !== undefined && <input type="hidden" name={searchedField} value={searched} />}
      <Actions>
        <Button tone="line" icon="search" name={searchButton} value="1" formnovalidate>
          {t("catalogue.place.search")}
        </Button>
      </Actions>
      {found !== undefined && found.length > 0 && (
        <>
          <p id={`${searchField}-found`}>{t("catalogue.place.found")}</p>
          <ul class="flow" aria-labelledby={`${searchField}-found`}>
            {found.map(({ code, fullName }) => (
              <li key={code}>
                <Button tone="line" icon="pin" name={pickButton} value={code} formnovalidate>
                  {fullName}
                </Button>
              </li>
            ))}
          </ul>
        </>
      )}
    </>
  );
  return found === undefined ? <Fold title={t("catalogue.place.by-name")}>{fields}</Fold> : fields;
}
