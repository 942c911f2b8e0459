import './app/compile-cache';
import './app/pretenuring';
import './app/thread-pool';
import 'reflect-metadata';
import { ConfigError } from './config/config-error';
import { loadConfig } from './config/env';
import { StartError } from './platform/embedded/start-error';
import { createLogger } from './platform/logging/logger';
import { Shutdown } from './app/shutdown';

const EXIT_FAILED = 1;
/** Sysexits' EX_CONFIG. */
const EXIT_CONFIG = 78;
const LISTENING = ['listen', 'bind', 'getaddrinfo'];

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
  // A reader of the output may leave, as in `npm start | head`. The logger expects this, too.
  for (const output of [process.stdout, process.stderr]) output.on('error', () => undefined);
  let shutdown: Shutdown | undefined;
  try {
    const config = loadConfig();
    const logger = createLogger(config.logLevel);
    shutdown = new Shutdown(logger, config.shutdown);
    // Most of the code, which a start with a faulty environment does not load.
    // eslint-disable-next-line @typescript-eslint/no-require-imports
    const { start } = require('./app/start') as typeof import('./app/start');
    await start(config, logger, shutdown);
  } catch (error) {
    const code = explain(error);
    await shutdown?.services?.stop();
    process.exit(code);
  }
}

void main();
