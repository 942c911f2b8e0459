import { GraphQLScalarType } from 'graphql';
import { GraphQLDateTimeISO } from 'graphql-scalars';

const iso = GraphQLDateTimeISO.toConfig();

/** Records have their times as ISO text that is ready to send. Input is parsed to a Date. */
export const DateTime = new GraphQLScalarType<Date, string>({
  ...iso,
  name: 'DateTime',
  description: 'A date and time with its offset, in ISO 8601, such as `2026-11-22T09:00:00.000Z`.',
  serialize: (value) => (typeof value === 'string' ? value : new Date(value as Date).toISOString()),
});
