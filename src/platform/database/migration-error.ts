/** A migration that cannot be applied; the message says which, why and what to do. */
export class MigrationError extends Error {}
