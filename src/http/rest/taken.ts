import type { Input } from './inputs';

/** The part of the request that the value at a path of the variables came from. */
export interface Origin {
  /** Its name on the wire, with indices if it is in a list. */
  name: string;
  place: Input['place'];
  isId: boolean;
  isGiven: boolean;
}

export interface Taken {
  variables: Record<string, unknown>;
  /** By the path that errors name: `input.email`. */
  origins: ReadonlyMap<string, Origin>;
}
