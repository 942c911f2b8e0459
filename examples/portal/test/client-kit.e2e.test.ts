import { gql, type TypedDocumentNode } from '@apollo/client';
import { buildSchema, isInterfaceType, isObjectType } from 'graphql';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { createTestDatabase, type TestDatabase } from '../../../test/support/database';
import { eventually } from '../../../test/support/eventually';
import { CHECKOUT, startGateway, type TestGateway } from '../../../test/support/gateway';
import { startTestRedis, type TestRedis } from '../../../test/support/redis';
import { createCache } from '../src/client/cache';
import type { Credentials } from '../src/client/credentials';
import { faultOf } from '../src/client/fault';
import { createGatewayClient } from '../src/client/gateway-client';
import { delayMs } from '../src/client/retry-link';
import {
  CreateLectureDocument,
  DevicesDocument,
  LecturesDocument,
  MeDocument,
  RegisterStudentDocument,
  SignInDocument,
  SignOutEverywhereDocument,
  StudentsDocument,
  UpdateProfileDocument,
} from '../src/graphql/operations.generated';

/*
 * The client kit is what the portal itself runs; here it meets a gateway, with the real Apollo Client.
 */
const LOGIN_MAX = 12;
const TRAINER = { email: 'trainer@demo.stms.example', password: 'teach-with-stms' };
const STUDENT = { email: 'student@demo.stms.example', password: 'learn-with-stms' };

let database: TestDatabase;
let redis: TestRedis;
let gateway: TestGateway;

const startOne = (env: Record<string, string> = {}) =>
  startGateway({
    ...{ NODE_ENV: 'test', LOG_LEVEL: 'info', DATABASE_URL: database.url, REDIS_URL: redis.url },
    ...{ JWT_SECRET: 'a secret of the tests, of 32 bytes and more', SHUTDOWN_DELAY: '0ms', DEMO_DATA: 'on' },
    ...{ RATE_LIMIT_LOGIN: `${LOGIN_MAX}/15m`, RATE_LIMIT_API: 'off', RATE_LIMIT_USER: 'off' },
    ...env,
  });

beforeAll(async () => {
  [database, redis] = await Promise.all([createTestDatabase(), startTestRedis()]);
  gateway = await startOne();
});
afterAll(async () => {
  await gateway?.stop();
  await Promise.all([database?.drop(), redis?.stop()]);
});

/** What was sent, as the gateway gets it; nothing is held back or made up. */
interface Sent {
  method: string;
  url: URL;
  headers: Headers;
  body: string;
}
let sent: Sent[];
const plainFetch = globalThis.fetch;
beforeEach(() => {
  sent = [];
  globalThis.fetch = (input, init) => {
    const request = new Request(input, init);
    const body = typeof init?.body === 'string' ? init.body : '';
    sent.push({ method: request.method, url: new URL(request.url), headers: request.headers, body });
    return plainFetch(input, init);
  };
});
afterEach(() => {
  globalThis.fetch = plainFetch;
});

/** Credentials that somebody holds in hand. */
interface Hand extends Credentials {
  tokenNow: string | null;
  deviceNow: string | null;
}

function kit(url = gateway.url) {
  const hand: Hand = {
    tokenNow: null,
    deviceNow: null,
    token: () => hand.tokenNow,
    device: () => hand.deviceNow,
    answered: (headers) => (hand.deviceNow = headers.get('x-device-token') ?? hand.deviceNow),
  };
  const outages: boolean[] = [];
  const onSessionEnd = jest.fn();
  const client = createGatewayClient({
    uri: `${url}/graphql`,
    credentials: hand,
    onSessionEnd,
    onOutage: (isOut) => outages.push(isOut),
  });
  return { client, hand, outages, onSessionEnd };
}

async function signedIn(input: { email: string; password: string } = TRAINER, url?: string) {
  const made = kit(url);
  const { data } = await made.client.mutate({ mutation: SignInDocument, variables: { input } });
  made.hand.tokenNow = data?.login.token ?? null;
  return made;
}

const faultIn = async (work: Promise<unknown>) =>
  faultOf(
    await work.then(
      () => undefined,
      (error: unknown) => error,
    ),
  );

describe('persisted queries', () => {
  const hashOf = ({ url }: Sent) => /"sha256Hash":"([0-9a-f]{64})"/.exec(url.searchParams.get('extensions') ?? '')?.[1];
  const never = gql`
    query NeverAsked {
      me {
        createdAt
      }
    }
  `;

  it('go by GET as a hash; the text follows once, when the gateway asks for it', async () => {
    const { client } = await signedIn();
    sent = [];
    await client.query({ query: never });
    expect(sent.map(({ method }) => method)).toEqual(['GET', 'POST']);
    expect(sent[1]?.body).toContain('NeverAsked');

    await client.query({ query: never, fetchPolicy: 'network-only' });
    expect(sent[2]).toMatchObject({ method: 'GET', body: '' });
    expect(sent[2]?.url.searchParams.has('query')).toBe(false);
    expect(sent[2] && hashOf(sent[2])).toMatch(/^[0-9a-f]{64}$/);
  });

  it('are answered with an ETag, by which they can be asked for again', async () => {
    const { client } = await signedIn();
    await client.query({ query: MeDocument });
    await client.query({ query: MeDocument, fetchPolicy: 'network-only' });
    const { url, headers } = sent.at(-1) ?? fail('nothing was sent');
    const first = await plainFetch(url, { headers });
    const again = await plainFetch(url, {
      headers: { ...Object.fromEntries(headers), 'if-none-match': first.headers.get('etag') ?? '' },
    });
    expect([first.status, again.status]).toEqual([200, 304]);
  });

  it('mutations go by POST, with their text', async () => {
    await signedIn();
    expect(sent).toHaveLength(1);
    expect(sent[0]).toMatchObject({ method: 'POST' });
    expect(sent[0]?.body).toContain('mutation SignIn');
  });
});

describe('credentials', () => {
  it('the token goes with every operation, the device’s with the next sign-in and with nothing else', async () => {
    const { client, hand } = await signedIn();
    const given = hand.deviceNow;
    expect(given).not.toBeNull();
    expect(sent[0]?.headers.has('x-device-token')).toBe(false);

    await client.query({ query: MeDocument });
    expect(sent.at(-1)?.headers.get('authorization')).toBe(`Bearer ${hand.tokenNow}`);
    expect(sent.at(-1)?.headers.has('x-device-token')).toBe(false);

    await client.mutate({ mutation: SignInDocument, variables: { input: TRAINER } });
    expect(sent.at(-1)?.headers.get('x-device-token')).toBe(given);
  });

  it('a session that ended elsewhere is told; a wrong password is not, nor a late answer to the token of before', async () => {
    const here = await signedIn(STUDENT);
    const elsewhere = await signedIn(STUDENT);
    await elsewhere.client.mutate({ mutation: SignOutEverywhereDocument });

    const old = here.hand.tokenNow;
    const late = faultIn(here.client.query({ query: DevicesDocument, fetchPolicy: 'network-only' }));
    here.hand.tokenNow = 'that of a newer sign-in';
    expect((await late).code).toBe('UNAUTHENTICATED');
    expect(here.onSessionEnd).not.toHaveBeenCalled();

    here.hand.tokenNow = old;
    expect((await faultIn(here.client.query({ query: MeDocument }))).code).toBe('UNAUTHENTICATED');
    expect(here.onSessionEnd).toHaveBeenCalledTimes(1);

    const stranger = kit();
    const wrong = { email: 'nobody@example.org', password: 'nothing of anybody' };
    const login = stranger.client.mutate({ mutation: SignInDocument, variables: { input: wrong } });
    expect((await faultIn(login)).code).toBe('UNAUTHENTICATED');
    expect(stranger.onSessionEnd).not.toHaveBeenCalled();
  });
});

describe('faults', () => {
  it('of the input name their fields', async () => {
    const input = { name: ' ', email: 'nobody', password: 'short', branch: 'C' };
    const fault = await faultIn(kit().client.mutate({ mutation: RegisterStudentDocument, variables: { input } }));
    expect(fault.code).toBe('BAD_USER_INPUT');
    expect(fault.fields.map((field) => field.path).sort()).toEqual(['input.email', 'input.name', 'input.password']);
  });

  it('a limit that is used up tells how long, and is not tried again', async () => {
    const { client } = kit();
    const input = { email: 'guessed@example.org', password: 'guess after guess' };
    const guess = () => faultIn(client.mutate({ mutation: SignInDocument, variables: { input } }));
    for (let nth = 0; nth < LOGIN_MAX; nth += 1) expect((await guess()).code).toBe('UNAUTHENTICATED');
    sent = [];
    const fault = await guess();
    expect(fault.code).toBe('RATE_LIMITED');
    expect(fault.retryAfter).toBeGreaterThan(800);
    expect(sent).toHaveLength(1);
  });

  it('no answer at all is UNREACHABLE', async () => {
    const { client } = kit('http://127.0.0.1:1');
    const login = client.mutate({ mutation: SignInDocument, variables: { input: TRAINER } });
    expect((await faultIn(login)).code).toBe('UNREACHABLE');
  });
});

describe('an outage', () => {
  const lecture = { title: 'T', startsAt: '2026-12-01T09:00:00Z', endsAt: '2026-12-01T10:00:00Z' };

  it('is waited out by queries and by changes that may be done twice, not by others', async () => {
    const { client, outages } = await signedIn();
    await client.query({ query: MeDocument });
    outages.length = 0;
    sent = [];
    redis.pause();
    try {
      const query = client.query({ query: MeDocument, fetchPolicy: 'network-only' });
      const twice = client.mutate({
        mutation: UpdateProfileDocument,
        variables: { input: { name: 'Søren Lindqvist' } },
        context: { idempotent: true },
      });
      const once = client.mutate({ mutation: CreateLectureDocument, variables: { input: lecture } });
      expect((await faultIn(once)).code).toBe('SERVICE_UNAVAILABLE');
      await eventually(() => sent.length >= 5);
      expect(sent.filter(({ body }) => body.includes('CreateLecture'))).toHaveLength(1);
      expect(outages).not.toContain(false);

      redis.resume();
      expect((await query).data?.me.name).toBe('Søren Lindqvist');
      expect((await twice).data?.updateProfile.name).toBe('Søren Lindqvist');
      expect(outages.at(-1)).toBe(false);
    } finally {
      redis.resume();
    }
  });

  it('a limit that opens again at once is waited for likewise', async () => {
    const narrow = await startOne({ RATE_LIMIT_USER: '3/2s', REDIS_KEY_PREFIX: 'narrow:' });
    try {
      const { client } = await signedIn(TRAINER, narrow.url);
      const apart = {
        query: DevicesDocument,
        fetchPolicy: 'no-cache',
        context: { queryDeduplication: false },
      } as const;
      const answers = await Promise.all(Array.from({ length: 5 }, () => client.query(apart)));
      expect(answers.filter(({ data }) => data?.sessions.length === 1)).toHaveLength(5);
    } finally {
      await narrow.stop();
    }
  });

  it('waits longer from attempt to attempt, never less than asked for', () => {
    expect([1, 2, 3, 9].map((attempt) => delayMs(attempt, 0, () => 1))).toEqual([300, 600, 1_200, 10_000]);
    expect(delayMs(5, 2, () => 0)).toBe(2_000);
    expect(delayMs(5, 0, () => 0)).toBe(0);
  });
});

describe('the cache', () => {
  it('joins the pages of one list, and keeps lists of other arguments apart', async () => {
    const { client } = await signedIn();
    const variables = { search: null };
    const first = (await client.query({ query: StudentsDocument, variables })).data?.students;
    const watched = client.watchQuery({ query: StudentsDocument, variables });
    const subscription = watched.subscribe(() => undefined);
    await watched.fetchMore({ variables: { after: first?.pageInfo.endCursor } });
    await client.query({ query: StudentsDocument, variables: { search: 'ana' } });
    const joined = client.readQuery({ query: StudentsDocument, variables })?.students;
    subscription.unsubscribe();

    expect(joined?.edges).toHaveLength(40);
    expect(new Set(joined?.edges.map(({ node }) => node.id)).size).toBe(40);
    expect(joined?.edges.slice(0, 20)).toEqual(first?.edges);
    expect(joined?.totalCount).toBe(200);
  });

  it('knows a record that a list has brought', async () => {
    const { client } = await signedIn();
    const { data } = await client.query({ query: LecturesDocument, variables: { from: null, trainerId: null } });
    const known = data?.lectures.edges[0]?.node;
    const one: TypedDocumentNode<{ lecture: { title: string } | null }, { id: string }> = gql`
      query OneLecture($id: ID!) {
        lecture(id: $id) {
          id
          title
        }
      }
    `;
    sent = [];
    const found = await client.query({ query: one, variables: { id: known?.id ?? '' } });
    expect(found.data?.lecture?.title).toBe(known?.title);
    expect(sent).toEqual([]);
  });

  const schema = buildSchema(readFileSync(path.join(CHECKOUT, 'schema.graphql'), 'utf8'));
  const types = Object.values(schema.getTypeMap());
  const connections = types.filter(isObjectType).flatMap((type) =>
    Object.values(type.getFields())
      .filter((field) => String(field.type).replace('!', '').endsWith('Connection'))
      .map((field) => [`${type.name}.${field.name}`, type.name, field] as const),
  );

  it.each(connections)('%s is one list for all pages, and another for other arguments', (_name, typename, field) => {
    const { policies } = createCache();
    const named = (args: Record<string, unknown>) =>
      policies.getStoreFieldName({ typename, fieldName: field.name, args });
    expect(named({ first: 10, after: 'x' })).toBe(named({ first: 20 }));
    for (const { name } of field.args.filter((arg) => arg.name !== 'first' && arg.name !== 'after')) {
      expect(named({ [name]: 'a' })).not.toBe(named({ [name]: 'b' }));
    }
  });

  it('knows which types each interface has', () => {
    const told = types
      .filter(isInterfaceType)
      .map((one) => [one.name, schema.getPossibleTypes(one).map(({ name }) => name)] as const);
    const { policies } = createCache();
    expect(told).toHaveLength(1);
    for (const [name, possible] of told) {
      for (const type of possible) {
        const fragment = gql(`fragment F on ${name} { id }`).definitions[0];
        expect(fragment?.kind === 'FragmentDefinition' && policies.fragmentMatches(fragment, type)).toBe(true);
      }
    }
  });
});
