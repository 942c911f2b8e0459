import type { RequestContext } from '../shared/request-context';

/** The client of a request, as its transport knows it. */
export type Caller = Pick<RequestContext, 'requestId' | 'ip' | 'userAgent' | 'device'>;

type ContextParts = Pick<RequestContext, 'viewer' | 'decisions' | 'signInRole' | 'reader' | 'maxRows' | 'wholeLists'>;

export const createContext = (caller: Caller, parts: ContextParts): RequestContext => ({
  ...caller,
  ...parts,
  rowsAsked: 0,
  auditNotes: {},
});
