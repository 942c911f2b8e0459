/**
 * Waits for `promise` at most `ms` milliseconds, then calls `late` and rejects with what it returns.
 *
 * The verdict falls one turn of the event loop after the timer: a process that was itself too busy to read an
 * answer which lies in its socket must not blame the server for it.
 */
export function within<T>(promise: Promise<T>, ms: number, late: () => Error): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    let settled = false;
    const timer = setTimeout(() => {
      setImmediate(() => {
        if (!settled) reject(late());
      });
    }, ms);
    promise.then(
      (value) => {
        settled = true;
        clearTimeout(timer);
        resolve(value);
      },
      (error: unknown) => {
        settled = true;
        clearTimeout(timer);
        reject(error instanceof Error ? error : new Error(String(error)));
      },
    );
  });
}
