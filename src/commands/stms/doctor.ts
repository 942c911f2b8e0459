import { ConfigError } from '../../config/config-error';
import { loadDatabaseConfig, loadOperatorConfig } from '../../config/env';
import { runningEmbeddedRedis } from '../../platform/embedded/redis-note';
import { say, type Call } from '../../shared/command/command';
import { counted, printJson, visible } from '../../shared/command/output';
import { runningEmbeddedDatabase } from '../command-database';
import { checkEnvironment } from './doctor/environment';
import { skipped, type Finding, type State } from './doctor/finding';
import { checkPostgres } from './doctor/postgres';
import { checkRedis } from './doctor/redis';

/** Checks everything the gateway depends on. @returns 1 if there is a fault, 0 if there are warnings at most */
export async function examine(call: Call): Promise<number> {
  const [redis, postgres] = await Promise.all([
    unlessFaulty('redis', examineRedis),
    unlessFaulty('postgresql', examinePostgres),
  ]);
  const findings = [...checkEnvironment(), ...postgres, ...redis];
  const isHealthy = findings.every(({ state }) => state !== 'fault');
  if (call.isOn('json')) printJson({ healthy: isHealthy, findings });
  else printFindings(findings);
  return isHealthy ? 0 : 1;
}

/** The environment's own check reports its faults. */
async function unlessFaulty(check: string, work: () => Promise<Finding[]>): Promise<Finding[]> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return [skipped(check, 'the environment has faults: fix them first')];
  }
}

async function examineRedis(): Promise<Finding[]> {
  const { redis, redisKeyPrefix, dataDir } = loadOperatorConfig();
  if (redis.kind !== 'embedded') return checkRedis(redis, redisKeyPrefix);
  const url = await runningEmbeddedRedis(dataDir);
  if (url === undefined) return [skipped('redis', 'the embedded one, which runs with the gateway')];
  // The gateway sets its settings, and operators cannot change them.
  return (await checkRedis({ kind: 'url', url }, redisKeyPrefix)).filter(({ state }) => state !== 'warning');
}

async function examinePostgres(): Promise<Finding[]> {
  const { database, dataDir } = loadDatabaseConfig();
  const url = database.kind === 'url' ? database.url : await runningEmbeddedDatabase(dataDir);
  return url === undefined
    ? [skipped('postgresql', 'the embedded one, which runs with the gateway')]
    : checkPostgres(url);
}

function printFindings(findings: readonly Finding[]): void {
  const width = Math.max(...findings.map(({ check }) => check.length));
  for (const { check, state, found, advice } of findings) {
    say(`${state.padEnd('warning'.length)}  ${check.padEnd(width)}  ${visible(found)}`);
    if (advice !== undefined) say(`${' '.repeat('warning  '.length + width)}  → ${visible(advice)}`);
  }
  const count = (wanted: State) => findings.filter(({ state }) => state === wanted).length;
  say(`\n${counted(count('fault'), 'fault')}, ${counted(count('warning'), 'warning')}.`);
}
