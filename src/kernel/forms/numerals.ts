const units: Readonly<Record<string, number>> = {
  ribu: 1e3,
  rb: 1e3,
  juta: 1e6,
  jt: 1e6,
  miliar: 1e9,
  milyar: 1e9,
};

/**
 * A number as Indonesians write it: `1.234,5`, `1234`, `-3`. A dot followed by other than three digits is taken as a
 * decimal point (`1.5`), because nothing else can be meant. Undefined when it is no number.
 */
export function parseNumber(text: string): number | undefined {
  const plain = text.replace(/[\s\u00a0]/g, "").replace(/^[\u2212\u2013]/, "-");
  if (/^[+-]?(\d{1,3}(\.\d{3})+|\d{1,18})(,\d{1,12})?$/.test(plain))
    return Number(plain.replaceAll(".", "").replace(",", "."));
  return /^[+-]?\d{1,18}\.(\d{1,2}|\d{4,12})$/.test(plain) ? Number(plain) : undefined;
}

/**
 * Rupiah as people write it: `Rp 248.500`, `Rp248.500,-`, `248500,00`, `250 ribu`, `1,5 juta`. Undefined when it is no
 * amount of whole rupiah.
 */
export function parseRupiah(text: string): number | undefined {
  const plain = text
    .trim()
    .toLowerCase()
    .replace(/^(rp|idr)\.?/, "")
    .replace(/(,-|,00)$/, "")
    .trim();
  const word = /[a-z]+$/.exec(plain)?.[0];
  const unit = word === undefined ? 1 : units[word];
  if (unit === undefined) return undefined;
  const value = parseNumber(word === undefined ? plain : plain.slice(0, -word.length));
  if (value === undefined) return undefined;
  const rupiah = value * unit;
  // 1,1 × 1.000.000 is not whole in binary; to the nearest sen it is.
  const whole = Math.round(rupiah);
  return Math.abs(rupiah - whole) < 0.005 ? whole : undefined;
}

/** Coordinates as sent or written: `-7.26, 112.74`, `-7,26; 112,74`. Undefined when it is no pair of numbers. */
export function parsePoint(text: string): { readonly lat: number; readonly lng: number } | undefined {
  const match = /^\(?([+-]?\d{1,3}(?:\.\d{1,15})?)(?:\s*[,;]\s*|\s+)([+-]?\d{1,3}(?:\.\d{1,15})?)\)?$/.exec(
    text.trim(),
  );
  const other = match ?? /^([+-]?\d{1,3},\d{1,15})\s*[;\s]\s*([+-]?\d{1,3},\d{1,15})$/.exec(text.trim());
  const lat = parseDegrees(other?.[1]);
  const lng = parseDegrees(other?.[2]);
  return lat === undefined || lng === undefined ? undefined : { lat, lng };
}

/** Degrees with a decimal point or comma. */
export function parseDegrees(text: string | undefined): number | undefined {
  if (text === undefined || !/^[+-]?\d{1,3}([.,]\d{1,15})?$/.test(text.trim())) return undefined;
  return Number(text.trim().replace(",", "."));
}
