import { useSyncExternalStore } from 'react';
import { browserStorage } from '../session/stored';

const KEY = 'stms.time-zone';

const browserZone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone;
const allZones = Intl.supportedValuesOf('timeZone');

/** Zones by continent, for a choice that can be read. `UTC` has none. */
export const ZONES: readonly (readonly [continent: string, zones: readonly string[]])[] = [
  ...Map.groupBy(['UTC', ...allZones.filter((zone) => zone !== 'UTC')], (zone) =>
    zone.includes('/') ? zone.slice(0, zone.indexOf('/')) : 'World',
  ),
];

/** Browsers go on listing some zones by the names of before. */
const RENAMED: Partial<Record<string, string>> = {
  'Africa/Asmera': 'Africa/Asmara',
  'America/Godthab': 'America/Nuuk',
  'Asia/Calcutta': 'Asia/Kolkata',
  'Asia/Katmandu': 'Asia/Kathmandu',
  'Asia/Rangoon': 'Asia/Yangon',
  'Asia/Saigon': 'Asia/Ho Chi Minh',
  'Atlantic/Faeroe': 'Atlantic/Faroe',
  'Europe/Kiev': 'Europe/Kyiv',
};

export const readableZone = (name: string): string => (RENAMED[name] ?? name).replaceAll('_', ' ');

let zone = known(browserStorage.read(KEY)) ?? known(browserZone()) ?? 'UTC';
const listeners = new Set<() => void>();

function known(name: string | null): string | null {
  return name !== null && (name === 'UTC' || allZones.includes(name)) ? name : null;
}

export function chooseZone(name: string): void {
  zone = known(name) ?? zone;
  browserStorage.write(KEY, zone);
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** The zone in which all times are shown and entered. */
export const useZone = (): string => useSyncExternalStore(subscribe, () => zone);
