import './app/compile-cache';
import 'reflect-metadata';
import { createApp } from './app/create-app';
import { isReadyConfig } from './app/ready-config';
import { printBanner } from './app/banner';
import type { Config } from './config/config';
import { ConfigError } from './config/config-error';
import { loadConfig } from './config/env';
import { loadDemo } from './app/demo';
import { migrate } from './platform/database/migrate';
import type { EmbeddedServices } from './platform/embedded/embedded';
import { StartError } from './platform/embedded/start-error';
import { createLogger, type Logger } from './platform/logging/logger';
import { Shutdown } from './app/shutdown';
import { VERSION } from './app/version';

const EXIT_FAILED = 1;
/** Sysexits' EX_CONFIG. */
const EXIT_CONFIG = 78;
const LISTENING = ['listen', 'bind', 'getaddrinfo'];
/** Enough to connect to both servers, or to learn why that fails. */
const BANNER_WAITS_MS = 1_500;

const say = (line: string) => void process.stdout.write(`${line}\n`);

async function start(wanted: Config, logger: Logger, shutdown: Shutdown): Promise<void> {
  const services = await startServices(wanted, logger);
  shutdown.services = services;
  const { config } = services;
  if (!isReadyConfig(config)) throw new Error('something is still embedded after the embedded servers have started');
  if (services.postgres) await migrate(config.database.url, { log: say });
  const demo = config.demoData ? await loadDemo(config, say, logger) : [];

  const app = await createApp(config, VERSION, logger);
  shutdown.app = app;
  const url = await app.listen();
  logger.info({ url, version: VERSION, pid: process.pid }, 'listening');
  if (config.environment === 'production') return;
  printBanner(config, services, { url, awaited: await app.awaited(BANNER_WAITS_MS), logins: demo }, say);
}

/** Production has servers of its own, and loads nothing of the embedded ones. */
async function startServices(wanted: Config, logger: Logger): Promise<EmbeddedServices> {
  if (isReadyConfig(wanted)) return { config: wanted, stop: async () => undefined };
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  const { startEmbedded } = require('./platform/embedded/embedded') as typeof import('./platform/embedded/embedded');
  return startEmbedded(wanted, say, logger);
}

/** Errors that the user can fix are one sentence. Only unexpected errors show their stack. */
function explain(error: unknown): number {
  if (error instanceof ConfigError || error instanceof StartError) {
    process.stderr.write(`${error.message}\n`);
    return error.exitCode;
  }
  if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE') {
    const { port } = error as { port?: number };
    process.stderr.write(
      `Port ${port} is in use: stop the program that listens there, or start with PORT=${(port ?? 4000) + 1}.\n`,
    );
    return EXIT_FAILED;
  }
  if (
    error instanceof Error &&
    'code' in error &&
    LISTENING.includes(String((error as NodeJS.ErrnoException).syscall))
  ) {
    process.stderr.write(`The gateway cannot listen on HOST and PORT: ${error.message}.\n`);
    return EXIT_CONFIG;
  }
  process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
  return EXIT_FAILED;
}

async function main(): Promise<void> {
  let shutdown: Shutdown | undefined;
  try {
    const config = loadConfig();
    const logger = createLogger(config.logLevel);
    shutdown = new Shutdown(logger, config.shutdown);
    await start(config, logger, shutdown);
  } catch (error) {
    const code = explain(error);
    await shutdown?.services?.stop();
    process.exit(code);
  }
}

void main();
