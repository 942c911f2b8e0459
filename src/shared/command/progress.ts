const WIDTH = 30;

export interface Progress {
  /** One more is done. */
  tick(): void;
  /** Leaves nothing on the line. */
  end(): void;
}

/** A bar on standard error, if that is a terminal. */
export function progressBar(total: number): Progress {
  const stream = process.stderr;
  if (!stream.isTTY) return { tick: () => undefined, end: () => undefined };
  let done = 0;
  let shown = '';
  const show = (line: string) => {
    if (line !== shown) stream.write(`\r\u001b[K${line}`);
    shown = line;
  };
  return {
    tick() {
      done += 1;
      const filled = Math.round((done / total) * WIDTH);
      show(`[${'#'.repeat(filled)}${'.'.repeat(WIDTH - filled)}] ${done} of ${total}`);
    },
    end: () => show(''),
  };
}
