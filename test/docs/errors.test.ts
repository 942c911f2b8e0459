import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ApolloServerErrorCode } from '@apollo/server/errors';
import { ERROR_CATALOGUE, type ErrorCode } from '../../src/platform/errors/codes';

const folder = join(__dirname, '../../docs/errors');
const read = (name: string) => readFileSync(join(folder, name), 'utf8');
const codes = Object.keys(ERROR_CATALOGUE) as ErrorCode[];
const pageOf = (code: string) => `${code.toLowerCase().replaceAll('_', '-')}.md`;
const examplesIn = (page: string) =>
  [...page.matchAll(/```json\n(.*?)```/gs)].map(([, json]) => JSON.parse(json ?? '') as unknown);

it('every code has a page, and every page a code', () => {
  const pages = readdirSync(folder).filter((name) => name !== 'README.md' && name !== 'graphql.md');
  expect(pages.sort()).toEqual(codes.map(pageOf).sort());
});

describe.each(codes)('the page of %s', (code) => {
  const page = read(pageOf(code));
  const { status, title } = ERROR_CATALOGUE[code];

  it('is headed by it', () => expect(page.startsWith(`# ${code}\n`)).toBe(true));

  it('gives the status of the REST door', () => expect(/^\| REST +\| (\d+)/m.exec(page)?.[1]).toBe(String(status)));

  it('says what the client should do', () => expect(page).toMatch(/## What the client should do\n\n\S/));

  it('shows an answer of each door as the catalogue has it', () => {
    const [graphql, rest, ...others] = examplesIn(page);
    expect(others).toEqual([]);
    expect(graphql).toMatchObject({ errors: [{ message: expect.any(String), extensions: { code } }] });
    expect(rest).toMatchObject({ status, title, code, requestId: expect.any(String) });
  });
});

it('the overview lists every code with its status', () => {
  const rows = [...read('README.md').matchAll(/^\| \[(\w+)\]\(([\w-]+\.md)\) +\| (\d+)/gm)];
  expect(rows.map(([, code, page, status]) => [code, page, Number(status)])).toEqual(
    codes.map((code) => [code, pageOf(code), ERROR_CATALOGUE[code].status]),
  );
});

it('the codes that Apollo adds are on the page of GraphQL', () => {
  const page = read('graphql.md');
  const added = Object.values(ApolloServerErrorCode).filter((code) => !(code in ERROR_CATALOGUE));
  expect(added.length).toBeGreaterThan(3);
  expect(added.filter((code) => !page.includes(`\`${code}\``))).toEqual([]);
});
