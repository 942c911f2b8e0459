import type { RestRow } from '../../../shared/rest/route';

export const courseRoutes: readonly RestRow[] = [];
