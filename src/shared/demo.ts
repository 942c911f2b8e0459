import { createHash } from 'node:crypto';
import { v7 } from 'uuid';
import type { Database } from '../platform/database/database';
import type { Role } from './role';

/** What a feature needs to make its demo data. */
export interface DemoKit {
  database: Database;
  /** Demo dates are around this time. */
  now: Date;
  /** IANA zone of those dates. */
  timeZone: string;
  hashPassword: (password: string) => Promise<string>;
  /** Prints one line at the terminal. */
  progress: (line: string) => void;
}

/** A demo account, for a first look at the gateway. */
export interface DemoLogin {
  role: Role;
  name: string;
  email: string;
  password: string;
  /** Whether pages suggest it, because it may do most. */
  isSuggested?: true;
}

/** A feature's demo data. Loading them again adds no duplicates and undoes no changes. */
export interface DemoData {
  login?: DemoLogin;
  load(kit: DemoKit): Promise<void>;
}

/** The time in the ids of all demo rows: 1 January 2026, in milliseconds since 1970. */
const MADE_AT = Date.UTC(2026, 0, 1);

const digest = (name: string): Buffer => createHash('sha256').update(`demo ${name}`).digest();

/** The id of a demo row. It depends on the name only, so loading again finds the existing rows. */
export const demoId = (name: string): string => v7({ msecs: MADE_AT, random: digest(name) });

/** One of the options, always the same for the same name. */
export function pick<T>(options: readonly T[], name: string): T {
  const option = options[digest(name).readUInt32BE(16) % options.length];
  if (option === undefined) throw new Error(`nothing to pick from for ${name}`);
  return option;
}
