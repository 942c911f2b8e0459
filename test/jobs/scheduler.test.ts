import { once } from 'node:events';
import pino from 'pino';
import type { Job } from '../../src/jobs/job';
import { startJobs } from '../../src/jobs/scheduler';
import type { RedisStore } from '../../src/platform/redis/redis-store';
import { eventually } from '../support/eventually';
import { startTestRedis, type TestRedis } from '../support/redis';
import { openTestStore } from '../support/redis-store';

let server: TestRedis;
let redis: RedisStore;
const logger = pino({ level: 'silent' });

beforeAll(async () => {
  server = await startTestRedis();
  redis = await openTestStore(server.url);
});
afterAll(async () => {
  await redis.close();
  await server.stop();
});

it('tells a job that runs to stop, and waits for its end', async () => {
  const steps: string[] = [];
  const job: Job = {
    name: 'clean-up',
    async run(signal) {
      steps.push('begun');
      await once(signal, 'abort');
      steps.push('told');
      return {};
    },
  };
  const stop = startJobs(job, job, { redis, logger, ran: (_name, result) => steps.push(result) });
  await eventually(() => steps.includes('begun'));
  await stop();
  expect(steps).toEqual(['begun', 'told', 'done']);
});
