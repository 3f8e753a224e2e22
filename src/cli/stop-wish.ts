/** That the operator wants the program to end. */
export interface StopWish {
  readonly wished: boolean;
  /** Settles once it is wished. */
  readonly wish: Promise<void>;
}

/**
 * From now on Ctrl-C, SIGTERM, a closed terminal, or the end of the program that started this one no longer end the
 * process at once but are a wish, asked for once: more of them change nothing.
 */
export function stopWish(): StopWish {
  let wished = false;
  const wish = new Promise<void>((resolve) => {
    const ask = (): void => {
      wished = true;
      resolve();
    };
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, ask);
    // bin/balai.mjs holds the other end: it closes even when that process is killed.
    process.once("disconnect", ask);
    process.channel?.unref();
  });
  return {
    get wished() {
      return wished;
    },
    wish,
  };
}
