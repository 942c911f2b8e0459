import { parse } from 'yaml';
import { readFileSync } from 'node:fs';
import path from 'node:path';

const read = (file: string) => readFileSync(path.join(__dirname, '../..', file), 'utf8');

interface Rule {
  alert: string;
  labels: { severity: string };
  annotations: { summary: string };
}

const { groups } = parse(read('deploy/prometheus/alerts.yml')) as { groups: { rules: Rule[] }[] };
const rules = groups.flatMap((group) => group.rules);
const section = /\n## Alarms\n(.*?)\n## /s.exec(read('docs/operations.md'))?.[1] ?? '';
const rows = [...section.matchAll(/^\| `(\w+)`( †)? +\| (.+?) +\|$/gm)].map(([, alert, later, remedy]) => ({
  alert,
  severity: later ? 'ticket' : 'page',
  remedy: remedy ?? '',
}));

test('every alarm has its remedy in the handbook, and none is there that does not exist', () => {
  expect(rows.map(({ alert }) => alert).sort()).toEqual(rules.map(({ alert }) => alert).sort());
  expect(rows.filter(({ remedy }) => remedy.length < 40)).toEqual([]);
});

test('the handbook says which of them page somebody', () => {
  const severities = new Map(rules.map(({ alert, labels }) => [alert, labels.severity]));
  expect(rows.filter(({ alert, severity }) => severities.get(alert ?? '') !== severity)).toEqual([]);
});

test('remedies name alarms that exist', () => {
  const named = rows.flatMap(({ remedy }) =>
    [...remedy.matchAll(/`([A-Z][a-z]+(?:[A-Z][a-z]+)+)`/g)].map(([, name]) => name),
  );
  expect(named.length).toBeGreaterThan(5);
  expect(named.filter((name) => !rules.some(({ alert }) => alert === name))).toEqual([]);
});
