import { loadOperatorConfig } from '../../config/env';
import { profileKey } from '../../features/account/account.cache';
import type { RedisStore } from '../../platform/redis/redis-store';
import type { Session } from '../../platform/sessions/session';
import { SessionStore } from '../../platform/sessions/session-store';
import { CommandError, say, UsageError, type Call } from '../../shared/command/command';
import { counted, printJson, printTable, time } from '../../shared/command/output';
import { withRedis } from '../command-redis';
import { accountId } from './account';

interface Found {
  userId: string;
  sessions: SessionStore;
  redis: RedisStore;
}

export function listSessions(call: Call): Promise<void> {
  return withSessions(call, async ({ userId, sessions }) => {
    const list = await sessions.list(userId);
    if (call.isOn('json')) return printJson(list.map(toJson));
    if (list.length === 0) return say('There are no sessions.');
    printTable(['ID', 'CREATED', 'LAST SEEN', 'ENDS', 'IP', 'USER AGENT'], list.map(toRow));
  });
}

/** Ends sessions the way signing out does: the next request of each is refused, on every replica. */
export function revokeSessions(call: Call): Promise<void> {
  const id = call.value('id');
  if ((id === undefined) === !call.isOn('all')) {
    throw new UsageError('Give either --id ID or --all; stms sessions list EMAIL shows the ids.');
  }
  return withSessions(call, async ({ userId, sessions, redis }) => {
    const ended = id === undefined ? await sessions.endAll(userId) : Number(await sessions.end(userId, id));
    if (id !== undefined && ended === 0) throw new CommandError('This account has no such session.');
    await redis.trip((client) => client.del(profileKey(userId)));
    if (call.isOn('json')) return printJson({ ended });
    say(`Ended ${counted(ended, 'session')}.`);
  });
}

function withSessions(call: Call, work: (found: Found) => Promise<void>): Promise<void> {
  const config = loadOperatorConfig();
  return withRedis(config, async (redis) => {
    const userId = await accountId(config, call.subject);
    await work({ userId, sessions: new SessionStore(redis, config.session), redis });
  });
}

const toRow = ({ id, createdAt, lastSeenAt, idleEndsAt, ip, userAgent }: Session) => [
  id,
  time(createdAt),
  time(lastSeenAt),
  time(idleEndsAt),
  ip ?? '-',
  userAgent ?? '-',
];

/** `expiresAt` is when an unused session ends; `endsAt` is when it ends at the latest. */
const toJson = ({ id, createdAt, lastSeenAt, idleEndsAt, endsAt, ip, userAgent }: Session) => ({
  id,
  createdAt: new Date(createdAt),
  lastSeenAt: new Date(lastSeenAt),
  expiresAt: new Date(idleEndsAt),
  endsAt: new Date(endsAt),
  ip,
  userAgent,
});
