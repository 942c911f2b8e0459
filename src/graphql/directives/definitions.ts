import {
  DirectiveLocation,
  GraphQLDirective,
  GraphQLEnumType,
  GraphQLInt,
  GraphQLList,
  GraphQLNonNull,
  GraphQLString,
  specifiedDirectives,
} from 'graphql';

const CacheControlScope = new GraphQLEnumType({
  name: 'CacheControlScope',
  description: 'Whose cache may keep an answer.',
  values: { PUBLIC: { description: 'Any cache.' }, PRIVATE: { description: 'Only the viewer’s own.' } },
});

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
  new GraphQLDirective({
    name: 'cacheControl',
    description: 'How long the gateway keeps an answer at most, and for whom; a change clears it at once.',
    locations: [DirectiveLocation.FIELD_DEFINITION, DirectiveLocation.OBJECT],
    args: {
      maxAge: { type: GraphQLInt, description: 'Seconds.' },
      scope: { type: CacheControlScope, description: 'Whose cache may keep it.' },
    },
  }),
];
