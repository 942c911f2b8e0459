import { ConfigError } from '../../src/config/config-error';
import { drainMs, read, unknownVariables } from './files';

const unit = read('deploy/systemd/stms-gateway@.service');
const settings = new Map([...unit.matchAll(/^(\w+)=(.*)$/gm)].map(([, name = '', value = '']) => [name, value]));

test('systemd starts what is built, gives it variables it reads, and leaves it time to drain', () => {
  expect(settings.get('ExecStart')).toBe('/usr/bin/node dist/main.js');
  const variables = (settings.get('Environment') ?? '').split(' ').map((entry) => entry.split('=')[0] ?? '');
  expect(variables).toEqual(['NODE_ENV', 'HOST', 'PORT']);
  expect(unknownVariables(variables)).toEqual([]);
  expect(Number(settings.get('TimeoutStopSec')) * 1_000).toBeGreaterThan(drainMs({}));
});

test('systemd starts it again whatever ended it, unless its variables are wrong', () => {
  expect(settings.get('Restart')).toBe('always');
  expect(Number(settings.get('RestartPreventExitStatus'))).toBe(new ConfigError([]).exitCode);
});

test('systemd lets it write nowhere and gain nothing, and does not forbid what V8 needs', () => {
  for (const name of ['DynamicUser', 'NoNewPrivileges', 'PrivateTmp', 'ProtectHome', 'RestrictNamespaces']) {
    expect([name, settings.get(name)]).toEqual([name, 'yes']);
  }
  expect(settings.get('ProtectSystem')).toBe('strict');
  expect(settings.get('CapabilityBoundingSet')).toBe('');
  expect(settings.has('MemoryDenyWriteExecute')).toBe(false);
});
