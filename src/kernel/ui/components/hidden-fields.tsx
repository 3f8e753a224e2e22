/** Names of the hidden fields, read by the server. */
export const csrfField = "_csrf";
export const onceField = "_once";

/** Proves that the form came from our own page. */
export function Csrf({ token }: { readonly token: string }) {
  return <input type="hidden" name={csrfField} value={token} />;
}

/** The idempotency key: sending the form twice has one effect. */
export function Once({ value }: { readonly value: string }) {
  return <input type="hidden" name={onceField} value={value} />;
}
