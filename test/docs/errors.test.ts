import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ApolloServerErrorCode } from '@apollo/server/errors';
import { ERROR_CATALOG, errorPage, GRAPHQL_CODES, type ErrorCode } from '../../src/platform/errors/codes';

const folder = join(__dirname, '../../docs/errors');
const read = (name: string) => readFileSync(join(folder, name), 'utf8');
const codes = Object.keys(ERROR_CATALOG) as ErrorCode[];
const allCodes = [...codes, ...GRAPHQL_CODES];
const examplesIn = (page: string) =>
  [...page.matchAll(/```json\n(.*?)```/gs)].map(([, json]) => JSON.parse(json ?? '') as unknown);

it('every code has a page, and every page a code', () => {
  const pages = readdirSync(folder).filter((name) => name !== 'README.md');
  expect(pages.sort()).toEqual(allCodes.map((code) => `${code}.md`).sort());
});

it('Apollo’s own codes are among them', () => {
  const added = Object.values(ApolloServerErrorCode).filter((code) => !(code in ERROR_CATALOG));
  expect([...GRAPHQL_CODES].sort()).toEqual(added.sort());
});

describe.each(allCodes)('the page of %s', (code) => {
  const page = read(`${code}.md`);
  const [graphql, ...others] = examplesIn(page);

  it('is headed by it and says what it means', () => expect(page).toMatch(new RegExp(`^# ${code}\\n\\n\\w`)));

  it('says what causes it', () => expect(page).toMatch(/## When\n\n- \S/));

  it('says what the client should do', () => expect(page).toMatch(/## What the client should do\n\n\S/));

  it('shows an answer of GraphQL that leads to it', () => {
    const extensions = { code, url: errorPage(code) };
    expect(graphql).toMatchObject({ errors: [{ message: expect.any(String), extensions }] });
  });

  it('links to pages that are there', () => {
    for (const [, name] of page.matchAll(/\]\(([^)]+)\)/g)) expect(readdirSync(folder)).toContain(name);
  });

  if (code in ERROR_CATALOG) {
    const { status, title } = ERROR_CATALOG[code as ErrorCode];

    it('gives the REST status, and a response with it', () => {
      expect(/^\| REST +\| (\d+)/m.exec(page)?.[1]).toBe(String(status));
      const problem = { type: errorPage(code), status, title, code, requestId: expect.any(String) };
      expect(others).toEqual([expect.objectContaining(problem)]);
    });
  } else {
    it('has no REST response', () => {
      expect(page).toMatch(/^\| REST +\| never +\|$/m);
      expect(others).toEqual([]);
    });
  }
});

it('the overview lists every code, those of the catalog with their status', () => {
  const overview = read('README.md');
  const rows = [...overview.matchAll(/^\| \[(\w+)\]\((\w+\.md)\) +\| (\w+)/gm)];
  expect(rows.map(([, code, page]) => [code, page])).toEqual(allCodes.map((code) => [code, `${code}.md`]));
  expect(rows.slice(0, codes.length).map(([, , , status]) => Number(status))).toEqual(
    codes.map((code) => ERROR_CATALOG[code].status),
  );
});
