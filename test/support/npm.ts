import { realpath } from 'node:fs/promises';
import path from 'node:path';

/** The npm that came with this node, as a file that node runs: what it starts is its child, and no shell's. */
export const npmFile = (): Promise<string> => realpath(path.join(path.dirname(process.execPath), 'npm'));
