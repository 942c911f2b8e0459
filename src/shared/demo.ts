import { createHash } from 'node:crypto';
import { v7 } from 'uuid';
import type { Database } from '../platform/database/database';
import type { Role } from './role';

/** What a feature's demo data are made with. */
export interface DemoKit {
  database: Database;
  /** The time around which the demo dates are. */
  now: Date;
  /** IANA zone of those dates. */
  timeZone: string;
  hashPassword: (password: string) => Promise<string>;
  /** Takes one line for the person at the terminal. */
  progress: (line: string) => void;
}

/** A demo account, for a first look at the gateway. */
export interface DemoLogin {
  role: Role;
  name: string;
  email: string;
  password: string;
  /** Whether pages offer it first: it may try most. */
  isSuggested?: true;
}

/** A feature's demo data. Loading again doubles nothing and undoes no change. */
export interface DemoData {
  login?: DemoLogin;
  load(kit: DemoKit): Promise<void>;
}

/** The creation time of all demo rows, which is part of their ids: 1 January 2026, in milliseconds since 1970. */
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
