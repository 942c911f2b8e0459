import { REST_ROUTES } from '../../src/app/features';
import { read } from './files';

/* nginx and the ingress forward what clients need. A route of REST that they do not forward does not exist for clients. */

/** Parameters of a path as any value of them. */
const paths = [...new Set(REST_ROUTES.map(({ path }) => path.replace(/:\w+/g, 'x')))];

test('nginx forwards every route of REST', () => {
  const locations = [...read('deploy/nginx/nginx.conf').matchAll(/location (\/\S+) \{ proxy_pass/g)];
  const prefixes = locations.map(([, prefix = '']) => prefix);
  expect(paths.length).toBeGreaterThan(20);
  expect(paths.filter((path) => !prefixes.some((prefix) => path.startsWith(prefix)))).toEqual([]);
});

test('so does the ingress', () => {
  const prefixes = [...read('deploy/kubernetes/ingress.yaml').matchAll(/path: (\/[^,]+), pathType: Prefix/g)];
  const forwarded = prefixes.map(([, prefix = '']) => `${prefix}/`);
  expect(paths.filter((path) => !forwarded.some((prefix) => path.startsWith(prefix)))).toEqual([]);
});
