import type { Config } from '../../../config/config';
import { ConfigError } from '../../../config/config-error';
import { loadConfig } from '../../../config/env';
import { fault, isAtLeast, ok, warning, type Finding } from './finding';

/** The `engines` of package.json. */
const NODE_LEAST = '20.19';
/** Random text of 32 letters has at least this many different ones, except for one text in millions. */
const LETTERS_LEAST = 12;
const GUESSABLE = /secret|password|change.?me|example|default|qwerty|123456/i;

export function checkEnvironment(): Finding[] {
  return [checkNode(), ...checkVariables()];
}

function checkNode(): Finding {
  const { node } = process.versions;
  if (isAtLeast(node, NODE_LEAST)) return ok('node', node);
  return fault('node', node, `Install Node ${NODE_LEAST} or later.`);
}

function checkVariables(): Finding[] {
  try {
    const config = loadConfig();
    return [ok('environment', config.environment), ...checkSecrets(config)];
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return error.faults.map(({ variable, fault: found, example }) => fault(variable, found, `For example ${example}`));
  }
}

function checkSecrets({ jwt, environment }: Config): Finding[] {
  if (jwt.secret === undefined) return [ok('JWT_SECRET', 'a random one, kept in the data folder')];
  const findings = environment === 'production' ? [checkStrength(jwt.secret)] : [];
  if (jwt.previousSecret === jwt.secret) {
    findings.push(
      warning('JWT_SECRET_PREVIOUS', 'the same as JWT_SECRET', 'Remove it, or set it to the former JWT_SECRET.'),
    );
  }
  return findings;
}

function checkStrength(secret: string): Finding {
  const advice = 'Anyone who guesses it can sign in as any user. Make one: openssl rand -base64 48';
  if (new Set(secret).size < LETTERS_LEAST) return warning('JWT_SECRET', 'has few different characters', advice);
  if (GUESSABLE.test(secret)) return warning('JWT_SECRET', 'contains a word that attackers guess first', advice);
  return ok('JWT_SECRET', `${Buffer.byteLength(secret)} bytes`);
}
