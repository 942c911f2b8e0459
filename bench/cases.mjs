import { LOGIN_EMAIL, PASSWORD } from './gateway.mjs';
import { CHANGE, CHANGE_VALUE, FORGET } from './lua.mjs';
import { READS, VARIABLES } from './requests.mjs';
import { pageKey, tagKey } from './servers/keys.mjs';

/** Connections of a load process, each with one request at a time. */
const MANY = 64;
/** Of responses of more than a megabyte. */
const FEW = 8;

const COLUMNS = ['cpu', 'cpuRatio', 'requests', 'p50', 'p99', 'memory', 'trips', 'commands', 'sql'];
const PEERS = [
  { name: 'mercurius', label: 'Mercurius 16, jit, mercurius-cache' },
  { name: 'apollo', label: 'Apollo 5, Fastify, response cache' },
  { name: 'yoga', label: 'Yoga 5, jit, response cache' },
];
const FLOOR = 'the contract’s floor';
const LOGIN = `mutation ($input: LoginInput!) { login(input: $input) { token expiresAt user { id } } }`;

/**
 * What is measured: tables of rows. A row names the servers that get its requests, and the row it is compared with (`base`).
 * `before` comes before each request; `compare` is what must be equal to the gateway's responses.
 */
export async function casesOf({ gateway, trainer, keys }) {
  const headers = { authorization: `Bearer ${trainer.token}` };
  const etagOf = async ({ path }) => (await fetch(gateway.url + path, { headers })).headers.get('etag');
  const read = ({ ...request }, more) => ({ ...request, headers: { ...headers, ...more } });
  const known = async (request) => read(request, { 'if-none-match': await etagOf(request) });

  const post = read(READS.graphqlPost);
  const row = (label, server, requests) => ({ label, servers: [server], requests, status: 200, base: FLOOR });
  const floor = (requests = post) => ({ ...row(FLOOR, 'floor', requests), compare: 'headers' });
  const us = (label, requests) => row(label, 'gateway', requests);

  /** The floor, every peer and the gateway. `vary` makes every request another one, `change` comes before each. */
  const everyone = ({ vary, change } = {}) => [
    floor(),
    ...PEERS.map(({ name, label }) => ({
      ...row(label, name, { ...post, vary }),
      compare: 'data',
      before: change && { ...change, keys: [tagKey(name), pageKey(name, VARIABLES.first)] },
    })),
    { ...us('gateway', { ...post, vary }), before: change && { ...change, keys: ['tag:students', ...keys] } },
  ];

  const login = { query: LOGIN, variables: { input: { email: LOGIN_EMAIL, password: PASSWORD } } };
  const notModified = 'the contract’s floor, 304';

  return [
    {
      title: 'A repeated read',
      rows: [row('floor without limit and headers', 'bare-floor', post), ...everyone()],
    },
    {
      title: 'One record on the page changed elsewhere, another replica has loaded it',
      rows: [
        ...everyone({ change: { lua: CHANGE_VALUE, isShown: true } }),
        {
          ...us('gateway, a record of another page changed', post),
          before: { lua: CHANGE, keys: ['tag:students', ...keys] },
        },
      ],
    },
    { title: 'A document never seen, the values are in Redis', rows: everyone({ vary: 'document' }) },
    { title: 'A page never read (other variables)', rows: everyone({ vary: 'page' }) },
    {
      title: 'Cold: the list changed and nothing of it is in Redis, one request at a time',
      connections: 1,
      rows: everyone({ change: { lua: FORGET } }),
    },
    {
      title: 'REST and GraphQL',
      rows: [
        floor(),
        us('gateway, GraphQL POST', post),
        us('gateway, GraphQL POST, brotli', read(READS.graphqlPost, { 'accept-encoding': 'br' })),
        us('gateway, GraphQL GET', read(READS.graphqlGet)),
        { ...floor(read(READS.restGet)), label: 'the contract’s floor, REST', base: 'the contract’s floor, REST' },
        { ...us('gateway, REST GET', read(READS.restGet)), base: 'the contract’s floor, REST' },
      ],
    },
    {
      title: '304 Not Modified',
      rows: [
        { ...floor(await known(READS.restGet)), label: notModified },
        us('gateway, GraphQL GET, 304', await known(READS.graphqlGet)),
        us('gateway, REST GET, 304', await known(READS.restGet)),
      ].map((one) => ({ ...one, base: notModified, status: 304 })),
    },
    {
      title: 'The whole list of 5,000 students over REST',
      connections: FEW,
      rows: [floor(read(READS.restList)), us('gateway', read(READS.restList))],
    },
    {
      title: 'A login, one at a time',
      connections: 1,
      columns: ['cpu', 'cpuRatio', 'p50', 'p50Ratio', 'p99', 'requests', 'memory', 'trips', 'commands', 'sql'],
      rows: [
        row('one bare argon2.verify', 'argon2', read({ method: 'GET', path: '/' })),
        row('one bare verify of @node-rs/argon2', 'node-rs-argon2', read({ method: 'GET', path: '/' })),
        us('gateway', { ...READS.graphqlPost, body: login }),
      ].map((one) => ({ ...one, base: 'one bare argon2.verify' })),
    },
    {
      title: 'Several replicas, in total',
      columns: ['cpu', 'cpuRatio', 'requests', 'p50', 'p99', 'memory'],
      rows: [['gateway'], ['gateway', 'gateway 2'], ['gateway', 'gateway 2', 'gateway 3', 'gateway 4']].map(
        (servers) => ({
          ...us(`${servers.length} replica${servers.length > 1 ? 's' : ''}`, post),
          ...{ servers, base: '1 replica' },
        }),
      ),
    },
  ].map((one) => ({ connections: MANY, columns: COLUMNS, ...one }));
}

/**
 * The cases whose title has one of the words; all if none has. Words that no title has choose rows by their label, beside
 * those that they are compared with.
 */
export function chosen(cases, words) {
  const has = (text, word) => text.toLowerCase().includes(word.toLowerCase());
  const ofTitles = words.filter((word) => cases.some(({ title }) => has(title, word)));
  const ofLabels = words.filter((word) => !ofTitles.includes(word));
  return cases
    .filter(({ title }) => ofTitles.length === 0 || ofTitles.some((word) => has(title, word)))
    .map(({ rows, ...one }) => {
      const wanted = rows.filter(({ label }) => ofLabels.length === 0 || ofLabels.some((word) => has(label, word)));
      const bases = new Set(wanted.map(({ base }) => base));
      return { ...one, rows: rows.filter((row) => wanted.includes(row) || bases.has(row.label)) };
    });
}
