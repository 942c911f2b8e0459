import path from 'node:path';
import { startGateway, type TestGateway } from '../../support/gateway';

export interface FleetSettings {
  databaseUrl: string;
  redisUrl: string;
  /** A file that each replica loads first: it takes a piece of the protocol out. */
  broken?: string;
  env?: Record<string, string>;
}

const REPLICAS = 2;
/** Loaded first by each replica. */
const BUSY = path.join(__dirname, 'hooks/busy-replica.cjs');

/** Two replicas as processes of their own, and a third that stands ready to replace one that is killed. */
export class Fleet {
  kills = 0;
  private readonly dying: Promise<unknown>[] = [];

  private constructor(
    private readonly start: () => Promise<TestGateway>,
    private readonly replicas: TestGateway[],
    private spare: Promise<TestGateway>,
  ) {}

  static async start({ databaseUrl, redisUrl, broken, env }: FleetSettings): Promise<Fleet> {
    const args = ['-r', BUSY, ...(broken ? ['-r', broken] : []), 'dist/main.js'];
    const start = () =>
      startGateway({ ...ENVIRONMENT, DATABASE_URL: databaseUrl, REDIS_URL: redisUrl, ...env }, { args });
    const replicas = await Promise.all(Array.from({ length: REPLICAS }, start));
    return new Fleet(start, replicas, start());
  }

  /** The address of any replica. */
  any(): string {
    return this.replicas[Math.floor(Math.random() * REPLICAS)]?.url ?? '';
  }

  all(): string[] {
    return this.replicas.map(({ url }) => url);
  }

  /** SIGKILL to any replica; another is in its place at once. */
  async kill(): Promise<void> {
    const successor = await this.spare;
    const [victim] = this.replicas.splice(Math.floor(Math.random() * REPLICAS), 1, successor);
    if (victim) this.dying.push(victim.kill());
    this.kills += 1;
    this.spare = this.start();
  }

  async stop(): Promise<void> {
    const living = [...this.replicas, await this.spare];
    await Promise.all([...living.map((replica) => replica.kill()), ...this.dying]);
  }
}

const ENVIRONMENT = {
  NODE_ENV: 'test',
  LOG_LEVEL: 'info',
  JWT_SECRET: 'one secret for all replicas of this test',
  RATE_LIMIT_LOGIN: 'off',
  RATE_LIMIT_LOGIN_IP: 'off',
  RATE_LIMIT_REGISTER: 'off',
  RATE_LIMIT_API: 'off',
  RATE_LIMIT_USER: 'off',
  RATE_LIMIT_CODE: 'off',
};
