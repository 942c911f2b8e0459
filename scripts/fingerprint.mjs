import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';

/**
 * One value for the contents of files and folders, so that "is it built?" neither trusts clocks nor misses what was
 * deleted. Names that do not exist count as empty.
 * @param {string} root
 * @param {string[]} names below root
 * @param {(name: string) => boolean} [skips] names, relative to root, to leave out
 */
export function fingerprint(root, names, skips = () => false) {
  const hash = createHash('sha256');
  for (const name of names.flatMap((start) => [...filesBelow(root, start, skips)])) {
    hash
      .update(`${name}\0`)
      .update(readFileSync(path.join(root, name)))
      .update('\0');
  }
  return hash.digest('hex');
}

/** Relative names of a folder's files, in a fixed order. */
export function* filesBelow(root, name, skips = () => false) {
  const stats = statSync(path.join(root, name), { throwIfNoEntry: false });
  if (!stats || skips(name)) return;
  if (stats.isFile()) yield name;
  if (!stats.isDirectory()) return;
  for (const entry of readdirSync(path.join(root, name)).sort()) yield* filesBelow(root, path.join(name, entry), skips);
}
