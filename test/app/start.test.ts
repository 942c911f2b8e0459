import { createTestDatabase, type TestDatabase } from '../support/database';
import { startGateway, type TestGateway } from '../support/gateway';
import { startTestRedis, type TestRedis } from '../support/redis';
import { temporaryFolder } from '../support/temporary-folder';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';

let database: TestDatabase;
let redis: TestRedis;
let gateway: TestGateway;
let loaded: string[];

/** At SIGUSR2, writes the files of all loaded modules. */
const LISTS = (file: string) => `process.on('SIGUSR2', () =>
  require('node:fs').writeFileSync(${JSON.stringify(file)}, Object.keys(require.cache).join('\\n') + '\\n.'));`;

beforeAll(async () => {
  const folder = await temporaryFolder();
  const [preload, list] = [path.join(folder, 'lists.cjs'), path.join(folder, 'list')];
  await writeFile(preload, LISTS(list));
  [database, redis] = await Promise.all([createTestDatabase(), startTestRedis()]);
  const env = {
    ...{ NODE_ENV: 'production', TRAINER_REGISTRATION: 'open', JWT_SECRET: 'of this test, and of no other one at all' },
    ...{ DATABASE_URL: database.url, REDIS_URL: redis.url },
  };
  gateway = await startGateway(env, { args: ['-r', preload, 'dist/main.js'] });
  gateway.signal('SIGUSR2');
  loaded = await listed(list);
});
afterAll(async () => {
  await gateway.kill();
  await Promise.all([database.drop(), redis.stop()]);
});

async function listed(file: string): Promise<string[]> {
  for (;;) {
    const text = await readFile(file, 'utf8').catch(() => '');
    if (text.endsWith('\n.')) return text.split('\n');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

it('a replica that has become ready has loaded the gateway', () => {
  expect(loaded.some((file) => file.endsWith('dist/features/student/student.feature.js'))).toBe(true);
  expect(loaded.some((file) => file.includes('node_modules/type-graphql/'))).toBe(true);
});

/* Each of these takes tens of milliseconds of every start. */
it.each([
  ['node_modules/@prisma/adapter-pg/', 'the first transaction'],
  ['node_modules/@prisma/client/runtime/query_compiler', 'the first transaction'],
  ['node_modules/graphql-rate-limit/', 'the first limited field'],
  ['node_modules/@zxcvbn-ts/', 'the first new password'],
  ['node_modules/csv-parse/', 'an import'],
  ['node_modules/class-validator/cjs/index.js', 'nothing'],
  ['node_modules/libphonenumber-js/', 'nothing'],
  ['node_modules/ajv/', 'nothing: no route has a JSON schema'],
  ['node_modules/@apollo/usage-reporting-protobuf/', 'nothing'],
  ['node_modules/@opentelemetry/sdk-trace-base/', 'traces'],
  ['dist/platform/embedded/embedded.js', 'a start without databases'],
])('it has not loaded %s, which is for %s', (part) => {
  expect(loaded.filter((file) => file.includes(part))).toEqual([]);
});
