import { Connection } from './connection.mjs';
import { query, startDatabases } from './databases.mjs';
import { fromDist } from './dist.mjs';
import { signUp, startGateway } from './gateway.mjs';
import { median } from './measure.mjs';
import { requestsOf } from './requests.mjs';
import { loadStudents } from './students.mjs';
import { markdown } from './table.mjs';

const ROUNDS = 40;
const WARM_ROUNDS = 10;

/** The searches that are kept once somebody has sent them. */
const FIRST_TIMES = new Set(['search, two characters (`zo`)', '`totalCount` of a search, all match']);

const PAGE = `query ($after: String, $search: String) {
  students(first: 50, after: $after, search: $search) { nodes { id name email branch phone role } pageInfo { endCursor } } }`;
const COUNT = `query ($search: String, $branch: String) {
  students(first: 1, search: $search, branch: $branch) { totalCount } }`;

/**
 * Reads of lists of different lengths that find nothing in a cache, one at a time, in turns; prints the medians in
 * milliseconds and their ratio to the first size.
 * @param {number[]} sizes numbers of students
 */
export async function measureRows(sizes) {
  const databases = await startDatabases();
  const lists = [];
  try {
    for (const size of sizes) lists.push(await startList(databases, size));
    console.log(`\n### Cold reads of a growing list\n\n${tableOf(await measureReads(lists), sizes)}`);
  } finally {
    await Promise.all(lists.map(({ gateway }) => gateway.stop()));
    await databases.stop();
  }
}

/** A gateway on a database of its own with that many students. */
async function startList({ databaseUrl: first, redisUrl }, size) {
  const url = new URL(first);
  url.pathname = `/rows_${size}`;
  const databaseUrl = url.href;
  await query(first, `DROP DATABASE IF EXISTS rows_${size}`);
  await query(first, `CREATE DATABASE rows_${size}`);
  await fromDist('platform/database/migrate.js').migrate(databaseUrl);
  await loadStudents(databaseUrl, size);
  const env = { CACHE_ENABLED: 'false', REDIS_KEY_PREFIX: `rows_${size}:` };
  const gateway = await startGateway({ databaseUrl, redisUrl }, env);
  const { token } = await signUp(gateway.url);
  return { gateway, token, reads: await readsOf(databaseUrl, size) };
}

/** Bodies by the name of what they ask. */
async function readsOf(databaseUrl, size) {
  const place = async (share) => {
    const sql = 'SELECT name, id FROM students ORDER BY name, id OFFSET $1 LIMIT 1';
    const [{ name, id }] = await query(databaseUrl, sql, [Math.floor(size * share)]);
    return Buffer.from(JSON.stringify(['student', name, id])).toString('base64url');
  };
  const page = (variables) => ({ query: PAGE, variables });
  const count = (variables) => ({ query: COUNT, variables });
  return {
    'the first page': page({}),
    'a page in the middle': page({ after: await place(0.5) }),
    'a page near the end': page({ after: await place(0.9) }),
    'search, frequent (`chen`)': page({ search: 'chen' }),
    'search, frequent, near the end': page({ search: 'chen', after: await place(0.9) }),
    'search, all match (`example`), in the middle': page({ search: 'example', after: await place(0.5) }),
    'search, one match (an e-mail)': page({ search: 'student777@' }),
    'search, two characters (`zo`)': page({ search: 'zo' }),
    'search, no match': page({ search: 'qxqxqx' }),
    'search, no match, two characters': page({ search: 'qx' }),
    '`totalCount` of all': count({}),
    '`totalCount` of a branch': count({ branch: 'Data Analysis' }),
    '`totalCount` of a search, one match': count({ search: 'student777@' }),
    '`totalCount` of a search, frequent': count({ search: 'chen' }),
    '`totalCount` of a search, two characters': count({ search: 'zo' }),
    '`totalCount` of a search, all match': count({ search: 'example' }),
  };
}

/**
 * In turns, so that whatever else the machine does meets all alike.
 * @returns {Promise<Map<string, number[]>>} milliseconds for each list, by the name of what is read
 */
async function measureReads(lists) {
  const connections = lists.map(({ gateway }) => new Connection(gateway.port));
  const times = new Map(Object.keys(lists[0].reads).map((name) => [name, lists.map(() => [])]));
  for (let round = 0; round < WARM_ROUNDS + ROUNDS; round += 1) {
    for (const [name, ofLists] of times) {
      for (const [nth, { token, reads }] of lists.entries()) {
        ofLists[nth].push(await timeOf(connections[nth], token, name, reads[name]));
      }
    }
  }
  connections.forEach((connection) => connection.close());
  return new Map(
    [...times].flatMap(([name, ofLists]) => [
      ...(FIRST_TIMES.has(name) ? [[`${name}, the first time`, ofLists.map(([first]) => first)]] : []),
      [name, ofLists.map((all) => median(all.slice(WARM_ROUNDS)))],
    ]),
  );
}

async function timeOf(connection, token, name, body) {
  const headers = { authorization: `Bearer ${token}` };
  const request = requestsOf({ method: 'POST', path: '/graphql', headers, body })();
  const start = performance.now();
  const answer = await connection.send(request);
  const ms = performance.now() - start;
  const text = answer.body.toString();
  if (answer.status !== 200 || text.startsWith('{"errors"')) throw new Error(`${name}: ${text.slice(0, 300)}`);
  return ms;
}

function tableOf(times, sizes) {
  const headings = sizes.flatMap((size, nth) => [size.toLocaleString('en'), ...(nth > 0 ? ['×'] : [])]);
  const body = [...times].map(([name, all]) => [
    name,
    ...all.flatMap((ms, nth) => [ms.toFixed(2), ...(nth > 0 ? [(ms / all[0]).toFixed(2)] : [])]),
  ]);
  return markdown(['p50 in ms, by number of students', ...headings], body);
}
