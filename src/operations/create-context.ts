import type { RequestContext, Viewer } from '../shared/request-context';
import type { Role } from '../shared/role';
import type { CacheReader } from '../platform/cache/reader';
import type { Decision } from '../platform/rate-limit/limiter';

/** A request as its door knows it. */
export interface Caller {
  requestId: string;
  ip: string;
  userAgent: string | null;
  device: RequestContext['device'];
}

interface ContextParts {
  viewer: Viewer | null;
  decisions: Decision[];
  signInRole?: Role | null;
  reader: CacheReader;
  maxRows: number;
  wholeLists?: boolean;
}

export const createContext = (caller: Caller, parts: ContextParts): RequestContext => ({
  ...caller,
  viewer: parts.viewer,
  decisions: parts.decisions,
  rowsAsked: 0,
  maxRows: parts.maxRows,
  wholeLists: parts.wholeLists ?? false,
  signInRole: parts.signInRole ?? null,
  reader: parts.reader,
  auditNotes: {},
});
