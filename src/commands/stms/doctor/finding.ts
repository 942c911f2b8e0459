/** `skipped`: not checked, for the reason in `found`. */
export type State = 'ok' | 'warning' | 'fault' | 'skipped';

/** The result of one check. It never contains a secret, because operators paste it into tickets. */
export interface Finding {
  check: string;
  state: State;
  found: string;
  /** What to do. */
  advice?: string;
}

export const ok = (check: string, found: string): Finding => ({ check, state: 'ok', found });

export const skipped = (check: string, found: string): Finding => ({ check, state: 'skipped', found });

export const warning = (check: string, found: string, advice: string): Finding => ({
  ...{ check, state: 'warning', found, advice },
});

export const fault = (check: string, found: string, advice: string): Finding => ({
  ...{ check, state: 'fault', found, advice },
});

/** Whether `7.0.15` or `15.4 (Debian …)` is at least `6.2`. */
export function isAtLeast(version: string, least: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map((part) => Number.parseInt(part, 10));
  const [leastMajor = 0, leastMinor = 0] = least.split('.').map(Number);
  return major > leastMajor || (major === leastMajor && minor >= leastMinor);
}
