import type { FormEntry } from "../question-type.ts";

/** What a browser knows of a control that can be filled or pressed. */
interface Control {
  readonly kind: "text" | "textarea" | "hidden" | "radio" | "checkbox" | "select" | "file" | "button";
  readonly name: string;
  /** Radio, checkbox, button: the value it would send. Select: the values it offers. */
  readonly offers: readonly string[];
  values: readonly string[];
}

/** A rendered form as a browser without scripts sees it: read from the HTML, filled, posted. */
export interface RenderedForm {
  readonly names: ReadonlySet<string>;
  /** Fills what is there; gives the names it could not fill, because no control takes that value. */
  fill(wanted: FormEntry): readonly string[];
  /** What the browser would send, with a button pressed or with Enter. */
  post(button?: { readonly name: string; readonly value?: string }): FormEntry;
  hasFileField(name: string): boolean;
  hasButton(name: string): boolean;
}

const tag = /<(\/?)(input|select|option|textarea|button)((?:\s+[\w:.-]+(?:="[^"]*")?)*)\s*\/?>/g;
const attribute = /([\w:.-]+)(?:="([^"]*)")?/g;

/** Reads the controls of rendered HTML. */
export function readRenderedForm(html: string): RenderedForm {
  const controls = readControls(html);
  const posting = (control: Control) => control.kind !== "button" && control.kind !== "file" && control.name !== "";
  return {
    names: new Set(controls.map(({ name }) => name)),
    fill: (wanted) =>
      Object.entries(wanted)
        .filter(([name, values]) => !fillOne(controls, name, values))
        .map(([name]) => name),
    post(button) {
      const entry: Record<string, string[]> = {};
      for (const control of controls.filter(posting))
        for (const value of control.values)
          entry[control.name] = [...(entry[control.name] ?? []), asSent(control, value)];
      if (button === undefined) return entry;
      const pressed = controls.find(
        ({ kind, name, offers }) =>
          kind === "button" && name === button.name && offers[0] === (button.value ?? offers[0]),
      );
      if (pressed === undefined) throw new Error(`no button ${button.name}`);
      return { ...entry, [button.name]: pressed.offers };
    },
    hasFileField: (name) => controls.some((control) => control.kind === "file" && control.name === name),
    hasButton: (name) => controls.some((control) => control.kind === "button" && control.name === name),
  };
}

/** Browsers drop line breaks in one-line fields and send them as CRLF in text areas. */
function asSent(control: Control, value: string): string {
  if (control.kind === "textarea") return value.replace(/\r\n|\r|\n/g, "\r\n");
  return control.kind === "text" ? value.replace(/[\r\n]/g, "") : value;
}

function fillOne(controls: readonly Control[], name: string, values: readonly string[]): boolean {
  const named = controls.filter(
    (control) => control.name === name && control.kind !== "button" && control.kind !== "file",
  );
  const first = named[0];
  if (first === undefined) return values.length === 0;
  if (first.kind === "hidden") return named.flatMap((control) => control.values).join() === values.join();
  if (first.kind === "radio" || first.kind === "checkbox") {
    if (first.kind === "radio" && values.length > 1) return false;
    for (const control of named) control.values = control.offers.filter((offer) => values.includes(offer));
    return values.every((value) => named.some((control) => control.offers.includes(value)));
  }
  if (values.length !== 1) return false;
  if (first.kind === "select" && !values.every((value) => first.offers.includes(value))) return false;
  first.values = values;
  return true;
}

function readControls(html: string): Control[] {
  const controls: Control[] = [];
  let select: { name: string; offers: string[]; chosen: string[] } | undefined;
  for (const match of html.matchAll(tag)) {
    const [whole, slash, element, written = ""] = match;
    const attributes = readAttributes(written);
    const name = attributes.get("name") ?? "";
    const end = match.index + whole.length;
    if (slash === "/") {
      if (element === "select" && select !== undefined) {
        const values = select.chosen.length > 0 ? select.chosen : select.offers.slice(0, 1);
        controls.push({ kind: "select", name: select.name, offers: select.offers, values });
        select = undefined;
      }
    } else if (element === "select") select = { name, offers: [], chosen: [] };
    else if (element === "option" && select !== undefined) {
      const value = attributes.get("value") ?? "";
      select.offers.push(value);
      if (attributes.has("selected")) select.chosen = [value];
    } else if (element === "textarea") {
      const text = decode(html.slice(end, html.indexOf("</textarea>", end))).replace(/^\n/, "");
      controls.push({ kind: "textarea", name, offers: [], values: [text] });
    } else if (element === "button")
      controls.push({ kind: "button", name, offers: [attributes.get("value") ?? ""], values: [] });
    else if (element === "input") controls.push(readInput(name, attributes));
  }
  return controls;
}

function readInput(name: string, attributes: ReadonlyMap<string, string>): Control {
  const value = attributes.get("value") ?? "";
  const type = attributes.get("type") ?? "text";
  if (type === "radio" || type === "checkbox")
    return { kind: type, name, offers: [value], values: attributes.has("checked") ? [value] : [] };
  if (type === "hidden") return { kind: "hidden", name, offers: [], values: [value] };
  if (type === "file") return { kind: "file", name, offers: [], values: [] };
  if (type !== "text" && type !== "tel") throw new Error(`unexpected input type ${type}`);
  return { kind: "text", name, offers: [], values: [value] };
}

function readAttributes(written: string): ReadonlyMap<string, string> {
  return new Map([...written.matchAll(attribute)].map(([, name = "", value = ""]) => [name, decode(value)]));
}

function decode(text: string): string {
  return text
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&quot;", '"')
    .replaceAll("&#39;", "'")
    .replaceAll("&#10;", "\n")
    .replaceAll("&amp;", "&");
}
