import { Extensions } from 'type-graphql';

/** What a root field says of operations that have only such fields, in its extension `mark`. */
export type RootFieldMark = 'signs-in' | 'uncounted';

/** The mutation signs in. If an operation does nothing else, a token in the request is ignored. */
export const SignsIn = (): MethodDecorator => Extensions({ mark: 'signs-in' satisfies RootFieldMark });

/** The user's limit does not count an operation that does nothing else. */
export const Uncounted = (): MethodDecorator => Extensions({ mark: 'uncounted' satisfies RootFieldMark });
