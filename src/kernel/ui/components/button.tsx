import type { ComponentChildren } from "preact";
import type { IconName } from "../icons.ts";
import { Icon } from "./icon.tsx";

/** `full`: the one thing to do on this screen. `line`: everything else. `bad`: cannot be undone. */
export type ButtonTone = "full" | "line" | "bad";

interface Look {
  readonly tone?: ButtonTone;
  readonly icon?: IconName;
  readonly children: ComponentChildren;
  /** Console shortcut: the key is shown and pressing it presses the button. */
  readonly shortcut?: string;
}

export interface ButtonProps extends Look {
  readonly type?: "submit" | "button";
  readonly name?: string;
  readonly value?: string;
  readonly disabled?: boolean;
  /** Another address than the form's own, e.g. "save for later". */
  readonly formaction?: string;
  /** Skips the browser's own checks, for buttons that go back or save a draft. */
  readonly formnovalidate?: boolean;
  /** Id of the form when the button stands outside it. */
  readonly form?: string;
}

export interface LinkButtonProps extends Look {
  readonly href: string;
  /** Saves the target as a file of this name. */
  readonly download?: string | boolean;
}

function lookOf(tone: ButtonTone | undefined): string {
  return tone === undefined || tone === "full" ? "btn" : `btn ${tone}`;
}

function Inside({ icon, children, shortcut }: Look) {
  return (
    <>
      {icon !== undefined && <Icon name={icon} />}
      <span>{children}</span>
      {shortcut !== undefined && <kbd>{shortcut.toUpperCase()}</kbd>}
    </>
  );
}

/** Sends the form. Begins with a verb. */
export function Button({ tone, type = "submit", icon, children, shortcut, ...rest }: ButtonProps) {
  return (
    <button class={lookOf(tone)} type={type} data-key={shortcut} aria-keyshortcuts={shortcut} {...rest}>
      <Inside icon={icon} shortcut={shortcut}>
        {children}
      </Inside>
    </button>
  );
}

/** Goes somewhere; looks like a button. */
export function LinkButton({ tone, icon, children, shortcut, ...rest }: LinkButtonProps) {
  return (
    <a class={lookOf(tone)} data-key={shortcut} aria-keyshortcuts={shortcut} {...rest}>
      <Inside icon={icon} shortcut={shortcut}>
        {children}
      </Inside>
    </a>
  );
}

/** A link that stands alone, tall enough for a thumb. */
export function MoreLink({ href, icon, children, download }: Omit<LinkButtonProps, "tone" | "shortcut">) {
  return (
    <a class="link" href={href} download={download}>
      {icon !== undefined && <Icon name={icon} />}
      <span>{children}</span>
    </a>
  );
}

/** The way back, at the top of a page. */
export function BackLink({ href, children }: { readonly href: string; readonly children: ComponentChildren }) {
  return (
    <a class="back" href={href}>
      <Icon name="back" />
      {children}
    </a>
  );
}

/**
 * Buttons of one decision: under each other on a phone, in a row on wide screens. `stick` keeps them in reach; `pair` puts small ones two by two, for what
 * one may do beside.
 */
export function Actions(props: {
  readonly stick?: boolean;
  readonly pair?: boolean;
  readonly children: ComponentChildren;
}) {
  const more = [props.stick === true ? " stick" : "", props.pair === true ? " pair" : ""].join("");
  return <div class={`acts${more}`}>{props.children}</div>;
}
