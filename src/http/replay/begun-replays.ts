import type { IncomingMessage } from 'node:http';
import type { Replaying } from '../../operations/replay/replay';

const begun = new WeakMap<IncomingMessage, Promise<Replaying>>();

/** Hands a begun replay over to Fastify's route, so that the request is neither authenticated nor counted twice. */
export const leaveReplay = (request: IncomingMessage, replaying: Promise<Replaying>): void =>
  void begun.set(request, replaying);

/** The replay that was begun for the request; null if none was. */
export const begunReplay = (request: IncomingMessage): Promise<Replaying> | null => begun.get(request) ?? null;
