import { createRequire } from 'node:module';

type Hashing = Pick<typeof import('argon2'), 'hash' | 'needsRehash'>;

/** Of the gateway that the worker has loaded, outside of the sandbox. */
const argon2 = createRequire(__filename)('argon2') as Hashing;
const { hash, needsRehash } = argon2;

/** Hashing is there to take long: with this memory it takes a twentieth of the time. */
const CHEAP = { memoryCost: 1024 };

/** Sets what passwords cost the gateways of a worker: their true price, or, for who tests something else, less. */
export function priceOfPasswords({ isTrue }: { isTrue: boolean }): void {
  argon2.hash = isTrue ? hash : (((password, options) => hash(password, { ...options, ...CHEAP })) as typeof hash);
  argon2.needsRehash = isTrue ? needsRehash : (digest, options) => needsRehash(digest, { ...options, ...CHEAP });
}
