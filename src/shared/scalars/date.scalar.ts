import { GraphQLError, GraphQLScalarType, Kind } from 'graphql';
import { isDay } from '../validation/day';

/** Days are text everywhere: a Date would shift them with the time zone. */
export const Day = new GraphQLScalarType<string, string>({
  name: 'Date',
  description: 'A calendar day as `YYYY-MM-DD`, without a time and a time zone.',
  serialize: (value) => String(value),
  parseValue: dayOf,
  parseLiteral: (node) => dayOf(node.kind === Kind.STRING ? node.value : null),
});

function dayOf(value: unknown): string {
  if (typeof value === 'string' && isDay(value)) return value;
  throw new GraphQLError('Date cannot represent this value: it must be a calendar day as YYYY-MM-DD.');
}
