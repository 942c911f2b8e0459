import {
  DirectiveLocation,
  GraphQLDirective,
  GraphQLInt,
  GraphQLList,
  GraphQLNonNull,
  GraphQLString,
  specifiedDirectives,
} from 'graphql';

/** A custom list replaces GraphQL's default directives, so it must include @include and @skip. */
export const directives = [
  ...specifiedDirectives,
  new GraphQLDirective({
    name: 'rateLimit',
    description:
      'Limits calls of the field to `max` per `window`. Sign-ins count by the values of `identityArgs` and by IP address, or by device; registrations by IP address; codes by user; the rest only without a token, by IP address. The gateway may be configured with other limits.',
    locations: [DirectiveLocation.FIELD_DEFINITION],
    args: {
      max: { type: new GraphQLNonNull(GraphQLInt), description: 'The number of attempts in one window.' },
      window: { type: new GraphQLNonNull(GraphQLString), description: 'The length of the window, such as `15m`.' },
      identityArgs: {
        type: new GraphQLList(new GraphQLNonNull(GraphQLString)),
        description: 'The arguments that identify what is counted.',
      },
    },
  }),
];
