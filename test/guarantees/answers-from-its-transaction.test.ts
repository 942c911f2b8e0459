import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { signUp, type Account } from '../support/app';
import { eventually } from '../support/eventually';
import type { TestGateway } from '../support/gateway';
import { graphql } from '../support/graphql';
import { openSite, type Site } from './support/site';

/*
 * A mutation answers with what its own transaction wrote: never with another writer's value, and acknowledged once it is
 * committed, whatever fails after.
 */

const HOOK = path.join(__dirname, 'support/hooks/after-commit.cjs');
const WRITERS = 6;
const ROUNDS = 20;

let site: Site;
let gateway: TestGateway;
let control: Server;
let trainer: Account;
/** Whether the next COMMIT is the last thing that PostgreSQL and Redis do for a while. */
let isArmed = false;

beforeAll(async () => {
  control = createServer((_request, response) => {
    if (isArmed) takeServersAway();
    isArmed = false;
    response.end();
  }).listen(0, '127.0.0.1');
  await eventually(() => control.listening);
  const { port } = control.address() as AddressInfo;
  site = await openSite({ AFTER_COMMIT: `http://127.0.0.1:${port}` });
  gateway = await site.start(['-r', HOOK]);
  trainer = await signUp({ url: gateway.url, databaseUrl: site.postgres.url }, 'trainer');
});
afterAll(async () => {
  control.closeAllConnections();
  control.close();
  await site.close();
});

const takeServersAway = () => {
  site.postgres.pause();
  site.redis.pause();
};

const PROFILE = 'mutation ($name: String!) { updateProfile(input: { name: $name }) { name } }';
const NEW_LECTURE = `mutation ($title: String!) {
  createLecture(input: { title: $title, startsAt: "2026-12-01T09:00:00Z", endsAt: "2026-12-01T10:00:00Z" }) { id title }
}`;
const RENAME = 'mutation ($id: ID!, $title: String!) { updateLecture(id: $id, input: { title: $title }) { title } }';

const ask = (query: string, variables: Record<string, unknown>, token: string | null = trainer.token) =>
  graphql(gateway.url, query, { variables, token: token ?? undefined });

async function newLecture(title: string): Promise<string> {
  const { body } = await ask(NEW_LECTURE, { title });
  return (body.data?.['createLecture'] as { id: string }).id;
}

test('of several who write the same records at once, each is answered with its own value', async () => {
  const id = await newLecture('before');
  const write = async (nth: number) => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const own = `Writer ${nth}, round ${round}`;
      expect((await ask(PROFILE, { name: own })).body.data).toEqual({ updateProfile: { name: own } });
      expect((await ask(RENAME, { id, title: own })).body.data).toEqual({ updateLecture: { title: own } });
    }
  };
  await Promise.all(Array.from({ length: WRITERS }, (_, nth) => write(nth)));
});

const SIGNED_UP = { token: expect.any(String), user: { name: 'Ann' } };
const person = () => ({ name: 'Ann', email: `ann-${process.hrtime.bigint()}@example.org`, password: 'correct horse' });

describe('a change that is committed is acknowledged though both servers are gone right after', () => {
  const cases: [name: string, run: () => Promise<unknown>, expected: unknown][] = [
    ['updateProfile', () => ask(PROFILE, { name: 'Kept' }), { updateProfile: { name: 'Kept' } }],
    ['createLecture', () => ask(NEW_LECTURE, { title: 'Kept' }), { createLecture: { title: 'Kept' } }],
    [
      'registerTrainer',
      () =>
        ask(
          'mutation ($input: RegisterTrainerInput!) { registerTrainer(input: $input) { token user { name } } }',
          { input: { ...person(), expertise: 'Go' } },
          null,
        ),
      { registerTrainer: SIGNED_UP },
    ],
  ];

  test.each(cases)('%s', async (_name, run, expected) => {
    expect(await lastWords(run)).toMatchObject({ status: 200, body: { data: expected } });
  });

  test('updateLecture, cancelLecture', async () => {
    const id = await newLecture('to go');
    const renamed = await lastWords(() => ask(RENAME, { id, title: 'gone soon' }));
    expect(renamed).toMatchObject({ status: 200, body: { data: { updateLecture: { title: 'gone soon' } } } });
    const cancelled = await lastWords(() => ask('mutation ($id: ID!) { cancelLecture(id: $id) }', { id }));
    expect(cancelled).toMatchObject({ status: 200, body: { data: { cancelLecture: true } } });
  });

  test('changePassword, whose new token is good afterwards', async () => {
    const other = await signUp({ url: gateway.url, databaseUrl: site.postgres.url }, 'trainer');
    const input = { currentPassword: other.password, newPassword: 'another battery staple' };
    const query = 'mutation ($input: ChangePasswordInput!) { changePassword(input: $input) { token } }';
    const { status, body } = await lastWords(() => ask(query, { input }, other.token));
    expect(status).toBe(200);
    const { token } = body.data?.['changePassword'] as { token: string };
    expect((await ask('{ me { id } }', {}, other.token)).status).toBe(401);
    expect((await ask('{ me { id } }', {}, token)).body.data).toEqual({ me: { id: other.id } });
  });
});

/** Runs a mutation whose COMMIT is the last thing that the servers do until it is answered. */
async function lastWords<Answer>(run: () => Promise<Answer>): Promise<Answer> {
  isArmed = true;
  try {
    const answer = await run();
    expect(isArmed).toBe(false);
    return answer;
  } finally {
    isArmed = false;
    site.postgres.resume();
    site.redis.resume();
    await eventually(async () => (await ask('{ me { id } }', {})).status === 200);
  }
}
