import path from 'node:path';
import { Redis } from 'ioredis';
import { query, startDatabases } from './databases.mjs';
import { ask, EMAIL, JWT_SECRET, LOGIN_EMAIL, PASSWORD, signUp, startGateway } from './gateway.mjs';
import { startServer } from './processes.mjs';
import { QUERY, VARIABLES } from './requests.mjs';
import { loadStudents } from './students.mjs';

const STUDENTS = 5_000;
const REPLICAS = 4;
const PEERS = ['mercurius', 'apollo', 'yoga'];

/** Everything that is compared, started on the same databases, with one trainer signed in. */
export async function openHouse() {
  const databases = await startDatabases();
  const redis = new Redis({ path: databases.redisSocket });
  const servers = [];
  const stop = async () => {
    await Promise.all(servers.map((server) => server.stop()));
    redis.disconnect();
    await databases.stop();
  };
  try {
    await loadStudents(databases.databaseUrl, STUDENTS);
    const replicas = [];
    for (let nth = 0; nth < REPLICAS; nth += 1) {
      replicas.push(await startGateway(databases));
      servers.push(replicas[nth]);
    }
    const trainer = await signUp(replicas[0].url);
    await signUp(replicas[0].url, LOGIN_EMAIL);
    await redis.set(`bench:profile:${trainer.userId}`, JSON.stringify({ role: 'TRAINER' }));
    const answer = await ask(replicas[0].url, { query: QUERY, variables: VARIABLES }, trainer.token);
    const others = await startOthers(databases, Buffer.byteLength(answer.text));
    servers.push(...Object.values(others));
    await compareAnswers(answer.body, trainer.token, others);
    const keys = answer.headers.get('x-cache-key').split(',');
    return { redis, redisSocket: databases.redisSocket, replicas, others, trainer, keys, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function startOthers({ databaseUrl, redisSocket }, bodyBytes) {
  const [account] = await query(databaseUrl, 'SELECT password_hash AS hash FROM users WHERE email = $1', [EMAIL]);
  const start = async (name, env) => {
    const server = await startServer([path.join(import.meta.dirname, 'servers', `${name}.mjs`)], {
      SERVER_NAME: name,
      DATABASE_URL: databaseUrl,
      REDIS_SOCKET: redisSocket,
      JWT_SECRET,
      ...env,
    });
    return { ...server, statements: async () => (await server.usage()).statements };
  };
  const others = {
    floor: await start('floor', { BODY_BYTES: String(bodyBytes) }),
    argon2: await start('argon2', { PASSWORD_HASH: account.hash, PASSWORD }),
  };
  for (const name of PEERS) others[name] = await start(name, {});
  return others;
}

/** A server that does less than the others must not be measured with them. */
async function compareAnswers(expected, token, others) {
  for (const name of PEERS) {
    const { body } = await ask(`http://127.0.0.1:${others[name].port}`, { query: QUERY, variables: VARIABLES }, token);
    if (JSON.stringify(body.data) !== JSON.stringify(expected.data)) throw new Error(`${name} answers otherwise`);
  }
}
