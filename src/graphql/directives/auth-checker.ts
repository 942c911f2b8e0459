import type { AuthChecker } from 'type-graphql';
import { AppError, unauthenticated } from '../../platform/errors/app-error';
import type { RequestContext } from '../../shared/request-context';
import type { Role } from '../../shared/role';

/** Runs before each field with `@Authorized`. A cached value is never a permission. */
export const authChecker: AuthChecker<RequestContext, Role> = ({ context: { viewer } }, roles) => {
  if (!viewer) throw unauthenticated();
  if (roles.length > 0 && !roles.includes(viewer.role)) throw new AppError('FORBIDDEN');
  return true;
};
