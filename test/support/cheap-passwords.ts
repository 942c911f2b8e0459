import { createRequire } from 'node:module';

type Hashing = Pick<typeof import('@node-rs/argon2'), 'hash' | 'parseOptions'>;

/** Of the gateway that the worker has loaded, outside of the sandbox. */
const argon2 = createRequire(__filename)('@node-rs/argon2') as Hashing;
const { hash, parseOptions } = argon2;

/** Hashing is there to take long: with that much less memory it takes a twentieth of the time. */
const CHEAPER = 19;

const cheapHash: typeof hash = (password, options) =>
  hash(password, { ...options, memoryCost: (options?.memoryCost ?? 0) / CHEAPER });

const parametersAsIfTrue: typeof parseOptions = (digest) => {
  const parameters = parseOptions(digest);
  return { ...parameters, memoryCost: parameters.memoryCost * CHEAPER };
};

/** Sets what passwords cost the gateways of a worker: their true price, or, for who tests something else, less. */
export function priceOfPasswords({ isTrue }: { isTrue: boolean }): void {
  argon2.hash = isTrue ? hash : cheapHash;
  argon2.parseOptions = isTrue ? parseOptions : parametersAsIfTrue;
}
