import { useT, useUi } from "../context.ts";
import { controlProps, Field, type FieldProps } from "./field.tsx";

export interface FileInputProps extends FieldProps {
  /** "image/*" or a list of endings. */
  readonly accept: string;
  readonly multiple?: boolean;
  /** Photos are made smaller on the phone before they travel (≤ 1600 px, JPEG); this also drops their hidden place data. */
  readonly shrink?: boolean;
  /** Opens the camera at once where there is one. */
  readonly camera?: boolean;
}

/** A photo or document. Works as a plain file field; scripts only make the photo smaller. */
export function FileInput(props: FileInputProps) {
  const t = useT();
  const { scripts } = useUi();
  const { accept, multiple, shrink, camera } = props;
  if (shrink === true) scripts.add("kernel/ui/browser/shrink.ts");
  return (
    <Field field={props}>
      <input
        {...controlProps(props)}
        type="file"
        accept={accept}
        multiple={multiple}
        capture={camera === true ? "environment" : undefined}
        data-shrink={shrink === true ? t("ui.file.shrunk", { saved: "{saved}" }) : undefined}
        data-shrinking={shrink === true ? t("ui.file.shrinking") : undefined}
      />
    </Field>
  );
}
