/** @jest-config-loader esbuild-register */
import type { Config } from 'jest';
import base from './jest.config';

const config: Config = {
  ...base,
  roots: ['<rootDir>/test/e2e', '<rootDir>/examples/portal/test'],
  testPathIgnorePatterns: [],
  setupFilesAfterEnv: ['<rootDir>/test/support/once-more.ts'],
  testTimeout: 120_000,
};

export default config;
