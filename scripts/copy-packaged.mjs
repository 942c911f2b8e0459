import { copyFileSync, mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

const { resolve } = createRequire(import.meta.url);

/**
 * Copies what the pages load from packages beside the compiled code.
 * @param {string} root the checkout
 * @param {string} dist where the compiled code lies
 */
export function copyPackaged(root, dist) {
  const files = JSON.parse(readFileSync(path.join(root, 'src/http/pages/packaged.json'), 'utf8'));
  const target = path.join(dist, 'http/pages/packaged');
  mkdirSync(target, { recursive: true });
  for (const [name, file] of Object.entries(files)) {
    const [packageName, ...rest] = file.split('/');
    copyFileSync(path.join(path.dirname(resolve(`${packageName}/package.json`)), ...rest), path.join(target, name));
  }
}
