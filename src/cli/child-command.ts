import { spawn } from "node:child_process";
import type { StopWish } from "./stop-wish.ts";

/** Runs another command of this program in a process of its own, on the same terminal. Gives whether it succeeded. */
export function runCommand(name: string, stop: StopWish): Promise<boolean> {
  const [, program = ""] = process.argv;
  const child = spawn(process.execPath, [program, name], { stdio: ["ignore", "inherit", "inherit"] });
  void stop.wish.then(() => child.kill("SIGTERM"));
  return new Promise((resolve) => {
    child.once("error", () => resolve(false));
    child.once("exit", (code) => resolve(code === 0));
  });
}
