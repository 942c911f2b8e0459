import { signUp, startApp, type TestApp } from '../support/app';
import { graphql } from '../support/graphql';
import { startProgram } from '../support/gateway';
import { rest } from '../support/rest';
import { read, yaml } from './files';
import { namesOf } from './promql';

/** What the files for operators name, looked up at a running gateway: metrics, labels, probes, addresses. */

let app: TestApp;
/** Every sample of /metrics: its name, its labels. */
let samples: { name: string; labels: Map<string, string> }[];

beforeAll(async () => {
  app = await startApp();
  const { token } = await signUp(app, 'trainer');
  await graphql(app.url, '{ me { id } }', { token });
  await rest(app.url, 'GET /api/auth/trainer/trainers', { headers: { authorization: `Bearer ${token}` } });
  await fetch(`${app.url}/nowhere`);
  const text = await (await fetch(`${app.url}/metrics`)).text();
  samples = text.split('\n').flatMap((line) => {
    const [, name, labels = ''] = /^([a-z_:A-Z]\w*)(?:\{(.*)\})? \S+$/.exec(line) ?? [];
    return name
      ? [{ name, labels: new Map([...labels.matchAll(/(\w+)="([^"]*)"/g)].map(([, k = '', v = '']) => [k, v])) }]
      : [];
  });
});
afterAll(() => app.close());

/** What Prometheus adds to every sample, and calls `exported_…` where a sample has its own. */
const ADDED = ['job', 'instance'];
/** Values that a young gateway has not met yet. */
const RARE: Record<string, string[]> = { status: ['503'] };

interface Dashboard {
  panels: { title: string; targets?: { expr: string }[] }[];
  templating: { list: { query: string | { query: string } }[] };
  annotations: { list: { expr: string }[] };
}
interface Rules {
  groups: { rules: { alert: string; expr: string }[] }[];
}

function expressions(): [string, string][] {
  const dashboard = JSON.parse(read('deploy/grafana/stms-gateway.json')) as Dashboard;
  const { groups } = yaml<Rules>('deploy/prometheus/alerts.yml');
  return [
    ...dashboard.panels.flatMap(({ title, targets = [] }) =>
      targets.map(({ expr }): [string, string] => [title, expr]),
    ),
    ...dashboard.annotations.list.map(({ expr }): [string, string] => ['annotation', expr]),
    ...groups.flatMap(({ rules }) => rules.map(({ alert, expr }): [string, string] => [alert, expr])),
  ];
}

/** What is wrong with an expression; empty if nothing is. */
function faultsOf(expression: string): string[] {
  const { metrics, selectors, groups } = namesOf(expression);
  const labelsOf = (metric: string) =>
    samples.filter(({ name }) => name === metric).flatMap(({ labels }) => [...labels.keys()]);
  const has = (metric: string, label: string) => {
    const labels = labelsOf(metric);
    return (
      ADDED.includes(label) ||
      labels.includes(label) ||
      (label.startsWith('exported_') && labels.includes(label.slice(9)))
    );
  };
  const isMet = (metric: string, label: string, value: string) =>
    ADDED.includes(label) ||
    RARE[label]?.includes(value) ||
    samples.some(({ name, labels }) => name === metric && labels.get(label) === value);
  const gateways = metrics.filter((metric) => metric !== 'up');
  return [
    ...gateways.filter((metric) => !samples.some(({ name }) => name === metric)).map((metric) => `no metric ${metric}`),
    ...selectors
      .filter(({ metric, label }) => metric !== 'up' && !has(metric, label))
      .map(({ metric, label }) => `${metric} has no label ${label}`),
    ...selectors
      .filter(({ metric, label, equals }) => metric !== 'up' && equals !== null && !isMet(metric, label, equals))
      .map(({ metric, label, equals }) => `no ${metric} has ${label}="${equals}"`),
    ...groups
      .filter((label) => !gateways.some((metric) => has(metric, label)))
      .map((label) => `nothing has a label ${label}`),
  ];
}

test('dashboard and alarms name only metrics and labels that a gateway has', () => {
  const found = expressions();
  expect(found.length).toBeGreaterThan(60);
  expect(found.flatMap(([where, expression]) => faultsOf(expression).map((fault) => `${where}: ${fault}`))).toEqual([]);
});

test('a name, a label, a value or a grouping that is wrong would be found', () => {
  const quantile = (labels: string) =>
    `histogram_quantile(0.9, sum by (le) (rate(stms_redis_trip_duration_seconds_bucket${labels}[5m])))`;
  expect(faultsOf(quantile(''))).toEqual([]);
  expect(faultsOf(quantile('{door="rest"}'))).toHaveLength(2);
  expect(faultsOf('sum(rate(stms_http_request_total[5m])) / up > 1')).toEqual(['no metric stms_http_request_total']);
  expect(faultsOf('sum by (rout) (stms_http_requests_total)')).toEqual(['nothing has a label rout']);
  expect(faultsOf('stms_cache_requests_total{result="hits"} and on (cache) stms_redis_up')).toEqual([
    'no stms_cache_requests_total has result="hits"',
  ]);
});

test('every metric of ours is on the dashboard and in the handbook', () => {
  const shown = new Set(expressions().flatMap(([, expression]) => namesOf(expression).metrics));
  const handbook = read('docs/operations.md');
  const names = samples.map(({ name }) => name.replace(/_(bucket|sum|count)$/, ''));
  const own = [...new Set(names)].filter((name) => name.startsWith('stms_'));
  const isShown = (name: string) => [name, `${name}_bucket`, `${name}_count`].some((one) => shown.has(one));
  expect(own.filter((name) => !isShown(name))).toEqual([]);
  expect(own.filter((name) => !handbook.includes(`\`${name}\``))).toEqual([]);
  const documented = [...handbook.matchAll(/`(stms_\w+)[`{]/g)].map(([, name = '']) => name);
  expect(documented.filter((name) => !own.includes(name))).toEqual([]);
});

test('probes and proxies ask for what is there', async () => {
  const paths = [
    ...read('Dockerfile').matchAll(/probe\.mjs", "([^"]+)"/g),
    ...read('docker-compose.yml').matchAll(/probe\.mjs, (\S+)\]/g),
    ...read('deploy/kubernetes/deployment.yaml').matchAll(/httpGet: \{ path: ([^,]+),/g),
    ...read('deploy/kubernetes/service-monitor.yaml').matchAll(/path: ([^,]+),/g),
  ].map(([, path = '']) => path);
  expect([...new Set(paths)].sort()).toEqual(['/livez', '/metrics', '/readyz']);
  const open = ['/graphql?query=%7B__typename%7D', '/api/openapi.json', '/docs/errors/CONFLICT.md'];
  for (const path of [...paths, ...open]) expect([path, (await fetch(app.url + path)).status]).toEqual([path, 200]);
  for (const file of ['deploy/nginx/nginx.conf', 'deploy/kubernetes/ingress.yaml']) {
    for (const path of open) expect(read(file)).toContain(path.split(/[?]|\/openapi|\/CONFLICT/)[0]);
  }
});

test('the probe of the image ends well where the gateway does, and badly elsewhere', async () => {
  const probe = (path: string, port: string) =>
    startProgram({ PORT: port }, { args: ['deploy/docker/probe.mjs', path] }).exited;
  const { port } = new URL(app.url);
  expect(
    await Promise.all([probe('/livez', port), probe('/readyz', port), probe('/nowhere', port), probe('/livez', '1')]),
  ).toEqual([0, 0, 1, 1]);
});
