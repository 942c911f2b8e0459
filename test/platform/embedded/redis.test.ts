import { existsSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import Redis from 'ioredis';
import pino from 'pino';
import { startEmbeddedRedis } from '../../../src/platform/embedded/redis';
import { startTestRedis } from '../../support/redis';

const options = { progress: () => undefined, logger: pino({ level: 'silent' }) };

test('it answers on a socket of its user, on no port, and keeps nothing on disk', async () => {
  const redis = await startEmbeddedRedis(options);
  const client = new Redis(redis.url.slice('unix://'.length));
  try {
    expect(await client.set('greeting', 'hello')).toBe('OK');
    expect(await client.get('greeting')).toBe('hello');
    expect(await client.config('GET', 'port')).toEqual(['port', '0']);
    expect(await client.config('GET', 'save')).toEqual(['save', '']);
    expect((await stat(redis.socketDir)).mode & 0o777).toBe(0o700);
  } finally {
    client.disconnect();
    await redis.stop();
  }
  expect(existsSync(redis.socketDir)).toBe(false);
});

test('two share nothing', async () => {
  const [one, other] = await Promise.all([startEmbeddedRedis(options), startEmbeddedRedis(options)]);
  const clients = [one, other].map(({ url }) => new Redis(url.slice('unix://'.length)));
  try {
    await clients[0]?.set('mine', '1');
    expect(await clients[1]?.exists('mine')).toBe(0);
  } finally {
    for (const client of clients) client.disconnect();
    await Promise.all([one.stop(), other.stop()]);
  }
});

test('a killed test server comes back empty at the same address', async () => {
  const redis = await startTestRedis();
  const client = new Redis(redis.url.slice('unix://'.length), { retryStrategy: () => 20 });
  client.on('error', () => undefined);
  try {
    await client.set('key', 'value');
    await redis.kill();
    await redis.restart();
    expect(await client.get('key')).toBeNull();
  } finally {
    client.disconnect();
    await redis.stop();
  }
});
