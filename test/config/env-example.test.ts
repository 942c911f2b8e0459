import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { VARIABLES, type VariableName } from '../../src/config/variables';

const root = join(__dirname, '../..');
const lines = readFileSync(join(root, '.env.example'), 'utf8').split('\n');
const entries = lines.flatMap((line, index) => {
  const match = /^#([A-Z][A-Z_]*)=(.*)$/.exec(line);
  return match ? [{ name: match[1] ?? '', value: match[2] ?? '', above: lines[index - 1] ?? '' }] : [];
});
const names = Object.keys(VARIABLES) as VariableName[];

it('.env.example lists every variable once, and no other', () => {
  expect(entries.map(({ name }) => name).sort()).toEqual([...names].sort());
});

it('.env.example shows the defaults that hold', () => {
  const shown = Object.fromEntries(entries.map(({ name, value }) => [name, value]));
  const defaults = Object.fromEntries(names.map((name) => [name, VARIABLES[name].fallback ?? '']));
  expect(shown).toEqual(defaults);
});

it('.env.example says what each variable means', () => {
  const bare = entries.filter(({ above }) => !above.startsWith('# ') && !/^#[A-Z]/.test(above));
  expect(bare).toEqual([]);
});

it('docs/environment.md names every variable', () => {
  const table = readFileSync(join(root, 'docs/environment.md'), 'utf8');
  expect(names.filter((name) => !table.includes(`\`${name}\``))).toEqual([]);
});
