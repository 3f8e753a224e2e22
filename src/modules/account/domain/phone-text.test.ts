import { expect, it } from "vitest";
import { groupPhone } from "./phone-text.ts";

it.each([
  ["+6281234567890", "+62 812 3456 7890"],
  ["+628120000001", "+62 812 0000 001"],
  ["+442071838750", "+442071838750"],
  ["", ""],
])("%s reads %s", (phone, text) => expect(groupPhone(phone)).toBe(text));
