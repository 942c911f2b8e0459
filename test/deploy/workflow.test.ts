import { readdirSync } from 'node:fs';
import path from 'node:path';
import { CHECKOUT, yaml } from './files';

interface Workflow {
  on: Record<string, unknown>;
  permissions: Record<string, string>;
  jobs: Record<string, Job>;
}

interface Job {
  'timeout-minutes': number;
  strategy?: { matrix: { node: number[] } };
  container?: string;
  steps: { uses?: string; run?: string }[];
}

const FOLDER = '.github/workflows';
const workflows = readdirSync(path.join(CHECKOUT, FOLDER)).map((file) => yaml<Workflow>(`${FOLDER}/${file}`));
const jobs = workflows.flatMap((workflow) => Object.values(workflow.jobs));

test('pushes and pull requests run what every change must pass, on Debian', () => {
  expect(workflows.flatMap(({ on }) => Object.keys(on))).toEqual(['push', 'pull_request']);
  const ci = jobs.find(({ steps }) => steps.some(({ run }) => run === '.ci/run'));
  expect(ci?.container).toMatch(/^node:.*-bookworm$/);
});

test('they run on every even version of Node from the oldest that package.json allows', () => {
  const { engines } = yaml<{ engines: { node: string } }>('package.json');
  const oldest = Number(/^>=(\d+)/.exec(engines.node)?.[1]);
  const versions = jobs.flatMap(({ strategy }) => strategy?.matrix.node ?? []);
  expect(versions.length).toBeGreaterThanOrEqual(4);
  expect(versions).toEqual(versions.map((_version, nth) => oldest + 2 * nth));
});

test('workflows may read and no more, end some time, and name the version of what they use', () => {
  expect(workflows.map(({ permissions }) => permissions)).toEqual(workflows.map(() => ({ contents: 'read' })));
  for (const job of jobs) expect(job['timeout-minutes']).toBeLessThanOrEqual(30);
  const used = jobs.flatMap(({ steps }) => steps.flatMap(({ uses }) => uses ?? []));
  expect(used.filter((action) => !/@v\d+\.\d+\.\d+$/.test(action))).toEqual([]);
});
