import type { ComponentChildren } from "preact";

export interface Message {
  readonly text: ComponentChildren;
  /** "Petugas Bina Marga" or "Anda". */
  readonly who: string;
  readonly when: string;
  readonly mine?: boolean;
}

/** Messages between a person and an office, oldest first. */
export function Chat({ messages }: { readonly messages: readonly Message[] }) {
  return (
    <ol class="chat">
      {messages.map((message, index) => (
        <li key={index} class={message.mine === true ? "me" : undefined}>
          <p>{message.text}</p>
          <span class="meta">
            {message.who} · {message.when}
          </span>
        </li>
      ))}
    </ol>
  );
}
