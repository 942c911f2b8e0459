import { readdirSync } from 'node:fs';
import path from 'node:path';
import { CHECKOUT } from '../support/gateway';

/* The operator's command line lists what features bring without loading the features: see src/app/feature-commands.ts. */

const FEATURES = path.join(CHECKOUT, 'dist/features');

it('every command of a feature is on the command line', () => {
  const { FEATURE_COMMANDS } = requireBuilt('app/feature-commands') as typeof import('../../src/app/feature-commands');
  const files = readdirSync(FEATURES, { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('.command.js'),
  );
  const commands = files.flatMap((file) => Object.values(requireBuilt(`features/${file}`) as object) as unknown[]);
  expect(commands.length).toBeGreaterThanOrEqual(2);
  expect(new Set(FEATURE_COMMANDS)).toEqual(new Set(commands));
});
