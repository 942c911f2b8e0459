import { drainMs, read, unknownVariables, yaml } from './files';

/** docker-compose.yml and its nginx: what depends on what, who is reachable, where secrets come from. */

interface Service {
  image: string;
  command?: string[];
  environment?: Record<string, string>;
  ports?: string[];
  volumes?: string[];
  user?: string;
  read_only?: boolean;
  cap_drop?: string[];
  healthcheck?: { test?: string[] };
  depends_on?: Record<string, { condition: string }>;
  stop_grace_period?: string;
  networks?: { default: { ipv4_address: string } };
}

const { services } = yaml<{ services: Record<string, Service> }>('docker-compose.yml');
const service = (name: string): Service => {
  const found = services[name];
  if (!found) throw new Error(`there is no service ${name}`);
  return found;
};
const replicas = ['gateway-1', 'gateway-2'];
const nginx = read('deploy/nginx/nginx.conf');

test('databases, then migrations, then two gateways, then nginx', () => {
  expect(Object.keys(services)).toEqual(['postgres', 'redis', 'migrate', ...replicas, 'nginx']);
  expect(service('migrate')).toMatchObject({
    command: ['node', 'dist/commands/db-migrate.js'],
    depends_on: { postgres: { condition: 'service_healthy' } },
  });
  for (const name of replicas) {
    expect(service(name).depends_on).toEqual({
      migrate: { condition: 'service_completed_successfully' },
      redis: { condition: 'service_healthy' },
    });
    expect(service(name).healthcheck?.test).toEqual(['CMD', 'node', 'probe.mjs', '/readyz']);
  }
  expect(Object.keys(service('nginx').depends_on ?? {})).toEqual(replicas);
});

test('only nginx is reachable, and by default only from this machine', () => {
  expect(Object.entries(services).flatMap(([name, { ports }]) => (ports ? [[name, ...ports]] : []))).toEqual([
    ['nginx', '${PUBLISH:-127.0.0.1:8080}:8080'],
  ]);
});

test('variables are ones the gateway reads; secrets come from outside, and nothing starts without them', () => {
  for (const name of ['migrate', ...replicas]) {
    const environment = service(name).environment ?? {};
    expect(unknownVariables(Object.keys(environment))).toEqual([]);
    expect(environment['JWT_SECRET']).toMatch(/^\$\{JWT_SECRET:\?/);
    expect(environment['DATABASE_URL']).toMatch(
      /^postgresql:\/\/stms:\$\{POSTGRES_PASSWORD:\?[^}]+\}@postgres:5432\/stms$/,
    );
    expect(environment['TRUST_PROXY']).toBe('1');
  }
  expect(service('postgres').environment?.['POSTGRES_PASSWORD']).toMatch(/^\$\{POSTGRES_PASSWORD:\?/);
});

test('a gateway that drains is not killed', () => {
  for (const name of replicas) {
    const seconds = Number(/^(\d+)s$/.exec(service(name).stop_grace_period ?? '')?.[1]);
    expect(seconds * 1_000).toBeGreaterThan(drainMs(service(name).environment ?? {}));
  }
});

test('nothing of ours runs as root, nor can it change its files', () => {
  for (const name of ['migrate', ...replicas, 'nginx']) {
    expect(service(name)).toMatchObject({ read_only: true, cap_drop: ['ALL'] });
  }
  expect(service('nginx').user).toMatch(/^[1-9]/);
});

test('every image has a version', () => {
  const images = Object.values(services).map(({ image }) => image);
  expect([...new Set(images)].filter((image) => !/:\d+(\.\d+)?-bookworm$/.test(image))).toEqual(['stms-gateway']);
});

test('nginx sends to those two, at the port they listen on, and each keeps its address', () => {
  expect([...nginx.matchAll(/^\s*server ([\w-]+):(\d+)/gm)].map(([, host, port]) => [host, port])).toEqual(
    replicas.map((name) => [name, service(name).environment?.['PORT'] ?? '4000']),
  );
  const addresses = replicas.map((name) => service(name).networks?.default.ipv4_address);
  expect(new Set(addresses).size).toBe(2);
  expect(service('nginx').volumes).toEqual(['./deploy/nginx/nginx.conf:/etc/nginx/nginx.conf:ro']);
  expect(nginx).toContain('listen 8080;');
});

test('nginx repeats nothing that may have been done, and forwards the client’s address and no other', () => {
  expect(nginx).toMatch(/^\s*proxy_next_upstream error timeout;$/m);
  expect(nginx).not.toMatch(/^[^#]*non_idempotent/m);
  expect(nginx).toMatch(/^\s*proxy_set_header X-Forwarded-For \$remote_addr;$/m);
  expect(nginx).toMatch(/^\s*proxy_set_header X-Request-Id \$gateway_request_id;$/m);
});
