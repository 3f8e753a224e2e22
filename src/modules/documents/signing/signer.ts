/** Puts an electronic signature (PAdES) on a finished PDF. One service for an installation; whose it is, only its own file knows. */
export interface PdfSigner {
  sign(pdf: Uint8Array, how: { readonly at: Date; readonly signal: AbortSignal }): Promise<Uint8Array>;
}
