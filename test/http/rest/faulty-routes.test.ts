import { prepare } from '../../../src/http/rest/prepare';
import { openApiOf } from '../../../src/http/rest/openapi';
import { registerRoutes } from '../../../src/http/rest/rest.route';
import { object } from '../../../src/shared/rest/properties';
import { document, spelled } from '../../../src/shared/rest/record';
import { route, type RestRoute } from '../../../src/shared/rest/route';
import { derived, each, field, fields, param, query } from '../../../src/shared/rest/sources';
import { lowerCase } from '../../../src/shared/rest/spelling';
import {
  BookDocument,
  BookFragmentDoc,
  LendDocument,
  PersonFragmentDoc,
  UpdateBookDocument,
  type Book,
} from './library/operations';
import { LIBRARY } from './library/schema';
import Fastify from 'fastify';

/* Routes that do not fit their operation stop the gateway from starting, or do not compile. */

const PERSON = document(PersonFragmentDoc, { name: 'name' });
const BOOK = document(BookFragmentDoc, { title: 'title' });
const book = {
  method: 'GET',
  path: '/api/book/:id',
  id: 'getBook',
  summary: 'One book.',
  operation: BookDocument,
  variables: { id: param('id') },
  pick: ({ book }: { book: { id: string } | null }) => book,
  answer: object({}),
} as const;
const update = { ...book, method: 'PUT', operation: UpdateBookDocument, pick: () => null } as const;

it.each<[string, () => RestRoute, string]>([
  [
    'a required variable without a source',
    () => route({ ...book, variables: undefined }),
    'getBook has no source for the variable id',
  ],
  [
    'a parameter that the path does not have',
    () => route({ ...book, variables: { id: param('bookId') } }),
    '/api/book/:id has no parameter bookId',
  ],
  [
    'a derived value of no type',
    () => route({ ...book, variables: { id: derived({ a: query('a') }, () => '') } }),
    'the route does not say of what type a is, for id',
  ],
  [
    'a list where there is none',
    () => route({ ...book, variables: { id: each('ids', { id: field('id') }) } }),
    'no operation of the route has a list at id',
  ],
  [
    'a required field of a list’s items without a source',
    () =>
      route({
        ...update,
        operation: LendDocument,
        variables: { input: { ...fields('bookId'), entries: each('entries', { days: field('days') }) } },
      }),
    'the route has no source for input.entries.readerId',
  ],
])('%s', (_, faulty, message) => {
  expect(() => prepare(faulty(), LIBRARY)).toThrow(message);
});

it('one fragment with two forms on the wire', () => {
  const other = document(PersonFragmentDoc, { role: spelled('role', lowerCase) });
  const routes = [PERSON, other].map((answer) => prepare(route({ ...book, pick: () => null, answer }), LIBRARY));
  expect(() => openApiOf(routes, LIBRARY, '1')).toThrow('Person has two forms on the wire');
});

it('one path with two names for its parameter', async () => {
  const routes = [
    route(book),
    route({ ...update, path: '/api/book/:bookId', variables: { id: param('bookId'), input: fields('title') } }),
  ];
  const started = registerRoutes(Fastify(), routes, { schema: LIBRARY, version: '1' }, () => () => undefined);
  await expect(started).rejects.toThrow('name its parameters alike');
});

it('routes that name what their operation does not have do not compile', () => {
  // @ts-expect-error the fragment selects no such field
  document(PersonFragmentDoc, { name: 'nam' });
  // @ts-expect-error the fragment selects no such field
  document(PersonFragmentDoc, { name: spelled('nam', lowerCase) });
  // @ts-expect-error a book is no person
  route({ ...book, pick: ({ book }: { book: Book | null }) => book, answer: PERSON });
  // @ts-expect-error the operation requires an input
  route({ ...update, variables: { id: param('id') }, answer: BOOK });
  // @ts-expect-error the operation has nothing to look for
  route({ ...book, variables: { id: param('id'), search: query('search') } });
});
