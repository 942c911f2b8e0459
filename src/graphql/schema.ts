import { lexicographicSortSchema, type GraphQLSchema } from 'graphql';
import { ArgumentValidationError, buildSchemaSync, type BuildSchemaOptions } from 'type-graphql';
import type { Feature } from '../shared/feature';
import { faultsOf } from '../shared/validation/class-validator';
import { DateTime } from '../shared/scalars/date-time.scalar';
import { authChecker } from './directives/auth-checker';
import { directives } from './directives/definitions';

type Container = Exclude<BuildSchemaOptions['container'], undefined>;

/** The schema of these features. `container` provides the resolvers; without it the schema is only for printing. */
export function createSchema(
  features: readonly Pick<Feature, 'resolvers' | 'types'>[],
  container?: { get(type: unknown): unknown },
): GraphQLSchema {
  const [first, ...others] = features.flatMap(({ resolvers }) => resolvers);
  if (!first) throw new Error('no feature has a resolver');
  const schema = buildSchemaSync({
    resolvers: [first, ...others],
    orphanedTypes: features.flatMap(({ types }) => types),
    container: container as Container | undefined,
    authChecker,
    directives,
    skipCheck: true, // Apollo validates the schema, and this check takes an introspection
    scalarsMap: [{ type: Date, scalar: DateTime }],
    validateFn: validateArgument,
  });
  return lexicographicSortSchema(schema);
}

/** @throws ArgumentValidationError */
function validateArgument(argument: unknown): void {
  for (const input of [argument].flat()) {
    const faults = typeof input === 'object' && input !== null ? faultsOf(input) : [];
    if (faults.length > 0) throw new ArgumentValidationError(faults);
  }
}
