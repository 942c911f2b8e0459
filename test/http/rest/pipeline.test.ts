import { object, say, value } from '../../../src/shared/rest/properties';
import { listRoute, route, type Operation, type RestRoute } from '../../../src/shared/rest/route';
import { derived, field, fields, param } from '../../../src/shared/rest/sources';
import { listOf, text, type Wire } from '../../../src/shared/rest/wire';
import { signUp, startApp, type Account, type TestApp } from '../../support/app';
import { errorsOf, rest } from '../../support/rest';
import { insertTrainers } from '../../support/rows';

/* Routes that do more than today's, through the whole pipeline: authentication, limits, caches, replay. */

const operation = <Data, Arguments>(document: string): Operation<Data, Arguments> => ({ toString: () => document });

interface Named {
  id: string;
  name: string;
}
interface Titled {
  id: string;
  title: string;
  endsAt: string;
}
interface Trainers {
  nodes: Named[];
  totalCount: number;
  pageInfo: { hasNextPage: boolean; endCursor: string | null };
}

const NAME: Wire<Named> = object({ _id: value('id', text()), name: value('name', text()) });
const TITLED: Wire<Titled> = object({
  _id: value('id', text()),
  title: value('title', text()),
  end: value('endsAt', text()),
});

const ROUTES: RestRoute[] = [
  listRoute({
    method: 'GET',
    path: '/api/test/trainers',
    id: 'testList',
    summary: 'A list in pages.',
    operation: operation<{ trainers: Trainers }, { first?: number | null; after?: string | null }>(
      `query TestList($first: Int, $after: String) {
        trainers(first: $first, after: $after) { nodes { id name } totalCount pageInfo { hasNextPage endCursor } }
      }`,
    ),
    list: ({ trainers }) => trainers,
    answer: listOf(NAME),
  }),
  route({
    method: 'POST',
    path: '/api/test/lecture',
    id: 'testCreate',
    summary: 'Makes a lecture.',
    status: 201,
    operation: operation<{ createLecture: Titled }, { input: { title: string; startsAt: string; endsAt: string } }>(
      'mutation TestCreate($input: CreateLectureInput!) { createLecture(input: $input) { id title endsAt } }',
    ),
    variables: {
      input: {
        title: field('title'),
        startsAt: field('timing'),
        endsAt: derived(
          { duration: field('duration').as('Int').or(60), timing: field('timing').as('String') },
          ({ timing = '', duration = 0 }) => new Date(Date.parse(timing) + duration * 60_000).toISOString(),
        ),
      },
    },
    pick: ({ createLecture }) => createLecture,
    answer: TITLED,
  }),
  route({
    method: 'PUT',
    path: '/api/test/lecture/:id',
    id: 'testUpdate',
    summary: 'Changes a lecture.',
    operation: operation<{ updateLecture: Titled }, { id: string; input: { title?: string | null } }>(
      'mutation TestUpdate($id: ID!, $input: UpdateLectureInput!) { updateLecture(id: $id, input: $input) { id title endsAt } }',
    ),
    variables: { id: param('id'), input: { title: field('name', 'title').keepingEmpty() } },
    pick: ({ updateLecture }) => updateLecture,
    answer: TITLED,
  }),
  route({
    method: 'DELETE',
    path: '/api/test/lecture/:id',
    id: 'testDelete',
    summary: 'Cancels a lecture.',
    operation: operation<{ cancelLecture: boolean }, { id: string }>(
      'mutation TestDelete($id: ID!) { cancelLecture(id: $id) }',
    ),
    variables: { id: param('id') },
    pick: ({ cancelLecture }) => ({ cancelLecture }),
    answer: object({ message: say('The lecture is cancelled.') }),
  }),
  route({
    method: 'POST',
    path: '/api/test/login',
    id: 'testLogin',
    summary: 'Signs in.',
    operation: operation<{ login: { token: string } }, { input: { email: string; password: string } }>(
      'mutation TestLogin($input: LoginInput!) { login(input: $input) { token } }',
    ),
    variables: { input: fields('email', 'password') },
    failsWith: { UNAUTHENTICATED: 400 },
    pick: ({ login }) => login,
    answer: object({ token: value('token', text()) }),
  }),
];

const LIST = 'GET /api/test/trainers';
const ORIGIN = 'https://portal.example';

/** One list for all test files of a process: what is added is taken away again. */
const builtRoutes = () => (requireBuilt('app/features') as { REST_ROUTES: RestRoute[] }).REST_ROUTES;

let app: TestApp;
let trainer: Account;
beforeAll(async () => {
  builtRoutes().push(...ROUTES);
  app = await startApp({ env: { CORS_ORIGINS: ORIGIN } });
  await insertTrainers(app.databaseUrl, [
    { name: 'Ada', expertise: 'Go' },
    { name: 'Bo', expertise: 'Go' },
  ]);
  trainer = await signUp(app, 'trainer', { name: 'Zoe' });
});
afterAll(async () => {
  await app.close();
  const routes = builtRoutes();
  routes.splice(routes.length - ROUTES.length);
});

const ask = (request: string, body?: unknown) => rest(app.url, request, { token: trainer.token, body });
const namesIn = ({ body }: { body: object }) => (body as Named[]).map(({ name }) => name);

it('a page that is repeated or revalidated links to the next one, too', async () => {
  const first = await ask(`${LIST}?limit=2`);
  expect(namesIn(first)).toEqual(['Ada', 'Bo']);
  const link = first.headers.get('link');
  expect(link).toMatch(/^<\/api\/test\/trainers\?limit=2&after=.+>; rel="next"$/);
  let again = await ask(`${LIST}?limit=2`);
  while (again.headers.get('x-cache') !== 'HIT') again = await ask(`${LIST}?limit=2`);
  again = await ask(`${LIST}?limit=2`);
  const etag = again.headers.get('etag') ?? '';
  const same = await rest(app.url, `${LIST}?limit=2`, { token: trainer.token, headers: { 'if-none-match': etag } });
  expect(same.status).toBe(304);
  for (const { headers } of [again, same]) {
    expect([headers.get('link'), headers.get('x-total-count')]).toEqual([link, '3']);
  }
  expect(namesIn(await ask(`GET ${/<(.+)>/.exec(link ?? '')?.[1]}`))).toEqual(['Zoe']);
});

it('other origins may read the headers of a page, and use every method', async () => {
  const { headers } = await rest(app.url, LIST, { token: trainer.token, headers: { origin: ORIGIN } });
  expect(headers.get('access-control-expose-headers')).toContain('X-Total-Count, Link');
  const preflight = { origin: ORIGIN, 'access-control-request-method': 'DELETE' };
  const allowed = await fetch(`${app.url}/api/test/lecture/1`, { method: 'OPTIONS', headers: preflight });
  expect(allowed.headers.get('access-control-allow-methods')).toBe('GET, POST, PUT, DELETE, OPTIONS');
});

it('a record is made, changed and deleted', async () => {
  const made = await ask('POST /api/test/lecture', {
    title: 'L',
    timing: '2099-01-01T09:00:00Z',
    duration: '90',
    x: 1,
  });
  expect([made.status, made.body['end']]).toEqual([201, '2099-01-01T10:30:00.000Z']);
  const address = `/api/test/lecture/${String(made.body['_id'])}`;
  expect((await ask(`PUT ${address}`, { name: 'M' })).body['title']).toBe('M');
  const refused = await ask(`PUT ${address}`, { name: '' });
  expect([refused.status, errorsOf(refused)]).toEqual([422, ['name: must not be empty']]);
  expect((await ask(`DELETE ${address}`)).body).toEqual({ message: 'The lecture is cancelled.' });
  expect((await ask(`DELETE ${address}`)).status).toBe(404);
  expect((await rest(app.url, `DELETE ${address}`)).status).toBe(401);
});

it('a failed login with a status of its own asks for no token', async () => {
  const failed = await rest(app.url, 'POST /api/test/login', { body: { email: 'a@example.org', password: 'wrong' } });
  expect([failed.status, failed.headers.get('www-authenticate')]).toEqual([400, null]);
  expect(failed.body).toMatchObject({ code: 'UNAUTHENTICATED', status: 400 });
});
