import { Icon } from "./icon.tsx";

export interface SearchBoxProps {
  readonly action: string;
  readonly name: string;
  readonly value?: string;
  /** Says what is searched, for readers. */
  readonly label: string;
  /** "Contoh: KTP hilang" */
  readonly example?: string;
  readonly button: string;
}

/** One big search field; a plain GET form. */
export function SearchBox({ action, name, value, label, example, button }: SearchBoxProps) {
  return (
    <search>
      <form class="find" action={action}>
        <input type="search" name={name} value={value} aria-label={label} placeholder={example} autocomplete="off" />
        <button class="btn" type="submit">
          <Icon name="search" />
          <span>{button}</span>
        </button>
      </form>
    </search>
  );
}
