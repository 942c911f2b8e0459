import { once } from 'node:events';
import { mkdir } from 'node:fs/promises';
import { connect } from 'node:net';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from '../logging/logger';
import { complaint } from './complaint';
import { makeSocketFolder } from './data-folder';
import { startGuarded, type GuardedProcess } from './guard';
import { findRedisServer } from './redis-install';
import { currentUser } from './server-user';
import { StartError } from './start-error';

interface Options {
  progress: (line: string) => void;
  logger: Logger;
  /** The path of the socket, instead of a new temporary folder. It is removed when the server ends. */
  socketDir?: string;
}

export interface EmbeddedRedis {
  /** `unix:///…`, a socket that only this user can reach. */
  url: string;
  socketDir: string;
  pid: number;
  /** Stops the server and discards its data; resolves when it has stopped. */
  stop(): Promise<void>;
}

/**
 * Starts a private Redis without persistence: its sessions and cache entries end with this process.
 * @throws StartError if there is none or it does not start
 */
export async function startEmbeddedRedis({ progress, logger, socketDir: given }: Options): Promise<EmbeddedRedis> {
  const program = await findRedisServer(progress);
  const user = currentUser();
  const socketDir = given ?? (await makeSocketFolder(user));
  if (given) await mkdir(given, { mode: 0o700 });
  const socket = path.join(socketDir, 'redis.sock');
  const server = await startGuarded({
    command: program,
    args: [
      ...['--port', '0', '--unixsocket', socket, '--unixsocketperm', '700'],
      ...['--save', '', '--appendonly', 'no', '--dir', socketDir, '--daemonize', 'no'],
    ],
    user,
    stopSignal: 'KILL', // there is nothing to save
    folder: socketDir,
  });
  if (!(await isReady(server, socket))) {
    throw new StartError(`${program} does not start: ${complaint(server.output())}.`);
  }

  server.unref();
  let stopping = false;
  void server.exited.then((code) => {
    if (!stopping) logger.error({ code, output: server.output() }, 'embedded Redis stopped unexpectedly');
  });
  return {
    url: `unix://${socket}`,
    socketDir,
    pid: server.pid,
    stop() {
      stopping = true;
      return server.stop();
    },
  };
}

/** Waits until the server answers; false if it ends instead. */
async function isReady(server: GuardedProcess, socket: string): Promise<boolean> {
  let ended = false;
  void server.exited.then(() => (ended = true));
  while (!ended) {
    if (await answers(socket)) return true;
    await sleep(10);
  }
  return false;
}

async function answers(socket: string): Promise<boolean> {
  const connection = connect(socket);
  try {
    await once(connection, 'connect');
    connection.write('PING\r\n');
    const [reply] = (await once(connection, 'data')) as [Buffer];
    return reply.toString().startsWith('+PONG');
  } catch {
    return false; // not listening yet
  } finally {
    connection.destroy();
  }
}
