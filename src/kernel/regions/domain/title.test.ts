import { expect, it } from "vitest";
import { regionTitle } from "./title.ts";

it.each([
  ["34", "Daerah Istimewa Yogyakarta", "Daerah Istimewa Yogyakarta"],
  ["35", "Jawa Timur", "Provinsi Jawa Timur"],
  ["35.78", "Kota Surabaya", "Kota Surabaya"],
  ["35.78.05", "Tegalsari", "Kecamatan Tegalsari"],
  ["35.78.05.1004", "Keputran", "Kelurahan Keputran"],
  ["34.02.03.2002", "Parangtritis", "Desa Parangtritis"],
])("%s %s is called %s", (code, name, title) => {
  expect(regionTitle({ code, name })).toBe(title);
});
