import type { EnvironmentContext, JestEnvironmentConfig } from '@jest/environment';
import { TestEnvironment } from 'jest-environment-node';
import { createRequire } from 'node:module';
import path from 'node:path';
import { priceOfPasswords } from './cheap-passwords';
import { clearUp } from './left-behind';

// Out here, outside of the tests' sandbox, `process` and `require` are the real ones.

// A worker outlives a jest that is killed, and with it every server its tests started: it has to look for itself.
// (A listener for the end of its channel would keep it alive when jest is done.)
if (process.send) {
  setInterval(() => {
    if (!process.connected) process.kill(process.pid, 'SIGKILL');
  }, 500).unref();
}

const requireOutside = createRequire(__filename);
const DIST = path.resolve(__dirname, '../../dist');

export default class GatewayEnvironment extends TestEnvironment {
  /** A file that begins with the docblock `@passwords as-in-production` has them at their true price. */
  constructor(config: JestEnvironmentConfig, context: EnvironmentContext) {
    super(config, context);
    priceOfPasswords({ isTrue: context.docblockPragmas['passwords'] === 'as-in-production' });
  }

  override async setup(): Promise<void> {
    await super.setup();
    // Jest looks for a source map behind each stack. Errors out here have none, and GraphQL reads the stack of each of its own.
    Reflect.deleteProperty(Error, 'prepareStackTrace');
    // The gateway as it was built, loaded once a worker: inside, each test file would load it anew, for seconds.
    this.global['requireBuilt'] = (file: string): unknown => requireOutside(path.join(DIST, file));
  }

  override async teardown(): Promise<void> {
    await super.teardown();
    clearUp();
  }
}
