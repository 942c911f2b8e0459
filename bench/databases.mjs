import { rm } from 'node:fs/promises';
import path from 'node:path';
import pg from 'pg';
import pino from 'pino';
import { fromDist, root } from './dist.mjs';

/**
 * A private PostgreSQL, migrated and empty, and a private Redis. They end with this process, even if it is killed.
 * @returns {Promise<{ databaseUrl: string, redisUrl: string, redisSocket: string, stop(): Promise<void> }>}
 */
export async function startDatabases() {
  const { startEmbeddedPostgres } = fromDist('platform/embedded/postgres.js');
  const { startEmbeddedRedis } = fromDist('platform/embedded/redis.js');
  const { migrate } = fromDist('platform/database/migrate.js');
  const options = { progress: console.error, logger: pino({ level: 'silent' }) };
  const dataDir = path.join(root, '.data/bench');
  const postgres = await startEmbeddedPostgres({ ...options, dataDir, durable: false });
  const redis = await startEmbeddedRedis(options);
  // What a bench that was killed has left behind.
  await query(postgres.url, 'DROP SCHEMA public CASCADE; CREATE SCHEMA public');
  await migrate(postgres.url);
  return {
    databaseUrl: postgres.url,
    redisUrl: redis.url,
    redisSocket: redis.url.slice('unix://'.length),
    async stop() {
      await Promise.all([postgres.stop(), redis.stop()]);
      await rm(postgres.dataDir, { recursive: true });
    },
  };
}

export async function query(databaseUrl, sql, values) {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    return (await client.query(sql, values)).rows;
  } finally {
    await client.end();
  }
}
