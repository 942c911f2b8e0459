import {
  DirectiveLocation,
  GraphQLDirective,
  GraphQLInt,
  GraphQLList,
  GraphQLNonNull,
  GraphQLString,
  specifiedDirectives,
} from 'graphql';

/** A list of one's own replaces GraphQL's, with @include and @skip: they have to be on it. */
export const directives = [
  ...specifiedDirectives,
  new GraphQLDirective({
    name: 'rateLimit',
    description:
      'How often the field may be reached: `max` times in a `window`, by the values of `identityArgs` or by address.',
    locations: [DirectiveLocation.FIELD_DEFINITION],
    args: {
      max: { type: new GraphQLNonNull(GraphQLInt), description: 'Attempts in one window.' },
      window: { type: new GraphQLNonNull(GraphQLString), description: 'Length of the window, e.g. `15m`.' },
      identityArgs: {
        type: new GraphQLList(new GraphQLNonNull(GraphQLString)),
        description: 'Arguments that name who is counted.',
      },
    },
  }),
];
