import { createHash } from 'node:crypto';
import { Cluster, type Redis } from 'ioredis';
import type { RedisClient } from './connect';

/** The server that was reached is not the master: it may be behind, and takes no writes. */
export class NotMasterError extends Error {}

/**
 * The run of the server. In a cluster, the runs of all masters, and each master is told the result.
 * @throws NotMasterError; Error if a server does not answer or is unreachable
 */
export async function readEpoch(client: RedisClient): Promise<{ epoch: string; masters: readonly Redis[] }> {
  const masters = client instanceof Cluster ? mastersOf(client) : [];
  const runs = client instanceof Cluster ? await Promise.all(masters.map(runOf)) : [await runOfMaster(client)];
  return { epoch: createHash('sha1').update(runs.sort().join()).digest('hex').slice(0, 12), masters };
}

/** In a cluster a replica would send the client on to its master; here it would answer. */
async function runOfMaster(server: Redis): Promise<string> {
  const [run, facts] = await Promise.all([runOf(server), server.info('replication')]);
  if (/^role:slave/m.test(facts)) throw new NotMasterError('the server is a replica');
  return run;
}

const runOf = async (server: Redis) => /run_id:(\w+)/.exec(await server.info('server'))?.[1] ?? '';

/** All masters. @throws Error if one that has slots is out of reach: an epoch without it would be another's */
function mastersOf(cluster: Cluster): Redis[] {
  const masters = cluster.nodes('master');
  const reached = new Set(masters.map(({ options }) => `${options.host}:${options.port}`));
  const owners = new Set(cluster.slots.map(([owner]) => owner));
  for (const owner of owners) if (!reached.has(owner ?? '')) throw new Error('a master is out of reach');
  return masters;
}
