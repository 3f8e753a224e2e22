import { levelOf } from "./code.ts";

/**
 * How a region is called on its own pages: "Kota Surabaya", "Kecamatan Tegalsari", "Kelurahan Keputran", "Desa Parangtritis". Names of provinces,
 * kabupaten and kota bear their kind already; the last part of a village's code begins with 1 for a kelurahan, 2 for a desa (Kemendagri).
 */
export function regionTitle({ code, name }: { readonly code: string; readonly name: string }): string {
  switch (levelOf(code)) {
    case "district":
      return `Kecamatan ${name}`;
    case "village":
      return `${code.split(".")[3]?.startsWith("1") === true ? "Kelurahan" : "Desa"} ${name}`;
    case "province":
      return /^(Provinsi|Daerah|DKI) /.test(name) ? name : `Provinsi ${name}`;
    default:
      return name;
  }
}
