import type { ComponentChildren } from "preact";
import type { FieldError } from "../result/index.ts";
import type { Question } from "../services/index.ts";
import type { FieldProps } from "./question-type.ts";

/** The sentences about one field. */
export function sentences(
  errors: readonly FieldError[],
  field: string,
  props: FieldProps<Question>,
): readonly string[] {
  return errors.filter((error) => error.field === field).map((error) => props.context.t(error.message, error.params));
}

interface ControlProps {
  readonly id: string;
  readonly name: string;
  readonly "aria-invalid": "true" | undefined;
  readonly "aria-describedby": string | undefined;
  readonly "aria-labelledby": string | undefined;
}

/** Attributes that tie a control to its label, hint and errors. */
export function control(props: FieldProps<Question>, name: string = props.path): ControlProps {
  const wrong = props.errors.some((error) => error.field === name);
  const isWhole = name === props.path;
  const described = [
    wrong ? `${name}-e` : undefined,
    isWhole && hintOf(props) !== undefined ? `${name}-h` : undefined,
  ].filter((id) => id !== undefined);
  return {
    id: name,
    name,
    "aria-invalid": wrong ? "true" : undefined,
    "aria-describedby": described.length === 0 ? undefined : described.join(" "),
    "aria-labelledby": isWhole ? props.labelledBy : undefined,
  };
}

/** A question with one control: label, hint, errors, control. */
export function OneField({
  of,
  children,
}: {
  readonly of: FieldProps<Question>;
  readonly children: ComponentChildren;
}) {
  const { question, path, context, labelledBy } = of;
  return (
    <div class={wrongClass(of, path)}>
      {labelledBy === undefined && (
        <label for={path}>
          {context.t(question.label)}
          <MayBeEmpty of={of} />
        </label>
      )}
      <HintAndErrors of={of} />
      {children}
    </div>
  );
}

/** A question with several controls: a group with legend, hint and errors. */
export function Group({
  of,
  id,
  children,
}: {
  readonly of: FieldProps<Question>;
  /** Given when no control inside carries the question's own name, so that an error can point here. */
  readonly id?: string;
  readonly children: ComponentChildren;
}) {
  const { question, context, labelledBy } = of;
  const described = control(of)["aria-describedby"];
  return (
    <fieldset
      class={wrongClass(of, of.path)}
      id={id}
      tabindex={id === undefined ? undefined : -1}
      aria-describedby={described}
      aria-labelledby={labelledBy}
    >
      {labelledBy === undefined && (
        <legend>
          {context.t(question.label)}
          <MayBeEmpty of={of} />
        </legend>
      )}
      <HintAndErrors of={of} />
      {children}
    </fieldset>
  );
}

/** A part of a rich question, with a label of its own. */
export function Part({
  of,
  name,
  label,
  optional,
  children,
}: {
  readonly of: FieldProps<Question>;
  readonly name: string;
  /** None where the parts inside have their own. */
  readonly label?: string;
  readonly optional?: boolean;
  readonly children: ComponentChildren;
}) {
  return (
    <div class={wrongClass(of, name)}>
      {label !== undefined && (
        <label for={name}>
          {label}
          {optional === true && <span class="hint"> {of.context.t("forms.optional")}</span>}
        </label>
      )}
      <Errors of={of} name={name} />
      {children}
    </div>
  );
}

function wrongClass(of: FieldProps<Question>, name: string): string {
  return of.errors.some((error) => error.field === name) ? "field wrong" : "field";
}

function MayBeEmpty({ of }: { readonly of: FieldProps<Question> }) {
  return of.question.optional === true ? <span class="hint"> {of.context.t("forms.optional")}</span> : null;
}

function HintAndErrors({ of }: { readonly of: FieldProps<Question> }) {
  const hint = hintOf(of);
  return (
    <>
      {hint !== undefined && (
        <p class="hint" id={`${of.path}-h`}>
          {hint}
        </p>
      )}
      <Errors of={of} name={of.path} />
    </>
  );
}

/** What helps to answer. Where a heading asks the question, there is no label that could say that it may be left empty. */
function hintOf({ question, labelledBy, context }: FieldProps<Question>): string | undefined {
  const mayBeEmpty = question.optional === true && labelledBy !== undefined ? context.t("forms.optional") : undefined;
  const hint = question.hint === undefined ? undefined : context.t(question.hint);
  return hint === undefined ? mayBeEmpty : [hint, mayBeEmpty].filter((text) => text !== undefined).join(" ");
}

function Errors({ of, name }: { readonly of: FieldProps<Question>; readonly name: string }) {
  const texts = sentences(of.errors, name, of);
  if (texts.length === 0) return null;
  return (
    <p class="err" id={`${name}-e`}>
      {of.context.icon?.("late")}
      <span>{texts.join(" ")}</span>
    </p>
  );
}

/** A radio or box with its words, as a card. */
export function Pick({
  type,
  name,
  id,
  value,
  checked,
  label,
  hint,
  icon,
  invalid,
}: {
  readonly type: "radio" | "checkbox";
  readonly name: string;
  readonly id?: string;
  readonly value: string;
  readonly checked: boolean;
  readonly label: string;
  readonly hint?: string;
  readonly icon?: ComponentChildren;
  readonly invalid?: boolean;
}) {
  return (
    <label class="pick">
      <input
        type={type}
        id={id}
        name={name}
        value={value}
        checked={checked}
        aria-invalid={invalid === true && type === "checkbox" ? "true" : undefined}
      />
      <span>
        <b>{label}</b>
        {hint !== undefined && <small>{hint}</small>}
      </span>
      {icon !== undefined && icon !== null && <span class="house">{icon}</span>}
    </label>
  );
}

/** Stands before "Hapus" and "Tambah", so that the Enter key sends the form and does not press one of those. */
export function DefaultButton() {
  return <button type="submit" hidden />;
}
