import { Extensions } from 'type-graphql';

/** The effect of a mutation on the caller's session, in the field's extension `sessionEffect`. */
export type SessionEffect = 'signs-in' | 'signs-out';

/** The mutation signs in. If an operation does nothing else, a token in the request is ignored. */
export const SignsIn = (): MethodDecorator => Extensions({ sessionEffect: 'signs-in' satisfies SessionEffect });

/** The mutation signs out. If an operation does nothing else, no limit counts it. */
export const SignsOut = (): MethodDecorator => Extensions({ sessionEffect: 'signs-out' satisfies SessionEffect });
