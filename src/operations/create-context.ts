import type { RequestContext } from '../shared/request-context';

/** The client of a request, as its transport knows it. */
export type Caller = Pick<RequestContext, 'requestId' | 'ip' | 'userAgent' | 'device'>;

type ContextParts = Pick<RequestContext, 'viewer' | 'decisions' | 'signInRole' | 'reader' | 'maxRows' | 'wholeLists'>;

/** Properties are named one by one, because spreading two objects takes V8 several microseconds. */
export const createContext = (
  { requestId, ip, userAgent, device }: Caller,
  { viewer, decisions, signInRole, reader, maxRows, wholeLists }: ContextParts,
): RequestContext => ({
  requestId,
  ip,
  userAgent,
  device,
  viewer,
  decisions,
  signInRole,
  reader,
  maxRows,
  wholeLists,
  rowsAsked: 0,
  auditNotes: {},
});
