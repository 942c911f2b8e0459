import './app/compile-cache';
import './app/pretenuring';
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

type ListenError = NodeJS.ErrnoException & { port?: number };

const isListenError = (error: unknown): error is ListenError =>
  error instanceof Error && 'syscall' in error && LISTENING.includes(String(error.syscall));

/** Errors that the user can fix are one sentence. Only unexpected errors show their stack. */
function explain(error: unknown): { text: string; exitCode: number } {
  if (error instanceof ConfigError || error instanceof StartError) {
    return { text: error.message, exitCode: error.exitCode };
  }
  if (isListenError(error)) {
    if (error.code === 'EADDRINUSE') return { text: portInUse(error), exitCode: EXIT_FAILED };
    return { text: `The gateway cannot listen on HOST and PORT: ${error.message}.`, exitCode: EXIT_CONFIG };
  }
  return { text: error instanceof Error ? String(error.stack) : String(error), exitCode: EXIT_FAILED };
}

const portInUse = ({ port = 4000 }: ListenError) =>
  `Port ${port} is in use: stop the program that listens there, or start with PORT=${port + 1}.`;

async function main(): Promise<void> {
  // The reader of the output may close the pipe, as in `npm start | head`. That must not end the gateway.
  for (const output of [process.stdout, process.stderr]) output.on('error', () => undefined);
  let shutdown: Shutdown | undefined;
  try {
    const config = loadConfig();
    const logger = createLogger(config.logLevel);
    shutdown = new Shutdown(logger, config.shutdown);
    // Required here, because a start with a faulty environment does not need most of the code.
    // eslint-disable-next-line @typescript-eslint/no-require-imports
    const { start } = require('./app/start') as typeof import('./app/start');
    await start(config, logger, shutdown);
  } catch (error) {
    const { text, exitCode } = explain(error);
    process.stderr.write(`${text}\n`);
    await shutdown?.services?.stop();
    process.exit(exitCode);
  }
}

void main();
