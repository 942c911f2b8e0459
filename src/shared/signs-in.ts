import { Extensions } from 'type-graphql';

/** What a mutation's field does to the caller's sign-in; the field's extension `sessionEffect`. */
export type SessionEffect = 'signs-in' | 'signs-out';

/** The mutation signs in: a token sent along plays no part where an operation does nothing else. */
export const SignsIn = (): MethodDecorator => Extensions({ sessionEffect: 'signs-in' satisfies SessionEffect });

/** The mutation signs out: no limit counts an operation that does nothing else. */
export const SignsOut = (): MethodDecorator => Extensions({ sessionEffect: 'signs-out' satisfies SessionEffect });
