import { useScript, useT } from "../context.ts";
import { Icon } from "./icon.tsx";

// Buttons that need the device. Each stays hidden until its script finds that the device can do it.

/** Shares the page (or `url`) by the phone's own sheet; copies the address where there is none. */
export function ShareButton({ url, title }: { readonly url?: string; readonly title: string }) {
  const t = useT();
  return (
    <button class="btn line" type="button" hidden data-share={url ?? ""} data-title={title} data-done={t("ui.copied")}>
      <Icon name="share" />
      <span>{t("ui.share")}</span>
    </button>
  );
}

export function PrintButton() {
  const t = useT();
  return (
    <button class="btn line" type="button" hidden data-print>
      <Icon name="print" />
      <span>{t("ui.print")}</span>
    </button>
  );
}

/** Copies `text`, e.g. a code. */
export function CopyButton({ text, label }: { readonly text: string; readonly label?: string }) {
  const t = useT();
  return (
    <button class="btn line" type="button" hidden data-copy={text} data-done={t("ui.copied")}>
      <Icon name="copy" />
      <span>{label ?? t("ui.copy")}</span>
    </button>
  );
}

export interface LocateButtonProps {
  /** Names of the fields that are filled, in decimal degrees. */
  readonly lat: string;
  readonly lng: string;
  /** Field for the accuracy in metres. */
  readonly accuracy?: string;
}

/** "Pakai tempat saya sekarang": fills the place fields. The form has another way for everyone else. */
export function LocateButton({ lat, lng, accuracy }: LocateButtonProps) {
  useScript("kernel/ui/browser/locate.ts");
  const t = useT();
  return (
    <div class="acts" hidden data-locate data-lat={lat} data-lng={lng} data-accuracy={accuracy}>
      <button class="btn line" type="button">
        <Icon name="pin" />
        <span>{t("ui.locate")}</span>
      </button>
      <output
        class="meta"
        data-busy={t("ui.locate.busy")}
        data-done={t("ui.locate.done", { metres: "{metres}" })}
        data-refused={t("ui.locate.refused")}
        data-failed={t("ui.locate.failed")}
      />
    </div>
  );
}

/** Reads the part of the page with this id aloud, where the device has a voice of the page's language. */
export function ReadAloudButton({ target }: { readonly target: string }) {
  const t = useT();
  return (
    <button class="btn line" type="button" hidden data-read={target} data-stop={t("ui.read.stop")}>
      <Icon name="sound" />
      <span>{t("ui.read")}</span>
    </button>
  );
}
