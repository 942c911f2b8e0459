import { realpath } from 'node:fs/promises';
import path from 'node:path';

/**
 * The npm that came with this node, or else the one on the PATH, as a file that node runs: what it starts is its child, and
 * no shell's.
 */
export async function npmFile(): Promise<string> {
  const folders = [path.dirname(process.execPath), ...(process.env['PATH'] ?? '').split(path.delimiter)];
  for (const folder of folders) {
    const file = await realpath(path.join(folder, 'npm')).catch(() => undefined);
    if (file) return file;
  }
  throw new Error('There is no npm beside node, nor on the PATH.');
}
