import type { Config } from '../config/config';
import { migrate } from '../platform/database/migrate';
import type { EmbeddedServices } from '../platform/embedded/embedded';
import type { Logger } from '../platform/logging/logger';
import { printBanner } from './banner';
import { createApp } from './create-app';
import { loadDemo } from './demo';
import { DEMO_LOGINS } from './features';
import { isReadyConfig } from './ready-config';
import type { Shutdown } from './shutdown';
import { VERSION } from './version';

/** Enough to connect to both servers, or to learn why that fails. */
const BANNER_WAITS_MS = 1_500;

const say = (line: string) => void process.stdout.write(`${line}\n`);

/**
 * Starts the embedded servers that the configuration asks for, then the gateway.
 *
 * @throws StartError, ConfigError, or an error of `listen`
 */
export async function start(wanted: Config, logger: Logger, shutdown: Shutdown): Promise<void> {
  const services = await startServices(wanted, logger);
  shutdown.services = services;
  const { config } = services;
  if (!isReadyConfig(config)) throw new Error('something is still embedded after the embedded servers have started');
  if (services.postgres) await migrate(config.database.url, { log: say });
  if (config.demoData) await loadDemo(config.database.url, config.timeZone, say, logger);

  const app = await createApp(config, VERSION, logger);
  shutdown.app = app;
  const url = await app.listen();
  logger.info({ url, version: VERSION, pid: process.pid }, 'listening');
  if (config.environment === 'production') return;
  const logins = config.demoData ? DEMO_LOGINS : [];
  printBanner(config, services, { url, awaited: await app.awaited(BANNER_WAITS_MS), logins }, say);
}

/** Production has its own servers, so it does not load the code of the embedded ones. */
async function startServices(wanted: Config, logger: Logger): Promise<EmbeddedServices> {
  if (isReadyConfig(wanted)) return { config: wanted, stop: async () => undefined };
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  const { startEmbedded } = require('../platform/embedded/embedded') as typeof import('../platform/embedded/embedded');
  return startEmbedded(wanted, say, logger);
}
