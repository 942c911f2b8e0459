import { Authorized as Checked, Extensions } from 'type-graphql';
import type { Role } from './role';

/**
 * Who may reach a field: users of these roles, or every user without any. The field's extension `roles` says it, too, so that
 * a route knows whom it is for.
 */
export function Authorized(...roles: Role[]): MethodDecorator {
  return (target, property, descriptor) => {
    Checked(roles)(target, property, descriptor);
    Extensions({ roles })(target, property, descriptor);
  };
}
