/** @jest-config-loader esbuild-register */
import type { Config } from 'jest';

const config: Config = {
  roots: ['<rootDir>/test'],
  cacheDirectory: '<rootDir>/node_modules/.cache/jest',
  testPathIgnorePatterns: ['<rootDir>/test/e2e/'],
  transform: { '\\.[jt]s$': '@swc/jest' },
  // light-my-request loads cookie, which is an ES module only.
  transformIgnorePatterns: ['/node_modules/(?!cookie/)'],
  testEnvironment: '<rootDir>/test/support/environment.ts',
  setupFiles: ['reflect-metadata'],
  testSequencer: '<rootDir>/test/support/sequencer.cjs',
  globalSetup: '<rootDir>/test/support/global-setup.ts',
  globalTeardown: '<rootDir>/test/support/global-teardown.ts',
  maxWorkers: 3, // for two cores: much of what they do is waiting, for clocks and for processes
  workerIdleMemoryLimit: '600MB', // a large process takes long to collect, and to fork for every child
  testTimeout: 120_000, // against hanging only: machines may be busy
};

export default config;
