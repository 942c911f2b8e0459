import path from 'node:path';
import { Redis } from 'ioredis';
import { query, startDatabases } from './databases.mjs';
import { ask, EMAIL, JWT_SECRET, LOGIN_EMAIL, PASSWORD, signUp, startGateway } from './gateway.mjs';
import { startServer } from './processes.mjs';
import { QUERY, READS, VARIABLES } from './requests.mjs';
import { loadStudents } from './students.mjs';

const STUDENTS = 5_000;

/**
 * One set of databases with one trainer who is signed in, and the servers that are measured on them. A server is started
 * when it is first needed: `gateway` (at once), `gateway 2` and so on for more replicas, else a file of servers/.
 */
export async function openEnvironment() {
  const databases = await startDatabases();
  const redis = new Redis({ path: databases.redisSocket });
  const servers = new Map();
  const stop = async () => {
    await Promise.all([...servers.values()].map((server) => server.stop()));
    redis.disconnect();
    await databases.stop();
  };
  try {
    await loadStudents(databases.databaseUrl, STUDENTS);
    const gateway = await startGateway(databases);
    servers.set('gateway', { ...gateway, name: 'gateway' });
    const trainer = await signUp(gateway.url);
    await signUp(gateway.url, LOGIN_EMAIL);
    const page = await ask(gateway.url, { query: QUERY, variables: VARIABLES }, trainer.token);
    const known = { gateway, trainer, bodyBytes: Buffer.byteLength(page.text) };
    const server = async (name) => {
      if (!servers.has(name)) servers.set(name, { ...(await start(name, databases, known)), name });
      return servers.get(name);
    };
    const keys = page.headers.get('x-cache-key').split(',');
    return { redis, redisSocket: databases.redisSocket, gateway, trainer, keys, server, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function start(name, databases, { gateway, trainer, bodyBytes }) {
  if (name.startsWith('gateway')) return startGateway(databases);
  const { databaseUrl, redisSocket } = databases;
  const [account] = await query(databaseUrl, 'SELECT password_hash AS hash FROM users WHERE email = $1', [EMAIL]);
  const server = await startServer([path.join(import.meta.dirname, 'servers', `${name}.mjs`)], {
    SERVER_NAME: name,
    DATABASE_URL: databaseUrl,
    REDIS_SOCKET: redisSocket,
    JWT_SECRET,
    GATEWAY_URL: gateway.url,
    TOKEN: trainer.token,
    PREPARED: JSON.stringify(Object.values(READS)),
    BODY_BYTES: String(bodyBytes),
    PASSWORD_HASH: account.hash,
    PASSWORD,
  });
  return { ...server, statements: async () => (await server.usage()).statements };
}
