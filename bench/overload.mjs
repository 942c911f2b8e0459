import { fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startDatabases } from './databases.mjs';
import { LOGIN_EMAIL, PASSWORD, signUp, startGateway } from './gateway.mjs';
import { median, startLoad } from './measure.mjs';
import { QUERY, VARIABLES } from './requests.mjs';
import { loadStudents } from './students.mjs';
import { markdown } from './table.mjs';

const STUDENTS = 5_000;
/** What comes, when so many a second are what a gateway can do. */
const POURS = [
  { name: 'as many as that a second', perSecond: (capacity) => capacity },
  { name: 'three times as many', perSecond: (capacity) => 3 * capacity },
  { name: '300 clients that ask again at once', clients: 300 },
  { name: '1,000 clients that ask again at once', clients: 1_000 },
];
const FOR_OPERATORS = ['/livez', '/readyz', '/health', '/metrics'];
/** Often enough to meet the worst; /metrics costs milliseconds, and is asked for every few seconds by those who scrape. */
const LOOK_EVERY_MS = 1_000;
const LOGIN = 'mutation ($input: LoginInput!) { login(input: $input) { token } }';

/**
 * Asks for more than a gateway can do: its capacity is what it answers to so many connections that each wait for their
 * answer; then come multiples of that, from clients that wait for nothing, and many clients that ask again at once. The
 * capacity is measured before and after each: what the machine can do changes from one moment to the next. The first round
 * counts for nothing.
 * @param {{ rounds: number, ms: number }} effort
 */
export async function measureOverload({ rounds, ms }) {
  const databases = await startDatabases();
  const gateway = await startGateway(databases);
  try {
    await loadStudents(databases.databaseUrl, STUDENTS);
    const { token } = await signUp(gateway.url);
    await signUp(gateway.url, LOGIN_EMAIL);
    const post = (body, vary) => ({
      method: 'POST',
      path: '/graphql',
      headers: { authorization: `Bearer ${token}` },
      body,
      vary,
    });
    const cases = {
      'a page that nobody has read': [post({ query: QUERY, variables: VARIABLES }, 'page'), 32],
      'a document that nobody has sent': [post({ query: QUERY, variables: VARIABLES }, 'document'), 32],
      'a login': [post({ query: LOGIN, variables: { input: { email: LOGIN_EMAIL, password: PASSWORD } } }), 4],
    };
    for (const [name, [request, connections]] of Object.entries(cases)) {
      console.log(`\n### ${name}\n\n${await tableOf(gateway, databases, request, connections, { rounds, ms })}`);
    }
  } finally {
    await gateway.stop();
    await databases.stop();
  }
}

async function tableOf(gateway, { redisSocket }, request, connections, { rounds, ms }) {
  const turns = new Map(POURS.map((pour) => [pour, []]));
  const capacity = () => capacityOf(gateway, redisSocket, { request, count: connections, ms: ms / 2 });
  for (let round = 0; round <= rounds; round += 1) {
    for (const [{ perSecond, clients }, own] of turns) {
      const before = await capacity();
      const result = await pour(gateway, { perSecond: perSecond?.(before), clients, ms, request });
      await sleep(1_000);
      const measured = turnOf(result, (before + (await capacity())) / 2);
      if (round > 0) own.push(measured);
    }
  }
  const head = [
    '',
    'capacity/s',
    'served/s',
    'of the capacity, %',
    'p50 ms',
    'p99 ms',
    '503/s',
    'slowest 503, ms',
    'most in flight',
    'slowest health, ms',
  ];
  const body = [...turns].map(([{ name }, own]) => [
    name,
    ...Object.keys(own[0]).map((key) => median(own.map((one) => one[key])).toFixed(0)),
  ]);
  return markdown(head, body);
}

/** Numbers in the order of the table. */
function turnOf({ answers, mostOpen, slowest }, capacity) {
  const served = answers.find(({ status }) => status === 200);
  const refused = answers.find(({ status }) => status === 503);
  const others = answers.filter(({ status }) => status !== 200 && status !== 503);
  if (others.length > 0) console.log('unexpected', others);
  const perSecond = served?.perSecond ?? 0;
  return {
    capacity,
    perSecond,
    share: (100 * perSecond) / capacity,
    p50: served?.p50 ?? 0,
    p99: served?.p99 ?? 0,
    refused: refused?.perSecond ?? 0,
    slowestRefusal: refused?.max ?? 0,
    mostOpen,
    slowestHealth: slowest,
  };
}

async function capacityOf({ port }, redisSocket, { request, count, ms }) {
  const load = startLoad(redisSocket);
  const order = { port, count, status: 200, requests: request };
  await load.run({ ...order, ms: ms / 2 });
  const { perSecond } = await load.run({ ...order, ms, close: true });
  load.stop();
  return perSecond;
}

/** @returns what became of the requests, and how long the slowest look of an operator took meanwhile */
async function pour({ port, url }, order) {
  const child = fork(path.join(import.meta.dirname, 'overload-load.mjs'));
  let isOver = false;
  const looking = watch(url, () => isOver);
  child.send({ port, ...order });
  const [result] = await once(child, 'message');
  isOver = true;
  child.kill('SIGKILL');
  return { ...result, slowest: await looking };
}

async function watch(url, isOver) {
  let slowest = 0;
  while (!isOver()) {
    for (const address of FOR_OPERATORS) {
      const begun = performance.now();
      const answer = await fetch(url + address);
      await answer.text();
      if (!answer.ok) console.log('operator was told', address, answer.status);
      slowest = Math.max(slowest, performance.now() - begun);
    }
    await sleep(LOOK_EVERY_MS);
  }
  return slowest;
}
