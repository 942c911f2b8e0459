import { chmod, readdir, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { keptJwtSecret } from '../../../src/platform/embedded/jwt-secret';
import { StartError } from '../../../src/platform/embedded/start-error';
import { temporaryFolder } from '../../support/temporary-folder';

test('the secret is long, and the same at the next start', async () => {
  const folder = await temporaryFolder();
  const secret = await keptJwtSecret(folder);
  expect(Buffer.byteLength(secret)).toBeGreaterThanOrEqual(32);
  expect(await keptJwtSecret(folder)).toBe(secret);
});

test('two folders have two secrets', async () => {
  expect(await keptJwtSecret(await temporaryFolder())).not.toBe(await keptJwtSecret(await temporaryFolder()));
});

test('only its owner can read it, even where that was loosened', async () => {
  const folder = await temporaryFolder();
  const mode = async () => (await stat(path.join(folder, 'jwt-secret'))).mode & 0o777;
  await keptJwtSecret(folder);
  expect(await mode()).toBe(0o600);

  await chmod(path.join(folder, 'jwt-secret'), 0o644);
  await keptJwtSecret(folder);
  expect(await mode()).toBe(0o600);
});

test('first starts at the same time agree on one secret and leave nothing else', async () => {
  const folder = await temporaryFolder();
  const secrets = await Promise.all(Array.from({ length: 20 }, () => keptJwtSecret(folder)));
  expect(new Set(secrets).size).toBe(1);
  expect(await readdir(folder)).toEqual(['jwt-secret']);
});

test('an emptied file is refused, not used', async () => {
  const folder = await temporaryFolder();
  await writeFile(path.join(folder, 'jwt-secret'), '');
  await expect(keptJwtSecret(folder)).rejects.toThrow(StartError);
});
