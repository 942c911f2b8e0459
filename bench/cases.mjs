import { LOGIN_EMAIL, PASSWORD } from './gateway.mjs';
import { CHANGE, CHANGE_VALUE, FORGET } from './lua.mjs';
import { QUERY, VARIABLES } from './requests.mjs';
import { pageKey } from './servers/page-key.mjs';

/** Connections of a load process, each with one request at a time. */
const MANY = 32;

const ALL = ['requests', 'p50', 'p99', 'cpu', 'cpuRatio', 'trips', 'commands', 'sql'];
const PEERS = [
  { name: 'mercurius', label: 'Mercurius 16, jit, mercurius-cache' },
  { name: 'apollo', label: 'Apollo 5, Fastify, response cache' },
  { name: 'yoga', label: 'Yoga 5, response cache' },
];
const FLOOR = 'floor';
const US = 'gateway';

const LOGIN = `mutation ($input: LoginInput!) { login(input: $input) { token expiresAt user { id } } }`;

/** What is measured: tables of rows, each a server with the requests it gets. */
export async function casesOf({ replicas, others, trainer, keys }) {
  const bearer = { authorization: `Bearer ${trainer.token}` };
  const etagOf = async (path) => (await fetch(replicas[0].url + path, { headers: bearer })).headers.get('etag');
  const post = { method: 'POST', path: '/graphql', headers: bearer, body: { query: QUERY, variables: VARIABLES } };
  const get = (path, headers) => ({ method: 'GET', path, headers: { ...bearer, ...headers } });
  const floor = { label: FLOOR, base: FLOOR, servers: [others.floor], requests: post, status: 200 };
  const gateway = { label: US, base: FLOOR, servers: [replicas[0]], requests: post, status: 200 };

  /** The floor, every peer and the gateway; `peer` and `own` say what comes before each request. */
  const everyone = ({ vary, headers, peer, own }) => [
    floor,
    ...PEERS.map(({ name, label }) => ({
      ...gateway,
      label,
      servers: [others[name]],
      requests: { ...post, vary, headers: { ...bearer, ...headers } },
      before: peer?.(name),
    })),
    { ...gateway, requests: { ...post, vary }, before: own },
  ];

  const unrecorded = { 'x-bench-unrecorded': '1' };
  const search = new URLSearchParams({ query: QUERY, variables: JSON.stringify(VARIABLES) });
  const graphqlGet = `/graphql?${search}`;
  const restGet = '/api/auth/student/students?limit=50';
  const login = { query: LOGIN, variables: { input: { email: LOGIN_EMAIL, password: PASSWORD } } };

  return [
    {
      title: 'A repeated read',
      connections: MANY,
      columns: ALL,
      rows: everyone({}),
    },
    {
      title: 'After a change elsewhere: the recorded answer is invalid, the values are in Redis',
      connections: MANY,
      columns: ALL,
      rows: [
        ...everyone({ headers: unrecorded, own: { lua: CHANGE, keys: ['tag:students', ...keys] } }),
        {
          ...gateway,
          label: 'gateway, one student changed',
          before: { lua: CHANGE_VALUE, keys: ['tag:students', ...keys] },
        },
      ],
    },
    {
      title: 'Other variables: a page that nobody has read before',
      connections: MANY,
      columns: ALL,
      rows: everyone({ vary: 'page' }),
    },
    {
      title: 'A document that nobody has sent before, the values are in Redis',
      connections: MANY,
      columns: ALL,
      rows: everyone({ vary: 'document' }),
    },
    {
      title: 'Cold: everything of the list is gone from Redis, one request at a time',
      connections: 1,
      columns: ALL,
      rows: everyone({
        headers: unrecorded,
        peer: (name) => ({ lua: FORGET, keys: [pageKey(name, VARIABLES.first)] }),
        own: { lua: FORGET, keys: ['tag:students', ...keys] },
      }),
    },
    {
      title: 'Other doors of the gateway, repeated',
      connections: MANY,
      columns: ALL,
      rows: [
        floor,
        { ...gateway, label: 'GraphQL POST' },
        {
          ...gateway,
          label: 'GraphQL POST, brotli',
          requests: { ...post, headers: { ...bearer, 'accept-encoding': 'br' } },
        },
        { ...gateway, label: 'GraphQL GET', requests: get(graphqlGet) },
        { ...gateway, label: 'REST GET', requests: get(restGet) },
        {
          ...floor,
          ...{ label: 'floor, 304', base: 'floor, 304', status: 304 },
          requests: get('/', { 'if-none-match': 'W/"prepared"' }),
        },
        {
          ...gateway,
          ...{ label: 'GraphQL GET, 304', base: 'floor, 304', status: 304 },
          requests: get(graphqlGet, { 'if-none-match': await etagOf(graphqlGet) }),
        },
        {
          ...gateway,
          ...{ label: 'REST GET, 304', base: 'floor, 304', status: 304 },
          requests: get(restGet, { 'if-none-match': await etagOf(restGet) }),
        },
      ],
    },
    {
      title: 'A login, one at a time',
      connections: 1,
      columns: ['requests', 'p50', 'p99', 'cpu', 'cpuRatio', 'p50Ratio', 'trips', 'commands', 'sql'],
      rows: [
        { label: 'one bare argon2.verify', servers: [others.argon2], requests: get('/'), status: 200 },
        { label: US, servers: [replicas[0]], requests: { ...post, headers: {}, body: login }, status: 200 },
      ].map((row) => ({ ...row, base: 'one bare argon2.verify' })),
    },
    {
      title: 'A repeated read of several replicas, in total',
      connections: MANY,
      columns: ['requests', 'p50', 'p99', 'cpu', 'cpuRatio'],
      rows: [1, 2, 4].map((count) => ({
        ...gateway,
        ...{ label: `${count} replica${count > 1 ? 's' : ''}`, base: '1 replica', servers: replicas.slice(0, count) },
      })),
    },
  ];
}
