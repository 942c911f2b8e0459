import { setTimeout as sleep } from 'node:timers/promises';
import { startServer } from './processes.mjs';

export const PASSWORD = 'correct horse battery';
export const EMAIL = 'bench@stms.example';
/** Signs in over and over, and stays below the most sessions a user may have, as people do. */
export const LOGIN_EMAIL = 'login@stms.example';
export const JWT_SECRET = 'the secret of the bench, nobody else uses it';

/** On, and never reached. */
const LIMIT = '1000000000/1m';

/** The gateway as in production. */
export async function startGateway({ databaseUrl, redisUrl }, env = {}) {
  const server = await startServer(['dist/main.js'], {
    HOST: '127.0.0.1',
    PORT: '0',
    DATABASE_URL: databaseUrl,
    REDIS_URL: redisUrl,
    JWT_SECRET,
    TRAINER_REGISTRATION: 'open',
    RATE_LIMIT_USER: LIMIT,
    RATE_LIMIT_LOGIN: LIMIT,
    RATE_LIMIT_LOGIN_IP: LIMIT,
    RATE_LIMIT_REGISTER: LIMIT,
    SESSION_MAX_PER_USER: '1000',
    ...env,
  });
  const url = `http://127.0.0.1:${server.port}`;
  while (!(await fetch(`${url}/readyz`)).ok) await sleep(20);
  return { ...server, url, statements: async () => countedStatements(await (await fetch(`${url}/metrics`)).text()) };
}

const countedStatements = (metrics) => Number(/^stms_sql_statements_total (\d+)/m.exec(metrics)[1]);

/** Makes a trainer: the one whose token all requests carry, or another. @returns {Promise<{ token: string, userId: string }>} */
export async function signUp(url, email = EMAIL) {
  const query = `mutation ($input: RegisterTrainerInput!) { registerTrainer(input: $input) { token user { id } } }`;
  const input = { name: 'Bench Trainer', email, password: PASSWORD, expertise: 'Measuring' };
  const { token, user } = (await ask(url, { query, variables: { input } })).body.data.registerTrainer;
  return { token, userId: user.id };
}

/**
 * A complete answer. On a busy machine databases are slow and the gateway says so; preparations may wait.
 * @throws Error for any other
 */
export async function ask(url, body, token) {
  const options = {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) },
    body: JSON.stringify(body),
  };
  for (;;) {
    const answer = await fetch(`${url}/graphql`, options);
    const text = await answer.text();
    if (answer.ok && !text.startsWith('{"errors"')) return { headers: answer.headers, text, body: JSON.parse(text) };
    if (answer.status !== 503) throw new Error(`${answer.status} ${text}`);
    await sleep(100);
  }
}
