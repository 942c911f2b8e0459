import { lexicographicSortSchema, type GraphQLSchema } from 'graphql';
import { buildSchemaSync, type BuildSchemaOptions } from 'type-graphql';
import { ProfileResolver, RegistrationResolver, SessionResolver } from '../features/account/account.resolver';
import { LectureConnectionResolver, LectureResolver } from '../features/lecture/lecture.resolver';
import { TrainerLecturesResolver } from '../features/lecture/trainer-lectures.resolver';
import { LimitsResolver } from '../features/limits/limits.resolver';
import { StudentConnectionResolver, StudentResolver } from '../features/student/student.resolver';
import { TrainerConnectionResolver, TrainerResolver } from '../features/trainer/trainer.resolver';
import { DateTime } from '../shared/scalars/date-time.scalar';
import { Admin } from '../features/account/user.type';
import { authChecker } from './directives/auth-checker';
import { directives } from './directives/definitions';

const RESOLVERS = [
  RegistrationResolver,
  SessionResolver,
  ProfileResolver,
  LimitsResolver,
  StudentResolver,
  StudentConnectionResolver,
  TrainerResolver,
  TrainerConnectionResolver,
  TrainerLecturesResolver,
  LectureResolver,
  LectureConnectionResolver,
] as const;

export type Container = Exclude<BuildSchemaOptions['container'], undefined>;

/** The schema of all features. `container` hands out the resolvers; without one it serves for printing only. */
export function createSchema(container?: Container): GraphQLSchema {
  const schema = buildSchemaSync({
    resolvers: [...RESOLVERS],
    orphanedTypes: [Admin],
    container,
    authChecker,
    directives,
    scalarsMap: [{ type: Date, scalar: DateTime }],
    // The fault of a field must not carry the value that was sent: it may be a password. Null is validated like any value:
    // left to its default, type-graphql would let it pass where only absence is allowed.
    validate: {
      forbidUnknownValues: false,
      skipMissingProperties: false,
      validationError: { target: false, value: false },
    },
  });
  return lexicographicSortSchema(schema);
}
