import type { IncomingMessage } from 'node:http';
import type { Replaying } from '../../operations/replay/replay';

const begun = new WeakMap<IncomingMessage, Promise<Replaying>>();

/** Leaves a replay to whoever serves the request next, so that it is neither authenticated nor counted twice. */
export const leaveReplay = (request: IncomingMessage, replaying: Promise<Replaying>): void =>
  void begun.set(request, replaying);

/** The replay that was begun for the request; null if none was. */
export const begunReplay = (request: IncomingMessage): Promise<Replaying> | null => begun.get(request) ?? null;
