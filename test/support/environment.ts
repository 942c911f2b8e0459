import type { EnvironmentContext, JestEnvironmentConfig } from '@jest/environment';
import { TestEnvironment } from 'jest-environment-node';
import { createRequire } from 'node:module';
import path from 'node:path';
import { priceOfPasswords } from './cheap-passwords';
import { clearUp } from './left-behind';

// This file runs outside the tests' sandbox, so `process` and `require` are the real ones.

// If jest is killed, its workers and the servers of their tests live on, so the worker itself has to notice.
// (A listener for the end of its channel would keep it alive when jest is done.)
if (process.send) {
  setInterval(() => {
    if (!process.connected) process.kill(process.pid, 'SIGKILL');
  }, 500).unref();
}

const requireOutside = createRequire(__filename);
const DIST = path.resolve(__dirname, '../../dist');

export default class GatewayEnvironment extends TestEnvironment {
  /** A test file with the docblock `@passwords as-in-production` hashes passwords at their full cost. */
  constructor(config: JestEnvironmentConfig, context: EnvironmentContext) {
    super(config, context);
    priceOfPasswords({ isTrue: context.docblockPragmas['passwords'] === 'as-in-production' });
  }

  override async setup(): Promise<void> {
    await super.setup();
    // Jest would look up a source map for each stack that is read. There are none, and GraphQL reads the stack of every error.
    Reflect.deleteProperty(Error, 'prepareStackTrace');
    // The compiled gateway, loaded once per worker: in the sandbox each test file would spend seconds on loading it.
    this.global['requireBuilt'] = (file: string): unknown => requireOutside(path.join(DIST, file));
  }

  override async teardown(): Promise<void> {
    await super.teardown();
    clearUp();
  }
}
