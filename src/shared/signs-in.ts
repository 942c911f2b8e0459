import { Extensions } from 'type-graphql';

/** What a mutation's field does to the caller's sign-in; the field's extension `sessionEffect`. */
export type SessionEffect = 'signs-in' | 'signs-out';

/** The mutation signs in. If an operation does nothing else, a token in the request is ignored. */
export const SignsIn = (): MethodDecorator => Extensions({ sessionEffect: 'signs-in' satisfies SessionEffect });

/** The mutation signs out. If an operation does nothing else, no limit counts it. */
export const SignsOut = (): MethodDecorator => Extensions({ sessionEffect: 'signs-out' satisfies SessionEffect });
