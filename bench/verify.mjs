import { isDeepStrictEqual } from 'node:util';
import { Connection } from './connection.mjs';
import { FORGET } from './lua.mjs';
import { requestsOf } from './requests.mjs';

/** A server may add these to the headers of the gateway, or leave them out: they are the connection's. */
const CONNECTION_HEADERS = new Set(['connection', 'keep-alive', 'date']);

/** What an earlier case changed in Redis alone is loaded anew, and every server has answered once. */
export async function prepare(rows, redis, keys) {
  await forget(redis, ['tag:students', ...keys]);
  for (const { before } of rows) if (before) await forget(redis, before.keys);
  for (const row of rows)
    await answer({ ...row, before: undefined }, requestsOf({ ...row.requests, vary: undefined })());
}

const forget = (redis, keys) => redis.eval(FORGET, keys.length, ...keys);

/**
 * A server that does less than the others must not be measured with them: peers answer with the gateway's data, and the
 * floor with the gateway's headers.
 * @param rows of one case, with their servers started
 * @throws Error for a difference
 */
export async function verifyAnswers(rows, redis) {
  const gateway = rows.find(({ servers: [server] }) => server.name === 'gateway');
  for (const row of rows) {
    if (row.compare === 'data') {
      const next = requestsOf(row.requests)();
      const expected = await answer(gateway, next, redis);
      const actual = await answer(row, next, redis);
      if (!isDeepStrictEqual(dataOf(actual), dataOf(expected))) throw new Error(`${row.label} answers otherwise`);
    }
    if (row.compare === 'headers') {
      const next = requestsOf(row.requests)();
      const expected = await answer({ servers: gateway.servers, status: row.status }, next, redis);
      const actual = await answer(row, next, redis);
      if (!isDeepStrictEqual(headersOf(actual), headersOf(expected))) throw new Error(`${row.label} has other headers`);
    }
  }
}

async function answer({ servers: [{ port }], status, before }, request, redis) {
  if (before) await redis.eval(before.lua, before.keys.length, ...before.keys);
  const connection = new Connection(port);
  try {
    const given = await connection.send(request);
    if (given.status !== status) throw new Error(`${given.status} ${given.body.toString().slice(0, 300)}`);
    return given;
  } finally {
    connection.close();
  }
}

/** Without the value that a case changes. */
function dataOf({ body }) {
  const { data, errors } = JSON.parse(body.toString());
  if (errors) throw new Error(JSON.stringify(errors).slice(0, 300));
  data.students.nodes[0].phone = null;
  return data;
}

const headersOf = ({ head }) =>
  [...head.matchAll(/\r\n([^:]+):/g)]
    .map(([, name]) => name.toLowerCase())
    .filter((name) => !CONNECTION_HEADERS.has(name))
    .sort();
