import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import packaged from './explorer.files.json';
import { EXPLORER_CSS, EXPLORER_JS } from './explorer.page';

export interface Asset {
  /** Changes with the content, so that browsers may keep it for good. */
  url: string;
  type: string;
  bytes: Buffer;
}

const TYPES: Record<string, string> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
};

/** Every file of the explorer page by name, read once. */
export function loadExplorerAssets(): Map<string, Asset> {
  const files: [name: string, bytes: Buffer][] = [
    ...Object.entries(packaged).map(([name, file]): [string, Buffer] => [name, readFileSync(locate(name, file))]),
    ['explorer.css', Buffer.from(EXPLORER_CSS)],
    ['explorer.js', Buffer.from(EXPLORER_JS)],
  ];
  return new Map(files.map(([name, bytes]) => [name, describe(name, bytes)]));
}

function describe(name: string, bytes: Buffer): Asset {
  const version = createHash('sha256').update(bytes).digest('hex').slice(0, 12);
  const type = TYPES[path.extname(name)] ?? 'application/octet-stream';
  return { url: `/explorer/assets/${version}/${name}`, type, bytes };
}

/**
 * The build copies the files beside the compiled code, so that production needs none of their packages; before it they
 * come from the packages, past their `exports`, which leave browser builds out.
 */
function locate(name: string, file: string): string {
  const built = path.join(__dirname, 'explorer', name);
  if (existsSync(built)) return built;
  const [packageName = '', ...rest] = file.split('/');
  return path.join(path.dirname(require.resolve(`${packageName}/package.json`)), ...rest);
}
