import type { RestRow } from '../../../shared/rest/route';

export const statsRoutes: readonly RestRow[] = [];
