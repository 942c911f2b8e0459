import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';

/*
 * A file of a cycle can only be understood, tested and loaded with all others of it. Imports of types count too.
 */

const ROOT = path.resolve(__dirname, '../..');
const GENERATED = 'src/platform/database/generated/';

const files = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', 'src/**/*.ts'], {
  cwd: ROOT,
  encoding: 'utf8',
})
  .trim()
  .split('\n')
  .filter((file) => !file.startsWith(GENERATED) && existsSync(path.join(ROOT, file)));

function importsOf(file: string): string[] {
  const { importedFiles } = ts.preProcessFile(readFileSync(path.join(ROOT, file), 'utf8'));
  return importedFiles
    .filter(({ fileName }) => fileName.startsWith('.'))
    .map(({ fileName }) => path.join(path.dirname(file), `${fileName}.ts`));
}

/** The first cycle that a walk along the imports meets, as a chain that ends where it began. */
function findCycle(imports: ReadonlyMap<string, readonly string[]>): string[] {
  const finished = new Set<string>();
  const walk = (file: string, trail: readonly string[]): string[] => {
    if (trail.includes(file)) return [...trail.slice(trail.indexOf(file)), file];
    if (finished.has(file)) return [];
    for (const imported of imports.get(file) ?? []) {
      const cycle = walk(imported, [...trail, file]);
      if (cycle.length > 0) return cycle;
    }
    finished.add(file);
    return [];
  };
  for (const file of imports.keys()) {
    const cycle = walk(file, []);
    if (cycle.length > 0) return cycle;
  }
  return [];
}

test('no source file imports itself through others', () => {
  const imports = new Map(files.map((file) => [file, importsOf(file)]));
  const followed = [...imports.values()].flat().filter((file) => imports.has(file));
  expect(followed.length).toBeGreaterThan(1_000);
  expect(findCycle(imports)).toEqual([]);
});

test('a cycle is found, wherever the walk begins', () => {
  const imports = new Map([
    ['a', ['b', 'outside']],
    ['b', ['c', 'd']],
    ['c', []],
    ['d', ['b']],
  ]);
  expect(findCycle(imports)).toEqual(['b', 'd', 'b']);
});
