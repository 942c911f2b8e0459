import { SessionError } from './session-settings';

/** A migration that cannot be applied; the message says which, why and what to do. */
export class MigrationError extends Error {}

/** The database lacks migrations of this version: tables or columns are missing. */
export class UnmigratedError extends SessionError {
  constructor(pending: number) {
    super(`the database lacks ${pending} migration${pending === 1 ? '' : 's'} of this version: run npm run db:migrate`);
  }
}
