import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';

/** Prompts at the terminal without an echo. Without a terminal, reads the first line of standard input. */
export async function askPassword(prompt: string): Promise<string> {
  const silence = new Writable({ write: (_chunk, _encoding, done) => done() });
  const terminal = process.stdin.isTTY;
  const lines = createInterface({ input: process.stdin, output: silence, terminal });
  if (terminal) process.stderr.write(prompt);
  try {
    return await new Promise<string>((resolve) => {
      lines.once('line', resolve);
      lines.once('close', () => resolve('')); // Ctrl-C, Ctrl-D
    });
  } finally {
    lines.close();
    if (terminal) process.stderr.write('\n');
  }
}
