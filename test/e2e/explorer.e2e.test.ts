import { faultsOf, picture, startPages, type TestPages, type Visit } from './support/pages';
import { TRAINER } from './support/portal';
import type { Page } from 'playwright-core';

/* What a developer does at /explorer and /api/docs: nothing of it needs anybody but the gateway. */

let pages: TestPages;
let visit: Visit;
let page: Page;

beforeAll(async () => {
  pages = await startPages({ RATE_LIMIT_USER: '600/1m' });
});
afterAll(() => pages?.close());
beforeEach(async () => {
  visit = await pages.visit({ viewport: { width: 1200, height: 800 } });
  page = visit.page;
});
afterEach(async () => {
  await page.context().close();
  expect(visit.foreign).toEqual([]);
});

const editor = () => page.locator('.graphiql-query-editor .CodeMirror');
const result = () => page.locator('.result-window');
const headerOf = (name: string) => page.locator(`#answered dt:text-is("${name}") + dd`);
const execute = () => page.locator('.graphiql-execute-button').click();
const tab = (name: string) => page.getByRole('tab', { name }).click();
async function shows(text: string): Promise<void> {
  await result().filter({ hasText: text }).waitFor();
}

async function open(path = '/explorer'): Promise<void> {
  await page.goto(path);
  await (path === '/explorer' ? editor() : page.getByRole('heading', { name: 'Records' })).waitFor();
}

async function signIn(): Promise<void> {
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.getByText(/Signed in as .+ \(TRAINER\)/).waitFor();
}

it('a browser that opens the gateway lands on the explorer', async () => {
  for (const path of ['/', '/graphql']) {
    await page.goto(path);
    expect(page.url()).toBe(`${pages.url}/explorer`);
    await editor().waitFor();
  }
});

it('the examples run as they are, one after the other, and the headers of each answer are shown', async () => {
  await open();
  await execute();
  await shows('"token"');
  await page.getByText(/Signed in as .+ \(TRAINER\)/).waitFor();

  await tab('Today');
  await execute();
  await shows('"todayLectures"');
  await execute();
  await headerOf('x-cache').getByText('HIT').waitFor();
  expect(await headerOf('x-ratelimit-remaining').innerText()).toMatch(/^\d+$/);
  expect(await headerOf('x-request-id').innerText()).not.toBe('');
  await picture(page, 'explorer');

  for (const [name, field] of [
    ['Students', '"totalCount"'],
    ['CreateLecture', '"createLecture"'],
    ['Sessions', '"lastSeenAt"'],
    ['RateLimits', '"rateLimits"'],
  ] as const) {
    await tab(name);
    await execute();
    await shows(field);
    expect(await result().innerText()).not.toContain('"errors"');
    expect(await headerOf('status').innerText()).toMatch(/^200 in/);
  }
  expect(visit.complaints).toEqual([]);
});

it('a reload keeps the session, a sign-out ends it, and the tab takes it along', async () => {
  await open();
  await signIn();
  await page.reload();
  await page.getByText(/Signed in as .+ \(TRAINER\)/).waitFor();
  await tab('Sessions');
  await execute();
  await shows('"lastSeenAt"');
  const token = await page.evaluate<string>('session().token');
  await page.getByRole('button', { name: 'Sign out' }).click();
  await page.getByRole('button', { name: 'Sign in', exact: true }).waitFor();
  await execute();
  await shows('"UNAUTHENTICATED"');
  const me = { method: 'POST', headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' } };
  expect((await fetch(`${pages.url}/graphql`, { ...me, body: '{"query":"{ me { id } }"}' })).status).toBe(401);
  expect(await page.evaluate('localStorage.length')).toBe(0);
});

it('a wrong password is reported, and so is a session that was ended elsewhere', async () => {
  await open();
  await page.getByLabel('Password').fill('not the password');
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.locator('#sign-in').getByRole('alert').filter({ hasText: /./ }).waitFor();
  await page.getByLabel('Demo login').selectOption('student');
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.getByText(/\(STUDENT\)/).waitFor();

  const token = await page.evaluate<string>('session().token');
  await fetch(`${pages.url}/graphql`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: '{"query":"mutation { logoutEverywhere }"}',
  });
  await tab('Sessions');
  await execute();
  await page.getByText('The session has ended: sign in again.').waitFor();
});

it('what is typed under Headers is sent, before the session’s own token', async () => {
  await open();
  await signIn();
  await tab('Sessions');
  await page.getByRole('button', { name: 'Headers' }).click();
  await page.locator('.graphiql-editor-tool .graphiql-editor:not(.hidden) .CodeMirror').click();
  await page.keyboard.insertText('{ "Authorization": "Bearer nothing", "X-Request-Id": "typed-by-a-test" }');
  await execute();
  await headerOf('x-request-id').getByText('typed-by-a-test').waitFor();
  await shows('"UNAUTHENTICATED"');
  await page.getByText(/Signed in as/).waitFor();
});

it('the explorer knows the schema', async () => {
  await open();
  await page.getByRole('button', { name: 'Show Documentation Explorer' }).click();
  const documentation = page.locator('.graphiql-plugin');
  await documentation.getByText('Query', { exact: true }).click();
  await documentation.getByText('todayLectures').waitFor();
  expect(visit.complaints).toEqual([]);
});

describe('the REST reference', () => {
  it('has every route of the OpenAPI document, and is for everybody to read', async () => {
    const { paths } = (await (await fetch(`${pages.url}/api/openapi.json`)).json()) as {
      paths: Record<string, object>;
    };
    await open('/explorer');
    await page.getByRole('link', { name: 'REST reference' }).click();
    await page.getByRole('heading', { name: 'Records' }).waitFor();
    const wanted = Object.entries(paths).flatMap(([path, item]) =>
      Object.keys(item).map((method) => `${method.toUpperCase()} ${path}`),
    );
    const shown = await page.locator('section h3 code').allInnerTexts();
    expect(shown.sort()).toEqual(wanted.sort());
    const answers = page.getByRole('region', { name: 'Answers of GET /api/auth/student/students' });
    await answers.getByText('list of Student', { exact: true }).waitFor();
    expect(await faultsOf(page)).toEqual([]);
    await picture(page, 'rest-reference');
    expect(visit.complaints).toEqual([]);
  });

  it('sends a request with the token, and shows all of the answer', async () => {
    await open('/api/docs');
    const list = 'GET /api/auth/student/students';
    await page.getByText(`Try ${list}`, { exact: true }).click();
    const form = page.getByRole('form', { name: `Try ${list}` });
    await form.getByRole('button', { name: 'Send' }).click();
    await form.getByText('answered 401').waitFor();
    await signIn();
    await form.getByLabel('limit').fill('2');
    await form.getByRole('button', { name: 'Send' }).click();
    await form.getByText('answered 200').waitFor();
    await form.getByRole('region', { name: 'Headers of the answer' }).getByText('x-cache: MISS').waitFor();
    const body = await form.getByRole('region', { name: 'Body of the answer' }).innerText();
    expect(JSON.parse(body)).toHaveLength(2);
  });

  it('signs in by the route itself, for the explorer too, and says so when the gateway is gone', async () => {
    await open('/api/docs');
    const login = 'POST /api/auth/trainer/login';
    await page.getByText(`Try ${login}`, { exact: true }).click();
    const form = page.getByRole('form', { name: `Try ${login}` });
    await form.getByLabel('Body').fill(JSON.stringify(TRAINER));
    await form.getByRole('button', { name: 'Send' }).click();
    await page.getByText(/Signed in as .+ \(TRAINER\)/).waitFor();
    expect(await faultsOf(page)).toEqual([]);
    await open('/explorer');
    await page.getByText(/Signed in as .+ \(TRAINER\)/).waitFor();

    await open('/api/docs');
    await page.getByText(`Try ${login}`, { exact: true }).click();
    await pages.killGateway();
    await form.getByRole('button', { name: 'Send' }).click();
    await form.getByText('There was no answer: is the gateway there?').waitFor();
    await pages.startGateway();
  });
});
