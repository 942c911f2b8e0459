import pino from 'pino';
import { startEmbeddedRedis, type EmbeddedRedis } from '../../src/platform/embedded/redis';
import { signalAll } from './processes';

/** A Redis server of one test file's own, at one address through all its deaths. */
export interface TestRedis {
  /** `unix:///…` */
  url: string;
  /** SIGSTOP: it accepts connections and answers nothing. */
  pause(): void;
  resume(): void;
  /** SIGKILL; resolves when it is gone. */
  kill(): Promise<void>;
  /** After `kill`: an empty server at the same address. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

/** Starts a real Redis, empty, that nobody else uses. Call `stop` in `afterAll`. */
export async function startTestRedis(): Promise<TestRedis> {
  let redis = await start();
  const { url, socketDir } = redis;
  return {
    url,
    pause: () => signalAll([redis.pid], 'SIGSTOP'),
    resume: () => signalAll([redis.pid], 'SIGCONT'),
    async kill() {
      signalAll([redis.pid], 'SIGKILL');
      await redis.stop();
    },
    async restart() {
      redis = await start(socketDir);
    },
    stop: () => redis.stop(),
  };
}

const start = (socketDir?: string): Promise<EmbeddedRedis> =>
  startEmbeddedRedis({ progress: () => undefined, logger: pino({ level: 'silent' }), socketDir });
