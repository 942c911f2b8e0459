import { readFileSync } from 'node:fs';
import path from 'node:path';

/** The version in package.json, which is one level above both `src` and `dist`. */
export const VERSION = readVersion();

function readVersion(): string {
  const parsed: unknown = JSON.parse(readFileSync(path.join(__dirname, '../../package.json'), 'utf8'));
  const isPackage = typeof parsed === 'object' && parsed !== null && 'version' in parsed;
  return isPackage && typeof parsed.version === 'string' ? parsed.version : 'unknown';
}
