import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import { duration } from '../../src/config/duration';
import { VARIABLES } from '../../src/config/variables';

export const CHECKOUT = path.resolve(__dirname, '../..');

export const read = (file: string): string => readFileSync(path.join(CHECKOUT, file), 'utf8');

/** A YAML file; its shape is what the test is about. */
export const yaml = <Shape>(file: string): Shape => parse(read(file), { merge: true }) as Shape;

/** `NAME=value` lines. */
export const envFile = (file: string): Record<string, string> =>
  Object.fromEntries(
    read(file)
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith('#'))
      .map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
  );

/** Names that the gateway does not read: a typing error, or a variable of long ago. */
export const unknownVariables = (names: string[]): string[] => names.filter((name) => !(name in VARIABLES));

/** Milliseconds from the signal to the end of the slowest drain, as these variables have it. */
export const drainMs = (env: Record<string, string>): number => {
  const ms = (name: 'SHUTDOWN_DELAY' | 'SHUTDOWN_GRACE') => duration()(env[name] ?? VARIABLES[name].fallback);
  return ms('SHUTDOWN_DELAY') + ms('SHUTDOWN_GRACE');
};
