import type { Command } from "./command.ts";

export const version: Command = async (config) => {
  console.log(config.version);
  return 0;
};
