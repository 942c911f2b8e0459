import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import packaged from './packaged.json';

export interface Asset {
  /** Changes with the content, so that browsers may cache it forever. */
  url: string;
  type: string;
  bytes: Buffer;
}

const TYPES: Record<string, string> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
};

/** A file that a page loads, from the gateway or from a package. Its name comes from the code, never from a request. */
export function loadAsset(name: string): Asset {
  const bytes = readFileSync(locate(name));
  const version = createHash('sha256').update(bytes).digest('hex').slice(0, 12);
  return { url: `/assets/${version}/${name}`, type: TYPES[path.extname(name)] ?? 'application/octet-stream', bytes };
}

/**
 * The build copies files of packages beside the compiled code, so that production does not need those packages. Without a
 * build they come from the packages. Their paths bypass `exports`, which lack browser builds.
 */
function locate(name: string): string {
  const [packageName, ...rest] = (Object.entries(packaged).find(([known]) => known === name)?.[1] ?? '').split('/');
  if (!packageName) return path.join(__dirname, 'browser', name);
  const built = path.join(__dirname, 'packaged', name);
  return existsSync(built) ? built : path.join(path.dirname(require.resolve(`${packageName}/package.json`)), ...rest);
}
