import { realpath } from 'node:fs/promises';
import path from 'node:path';

/**
 * The npm that came with this node, or else the one on the PATH. It is a file for node to run, so that its processes are
 * children of node and not of a shell.
 */
export async function npmFile(): Promise<string> {
  const folders = [path.dirname(process.execPath), ...(process.env['PATH'] ?? '').split(path.delimiter)];
  for (const folder of folders) {
    const file = await realpath(path.join(folder, 'npm')).catch(() => undefined);
    if (file) return file;
  }
  throw new Error('There is no npm beside node, nor on the PATH.');
}
