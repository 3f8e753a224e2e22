import { isUuid } from "../ids/index.ts";
import { err, type FieldError, ok, type Result } from "../result/index.ts";
import type { DocumentQuestion, PhotosQuestion } from "../services/index.ts";
import { mayShow } from "./audience.ts";
import { control, DefaultButton, Group, Part } from "./html-parts.tsx";
import { allPosted, type FieldProps, type FormEntry, faultAt, type Said, type TextReading } from "./question-type.ts";
import { commandIn } from "./words.ts";

interface Count {
  readonly min: number;
  readonly max: number;
}

/** Ids of staged files: each a UUID, each once, as many as allowed. */
export function checkFiles(
  value: unknown,
  path: string,
  { min, max }: Count,
): Result<readonly string[] | undefined, readonly FieldError[]> {
  if (!Array.isArray(value)) return err(faultAt(path, "forms.error.files.kind"));
  if (value.length > max) return err(faultAt(path, "forms.error.files.many", { max }));
  const ids: string[] = [];
  for (const id of value) {
    if (typeof id !== "string" || !isUuid(id)) return err(faultAt(path, "forms.error.files.kind"));
    if (!ids.includes(id)) ids.push(id);
  }
  if (ids.length === 0) return ok(undefined);
  return ids.length < min ? err(faultAt(path, "forms.error.files.few", { min })) : ok(ids);
}

export function readFiles(entry: FormEntry, path: string): Result<unknown, never> {
  const ids = allPosted(entry, path).filter((id) => id !== "");
  return ok(ids.length === 0 ? undefined : ids);
}

/** Media arrive one message at a time: more are awaited until the most allowed or the word "selesai". */
export function readSentFiles(said: Said, soFar: unknown, { max }: Pick<Count, "max">): TextReading {
  const before: readonly unknown[] = Array.isArray(soFar) ? soFar : [];
  const files = [...before, ...said.files];
  if (files.length >= max || (commandIn(said.text) === "done" && said.files.length === 0))
    return { kind: "answer", value: files.length === 0 ? undefined : files };
  if (said.files.length === 0) return { kind: "fault", remark: { message: "forms.error.files.said" } };
  return {
    kind: "more",
    value: files,
    remark: { message: "forms.prompt.files.more", params: { count: files.length, max } },
  };
}

export function filesSchema({ min, max }: Count): Readonly<Record<string, unknown>> {
  const items = { type: "string", format: "uuid" };
  return { type: "array", items, uniqueItems: true, minItems: Math.max(min, 1), maxItems: max };
}

/**
 * Staged files as hidden ids, each with a button that takes it off, and a field for another. The page stages what
 * arrives in `<path>.file` and adds its id to `<path>`.
 */
export function FilesField({
  of,
  most,
  accept,
  word,
}: {
  readonly of: FieldProps<PhotosQuestion | DocumentQuestion>;
  readonly most: number;
  readonly accept: string;
  readonly word: "photos" | "document";
}) {
  const { path, entry, context } = of;
  const { t } = context;
  const ids = allPosted(entry, path).filter((id) => id !== "");
  return (
    <Group of={of} id={path}>
      <DefaultButton />
      <p class="hint">{t(`forms.${word}.most`, { max: most })}</p>
      {word === "photos" && !mayShow(of.question, "public") && <p class="hint">{t("forms.photos.not-public")}</p>}
      {ids.length > 0 && (
        <ul class="rows">
          {ids.map((id, index) => (
            <li key={id}>
              <div>
                <input type="hidden" name={path} value={id} />
                {context.preview?.(id)}
                <span>
                  <b>{t(`forms.${word}.one`, { number: index + 1 })}</b>
                </span>
                <button
                  type="submit"
                  class="btn line"
                  name={`${path}.remove`}
                  value={id}
                  aria-label={t(`forms.${word}.remove`, { number: index + 1 })}
                >
                  {t("forms.remove")}
                </button>
              </div>
            </li>
          ))}
        </ul>
      )}
      {ids.length < most && (
        <Part of={of} name={`${path}.file`} label={t(`forms.${word}.add`)}>
          <input
            {...control(of, `${path}.file`)}
            type="file"
            accept={accept}
            multiple={most - ids.length > 1}
            // A script of the page makes photos smaller before they travel, where there is one.
            data-shrink={word === "photos" ? t("forms.photos.shrunk", { saved: "{saved}" }) : undefined}
            data-shrinking={word === "photos" ? t("forms.photos.shrinking") : undefined}
          />
        </Part>
      )}
    </Group>
  );
}
