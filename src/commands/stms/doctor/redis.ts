import { Cluster, type Redis } from 'ioredis';
import type { RedisAddress } from '../../../config/config';
import { within } from '../../../platform/deadline';
import { reasonOf } from '../../../platform/logging/describe-error';
import { confirmPlace } from '../../../platform/redis/confirm';
import { openClient, type RedisClient } from '../../../platform/redis/connect';
import { size } from '../../../shared/command/output';
import { checkClock, quickest, readClock } from './clock';
import { fault, isAtLeast, ok, warning, type Finding } from './finding';

const PATIENCE_MS = 5_000;
/** The gateway waits 250 ms for a round trip, and every request makes one. */
const SLOW_MS = 20;
const VERSION_LEAST = '6.2';

type Info = (field: string) => string;

/** Checks every master. Takes a few seconds at most, even if a server hangs. */
export async function checkRedis(target: RedisAddress, keyPrefix: string): Promise<Finding[]> {
  const client = openClient(target, keyPrefix);
  let reason = 'it does not answer';
  for (const event of ['error', 'node error']) client.on(event, (error: unknown) => (reason = reasonOf(error)));
  try {
    await within(ready(client), PATIENCE_MS, () => new Error(reason));
    await within(confirmPlace(client, target), PATIENCE_MS, () => new Error('it does not answer'));
    const nodes = client instanceof Cluster ? client.nodes('master') : [client];
    const several = nodes.length > 1;
    const findings = await within(
      Promise.all(nodes.map((node, nth) => checkNode(node, several ? `redis ${nth + 1}` : 'redis'))),
      PATIENCE_MS,
      () => new Error('it does not answer'),
    );
    return findings.flat();
  } catch (error) {
    return [away(error instanceof Error ? error.message : reason)];
  } finally {
    client.disconnect();
  }
}

const ready = (client: RedisClient) =>
  new Promise<void>((resolve) => (client.status === 'ready' ? resolve() : client.once('ready', resolve)));

function away(reason: string): Finding {
  const [, advice] = ADVICE.find(([pattern]) => pattern.test(reason)) ?? ADVICE_ELSE;
  return fault('redis', `cannot be used: ${reason}`, advice);
}

const ADVICE = [
  [
    /WRONGPASS|NOAUTH|NOPERM|another user/,
    'Check user and password in REDIS_URL or REDIS_PASSWORD, and the user’s rights to the keys behind REDIS_KEY_PREFIX.',
  ],
  [/database of REDIS_URL/, 'Name a database that the server has (CONFIG GET databases), or set REDIS_KEY_PREFIX.'],
  [
    /certificate|altnames/,
    'Give Node the CA of its certificate: NODE_EXTRA_CA_CERTS. The name in REDIS_URL must be in it.',
  ],
] as const;
const ADVICE_ELSE = [
  /./,
  'Is it started, and can this machine reach the address in REDIS_URL? Without it every request is 503.',
] as const;

async function checkNode(node: Redis, name: string): Promise<Finding[]> {
  const milliseconds = await quickest(() => node.ping());
  const text = await node.info();
  const info: Info = (field) => new RegExp(`^${field}:(.*?)\\r?$`, 'm').exec(text)?.[1] ?? '';
  const clock = await readClock(name, async () => {
    const [seconds, micros] = await node.time();
    return Number(seconds) * 1000 + Number(micros) / 1000;
  });
  return [
    checkAnswer(name, info, milliseconds),
    checkPolicy(`${name} maxmemory-policy`, info('maxmemory_policy')),
    checkMemory(`${name} maxmemory`, info),
    checkPersistence(`${name} persistence`, info),
    checkClock(clock),
  ];
}

function checkAnswer(name: string, info: Info, milliseconds: number): Finding {
  const version = info('valkey_version') || info('redis_version');
  const found = `${info('valkey_version') ? 'Valkey' : 'Redis'} ${version}, answers in ${milliseconds.toFixed(1)} ms`;
  if (!isAtLeast(version, VERSION_LEAST))
    return fault(name, found, `Install Redis ${VERSION_LEAST} or later, or Valkey.`);
  if (info('role') === 'slave') return fault(name, `${found}, a replica`, 'Name its master: the gateway must write.');
  if (milliseconds < SLOW_MS) return ok(name, found);
  return warning(name, found, 'Every request waits for it. Put it near: the same data center, no tunnel in between.');
}

function checkPolicy(check: string, policy: string): Finding {
  if (policy === 'volatile-ttl' || policy === 'noeviction') return ok(check, policy);
  const reason = policy.startsWith('allkeys')
    ? 'When memory is scarce it drops sessions like everything else, and signs people out.'
    : 'When memory is scarce it drops sessions before results that soon expire.';
  return warning(check, policy, `${reason} CONFIG SET maxmemory-policy volatile-ttl, and the same in redis.conf.`);
}

function checkMemory(check: string, info: Info): Finding {
  const [most, used] = [Number(info('maxmemory')), Number(info('used_memory'))];
  const evicted = Number(info('evicted_keys'));
  if (most === 0) {
    return warning(
      check,
      `none, ${size(used)} in use`,
      'It may take all memory of its machine: set maxmemory in redis.conf.',
    );
  }
  const found = `${size(used)} of ${size(most)} in use, ${evicted} keys evicted since it started`;
  if (used < most * 0.9) return ok(check, found);
  return warning(check, found, 'Raise maxmemory: full, it evicts, or under noeviction refuses sign-ins and changes.');
}

function checkPersistence(check: string, info: Info): Finding {
  const failed = [info('rdb_last_bgsave_status'), info('aof_last_write_status')].includes('err');
  if (failed) {
    return fault(
      check,
      'the last save failed',
      'It may refuse all changes until it can save: look at its disk and log.',
    );
  }
  const keepsLog = info('aof_enabled') === '1';
  return ok(check, keepsLog ? 'writes a log to disk' : 'no log on disk: its loss signs everyone out, and nothing more');
}
