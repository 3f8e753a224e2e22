import type {
  AttributeQuestion,
  ChoiceOption,
  ChoiceQuestion,
  ChoicesQuestion,
  ConfirmQuestion,
  DateQuestion,
  DocumentQuestion,
  MoneyQuestion,
  NumberQuestion,
  ParagraphQuestion,
  PhotosQuestion,
  PlaceQuestion,
  RegionQuestion,
  RepeatQuestion,
  RowQuestion,
  TextQuestion,
} from "./question.ts";

/** Everything but what the builder itself is given. */
type Rest<Q, Given extends keyof Q = never> = Partial<Omit<Q, "type" | "name" | "label" | Given>>;

/** One line of text, 200 characters unless said otherwise. */
export function text(name: string, label: string, rest: Rest<TextQuestion> = {}): TextQuestion {
  return { type: "text", name, label, maxLength: 200, ...rest };
}

/** Several lines, 2,000 characters unless said otherwise. */
export function paragraph(name: string, label: string, rest: Rest<ParagraphQuestion> = {}): ParagraphQuestion {
  return { type: "paragraph", name, label, maxLength: 2000, ...rest };
}

/** A number, whole unless `decimals` is given. */
export function number(name: string, label: string, rest: Rest<NumberQuestion> = {}): NumberQuestion {
  return { type: "number", name, label, decimals: 0, ...rest };
}

/** An amount in whole rupiah. */
export function money(name: string, label: string, rest: Rest<MoneyQuestion> = {}): MoneyQuestion {
  return { type: "money", name, label, ...rest };
}

export function date(name: string, label: string, rest: Rest<DateQuestion> = {}): DateQuestion {
  return { type: "date", name, label, ...rest };
}

/** An option of a choice: stored value and message key. */
export function option(value: string, label: string, rest: Omit<ChoiceOption, "value" | "label"> = {}): ChoiceOption {
  return { value, label, ...rest };
}

/** One of the options, given here or as the name of a list. */
export function choice(
  name: string,
  label: string,
  options: readonly ChoiceOption[] | string,
  rest: Rest<ChoiceQuestion, "options" | "optionsFrom"> = {},
): ChoiceQuestion {
  return { type: "choice", name, label, ...optionsOf(options), ...rest };
}

/** Any number of the options, given here or as the name of a list. */
export function choices(
  name: string,
  label: string,
  options: readonly ChoiceOption[] | string,
  rest: Rest<ChoicesQuestion, "options" | "optionsFrom"> = {},
): ChoicesQuestion {
  return { type: "choices", name, label, ...optionsOf(options), ...rest };
}

export function confirm(name: string, label: string, rest: Rest<ConfirmQuestion> = {}): ConfirmQuestion {
  return { type: "confirm", name, label, ...rest };
}

/** A region of the given level, village (desa, kelurahan) unless said otherwise. */
export function region(name: string, label: string, rest: Rest<RegionQuestion> = {}): RegionQuestion {
  return { type: "region", name, label, level: "village", ...rest };
}

export function place(name: string, label: string, rest: Rest<PlaceQuestion> = {}): PlaceQuestion {
  return { type: "place", name, label, level: "village", landmark: "optional", point: "optional", ...rest };
}

/** Up to three photos unless said otherwise. */
export function photos(name: string, label: string, rest: Rest<PhotosQuestion> = {}): PhotosQuestion {
  return { type: "photos", name, label, max: 3, ...rest };
}

/** A document of one file unless said otherwise. */
export function document(name: string, label: string, rest: Rest<DocumentQuestion> = {}): DocumentQuestion {
  return { type: "document", name, label, pages: 1, ...rest };
}

/** A fact a named source knows already. Personal unless `personal: false`. */
export function attribute(
  name: string,
  label: string,
  source: string,
  rest: Rest<AttributeQuestion, "source"> = {},
): AttributeQuestion {
  return { type: "attribute", name, label, source, maxLength: 200, personal: true, ...rest };
}

/** Rows of the same questions, one level; none to ten rows unless said otherwise. */
export function repeat(
  name: string,
  label: string,
  ask: readonly RowQuestion[],
  rest: Rest<RepeatQuestion, "ask"> = {},
): RepeatQuestion {
  return { type: "repeat", name, label, ask, min: 0, max: 10, ...rest };
}

function optionsOf(options: readonly ChoiceOption[] | string): Pick<ChoiceQuestion, "options" | "optionsFrom"> {
  return typeof options === "string" ? { optionsFrom: options } : { options };
}
