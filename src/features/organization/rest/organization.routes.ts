import type { RestRow } from '../../../shared/rest/route';

export const organizationRoutes: readonly RestRow[] = [];
