import type { ComponentChildren } from "preact";
import { useT } from "../context.ts";
import { type Fact, Facts } from "./facts.tsx";
import { Icon } from "./icon.tsx";
import { Qr } from "./qr.tsx";

export interface SlipProps {
  /** "Tanda terima" */
  readonly title: string;
  /** Groups of four joined by "-": "SBY-7K4M-2QX8". Each group gets its own line. */
  readonly code: string;
  /** What the QR code holds: the address where the receipt is checked. */
  readonly qr?: string;
  readonly facts?: readonly Fact[];
  /** The small print: when it was kept, who can check it. */
  readonly children?: ComponentChildren;
  readonly level?: 2 | 3;
}

/** The receipt that people keep, show and print. */
export function Slip({ title, code, qr, facts, children, level = 2 }: SlipProps) {
  const t = useT();
  const Heading = level === 2 ? "h2" : "h3";
  const groups = code.split("-");
  return (
    <div class="slip">
      <div>
        <Icon name="mark" class="mark" />
        <Heading>{title}</Heading>
        <hr />
        <div class="stub">
          {qr !== undefined && <Qr text={qr} label={t("ui.slip.qr")} />}
          <div>
            <small>{t("ui.slip.code")}</small>
            <p class="code">
              {groups.map((group, index) => (
                <span key={group}>
                  {group}
                  {/* Copied text and screen readers keep the hyphen; the eye sees lines. */}
                  {index < groups.length - 1 && <span class="vh">-</span>}
                </span>
              ))}
            </p>
          </div>
        </div>
        {(facts !== undefined || children !== undefined) && <hr />}
        {facts !== undefined && <Facts facts={facts} />}
        {children !== undefined && <p class="meta">{children}</p>}
      </div>
    </div>
  );
}
