/**
 * Reasons why Redis refuses to write and still reads: its memory is full (`maxmemory`, nothing to evict; deleting still
 * works), it cannot save (`stop-writes-on-bgsave-error`), or its replicas are gone (`min-replicas-to-write`). A server that
 * has become a replica is a different case, because its data may be old.
 */
const REFUSALS = ['OOM', 'MISCONF', 'NOREPLICAS'];

const PATTERN = new RegExp(`^-?(${REFUSALS.join('|')}) `);

/** Lua that is true where `err` is such a refusal. */
export const LUA_REFUSES_TO_WRITE = REFUSALS.map((name) => `string.find(err, '${name} ', 1, true)`).join(' or ');

export const refusesToWrite = (error: unknown): error is Error => error instanceof Error && PATTERN.test(error.message);

/** Also as Redis before 7 reports it of a script. */
export const isReplica = (error: unknown): boolean => error instanceof Error && /\bREADONLY /.test(error.message);

/** For what may stay undone then. @throws any other error */
export function unlessReadOnly(error: unknown): null {
  if (refusesToWrite(error)) return null;
  throw error;
}
