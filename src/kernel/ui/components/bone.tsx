import { useT } from "../context.ts";

/** Stands where text will be, for waits above half a second. */
export function Bone({ lines = 3 }: { readonly lines?: number }) {
  const t = useT();
  return (
    <div class="card flow" aria-busy="true">
      <p class="vh">{t("ui.loading")}</p>
      {Array.from({ length: lines }, (_, index) => (
        <div key={index} class="bone" />
      ))}
    </div>
  );
}
