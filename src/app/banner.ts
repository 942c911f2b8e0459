import type { Config } from '../config/config';
import type { DemoLogin } from '../shared/demo';
import type { EmbeddedServices } from '../platform/embedded/embedded';

/**
 * Printed at startup: URLs, demo accounts, and where the data is.
 * @param awaited the servers that are not available yet, and the reasons
 */
export function printBanner(
  config: Config,
  services: EmbeddedServices,
  { url, awaited, logins }: { url: string; awaited: readonly string[]; logins: readonly DemoLogin[] },
  say: (line: string) => void,
): void {
  const home = url.replace('//127.0.0.1:', '//localhost:');
  const rows: [string, string][] = [
    ['GraphQL', `${home}/graphql`],
    ...(config.explorer === 'off' ? [] : [['Explorer', `${home}/explorer`] as [string, string]]),
    ['REST', `${home}/api/${config.explorer === 'off' ? 'openapi.json' : 'docs'}`],
    ['Health', `${home}/health`],
    ...(config.statusPage.mode === 'off' ? [] : [['Status', `${home}/status`] as [string, string]]),
    ['Data', services.postgres ? services.postgres.dataDir : 'in the PostgreSQL of DATABASE_URL'],
    ['Sessions', services.redis ? 'in a private Redis; they end when it stops' : 'in the Redis of REDIS_URL'],
    ...(services.secretFile ? [['Secret', services.secretFile] as [string, string]] : []),
  ];
  say('');
  say(awaited.length === 0 ? '  STMS Gateway is ready' : '  STMS Gateway is not ready yet and waits for');
  for (const one of awaited) say(`    ${one}`);
  for (const [name, value] of rows) say(`    ${name.padEnd(9)} ${value}`);
  if (logins.length > 0) say('  Demo logins');
  for (const { role, email, password } of logins) say(`    ${role.padEnd(9)} ${email} / ${password}`);
  say('');
}
