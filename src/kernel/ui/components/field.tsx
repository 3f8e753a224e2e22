import type { ComponentChildren } from "preact";
import { useT } from "../context.ts";
import { Icon } from "./icon.tsx";

/** What every question has. Texts are translated already. */
export interface FieldProps {
  /** Name of the form field; also its id, so that the error summary can point to it. */
  readonly name: string;
  readonly label?: string;
  /** Id of a heading that already asks the question (`questionTitleId` on question pages); used instead of `label`. */
  readonly labelledBy?: string;
  readonly hint?: string;
  readonly error?: string;
  /** Adds "(boleh kosong)"; `quiet` does not say so, for filters. What is not optional is required. */
  readonly optional?: boolean | "quiet";
}

/** Id of the title of a question page. */
export const questionTitleId = "tanya";

/** The attributes that tie a control to its label, hint and error. */
export function controlProps(field: FieldProps) {
  const described = [
    field.error !== undefined ? `${field.name}-e` : "",
    field.hint !== undefined ? `${field.name}-h` : "",
  ]
    .filter((id) => id !== "")
    .join(" ");
  return {
    id: field.name,
    name: field.name,
    required: field.optional === undefined || field.optional === false,
    "aria-invalid": field.error !== undefined ? ("true" as const) : undefined,
    "aria-describedby": described === "" ? undefined : described,
    "aria-labelledby": field.label === undefined ? field.labelledBy : undefined,
  };
}

/** Label, hint and error around one control. */
export function Field({ field, children }: { readonly field: FieldProps; readonly children: ComponentChildren }) {
  return (
    <div class={field.error === undefined ? "field" : "field wrong"}>
      {field.label !== undefined && (
        <label for={field.name}>
          {field.label}
          <Optional when={field.optional} />
        </label>
      )}
      <HintAndError field={field} />
      {children}
    </div>
  );
}

/** The same for a group of controls (radios, boxes). */
export function FieldGroup({ field, children }: { readonly field: FieldProps; readonly children: ComponentChildren }) {
  const { "aria-describedby": describedBy, "aria-labelledby": labelledBy } = controlProps(field);
  return (
    <fieldset
      class={field.error === undefined ? "field" : "field wrong"}
      aria-describedby={describedBy}
      aria-labelledby={labelledBy}
    >
      {field.label !== undefined && (
        <legend>
          {field.label}
          <Optional when={field.optional} />
        </legend>
      )}
      <HintAndError field={field} />
      {children}
    </fieldset>
  );
}

function Optional({ when }: { readonly when: FieldProps["optional"] }) {
  const t = useT();
  return when === true ? <span class="hint"> {t("ui.field.optional")}</span> : null;
}

function HintAndError({ field }: { readonly field: FieldProps }) {
  return (
    <>
      {field.hint !== undefined && (
        <p class="hint" id={`${field.name}-h`}>
          {field.hint}
        </p>
      )}
      {field.error !== undefined && (
        <p class="err" id={`${field.name}-e`}>
          <Icon name="late" />
          <span>{field.error}</span>
        </p>
      )}
    </>
  );
}
