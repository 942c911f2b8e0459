import { badInput } from '../../../../src/platform/errors/app-error';
import { computed, object, say, value, whole } from '../../../../src/shared/rest/properties';
import { document, idOf, optional, record, reference, references, spelled } from '../../../../src/shared/rest/record';
import { dayRoute, listRoute, route, stepsRoute, type RestRoute } from '../../../../src/shared/rest/route';
import { constant, derived, each, field, fields, param, query } from '../../../../src/shared/rest/sources';
import { capitalized, lowerCase } from '../../../../src/shared/rest/spelling';
import { boolean, date, float, int, json, listOf, nullable, oneOf, text, when } from '../../../../src/shared/rest/wire';
import {
  BookDocument,
  BookFragmentDoc,
  BooksDocument,
  BooksOfDayDocument,
  CreateBookDocument,
  DeleteBookDocument,
  LendDocument,
  LoginDocument,
  PersonDocument,
  PersonFragmentDoc,
  RawBookDocument,
  RawBookFragmentDoc,
  TouchDocument,
  UpdateBookDocument,
  type Book,
  type Person,
} from './operations';

const PERSON = document(PersonFragmentDoc, { name: 'name', role: spelled('role', lowerCase) });

const BOOK = document(BookFragmentDoc, {
  title: 'title',
  genre: spelled('genre', lowerCase),
  otherGenre: spelled('secondGenre', capitalized),
  price: 'price',
  lent: 'isLent',
  dop: 'printedOn',
  timing: 'startsAt',
  duration: computed(
    int('In minutes.'),
    ({ startsAt, endsAt }) => (Date.parse(endsAt) - Date.parse(startsAt)) / 60_000,
  ),
  notes: 'notes',
  phoneNo: optional('phone'),
  enrollmentCode: optional('code'),
  authorId: idOf('author'),
  author: reference('author', PERSON),
  editor: reference('editor', PERSON),
  coEditor: optional(reference('editor', PERSON)),
  readers: references('readers', PERSON),
});

/** Minutes end an hour after they begin, unless a duration is sent. */
const timing = field('timing').as('String', 'When it begins.');
const duration = field('duration').as('Int', 'Minutes.').or(60);
const beginOf = (text: string | undefined, timeZone: string): Date => {
  const begin = new Date(`${text}${timeZone === 'UTC' ? 'Z' : '+01:00'}`);
  if (Number.isNaN(begin.getTime())) throw badInput('timing', 'must be a date and time');
  return begin;
};
const startsAt = derived({ timing }, (sent, { timeZone }) => beginOf(sent.timing, timeZone).toISOString());
const endsAt = derived({ duration, timing }, (sent, { timeZone }) =>
  new Date(beginOf(sent.timing, timeZone).getTime() + (sent.duration ?? 0) * 60_000).toISOString(),
);

const isBook = (one: Book | Person): one is Book => 'title' in one;
const isPerson = (one: Book | Person): one is Person => 'role' in one;

export const ROUTES: readonly RestRoute[] = [
  route({
    method: 'GET',
    path: '/api/book/:id',
    id: 'getBook',
    summary: 'One book.',
    operation: BookDocument,
    variables: { id: param('id') },
    pick: ({ book }) => book,
    answer: BOOK,
  }),
  route({
    method: 'PUT',
    path: '/api/book/:id',
    id: 'updateBook',
    summary: 'Changes a book.',
    operation: UpdateBookDocument,
    variables: {
      id: param('id'),
      input: {
        ...fields('price'),
        title: field('title').keepingEmpty(),
        phone: field('phoneNo', 'phone'),
        genre: field('genre').spelled(capitalized),
        printedOn: field('dop', 'printedOn'),
      },
    },
    refuses: ['CONFLICT'],
    pick: ({ updateBook }) => updateBook,
    answer: object({ message: say('The book has been changed.'), book: whole(BOOK) }),
  }),
  route({
    method: 'DELETE',
    path: '/api/book/:id',
    id: 'deleteBook',
    summary: 'Deletes a book.',
    operation: DeleteBookDocument,
    variables: { id: param('id'), force: constant(true) },
    pick: ({ deleteBook }) => deleteBook || null,
    answer: object({ message: say('The book has been deleted.') }),
  }),
  dayRoute({
    method: 'GET',
    path: '/api/book/today',
    id: 'listBooksOfDay',
    summary: 'The books of a day.',
    operation: BooksOfDayDocument,
    variables: { date: query('date'), timeZone: query('timeZone') },
    pick: ({ booksOfDay }, day) => ({ books: booksOfDay, ...day }),
    answer: object({
      books: value('books', listOf(BOOK)),
      date: value('date', date()),
      timeZone: value('timeZone', text()),
    }),
  }),
  listRoute({
    method: 'GET',
    path: '/api/book',
    id: 'listBooks',
    summary: 'All books.',
    operation: BooksDocument,
    variables: { genre: query('genre'), tags: query('tags') },
    list: ({ books }) => books,
    answer: listOf(BOOK),
  }),
  route({
    method: 'POST',
    path: '/api/book',
    id: 'createBook',
    summary: 'Adds a book.',
    status: 201,
    operation: CreateBookDocument,
    variables: {
      input: {
        ...fields('title', 'genre', 'authorId', 'pages', 'price', 'isLent', 'printedOn', 'tags', 'notes'),
        phone: field('phoneNo', 'phone'),
        startsAt,
        endsAt,
      },
    },
    pick: ({ createBook }) => createBook,
    answer: object({ message: say('The book has been added.'), book: whole(BOOK) }),
  }),
  listRoute({
    method: 'GET',
    path: '/api/book/all',
    id: 'listAllBooks',
    summary: 'All books, wrapped.',
    operation: BooksDocument,
    list: ({ books }) => books,
    answer: object({ data: whole(listOf(BOOK)) }),
  }),
  route({
    method: 'POST',
    path: '/api/book/lend',
    id: 'lendBook',
    summary: 'Lends a book.',
    operation: LendDocument,
    variables: {
      input: {
        ...fields('bookId', 'first', 'note'),
        entries: each('students', { readerId: field('studentId'), days: field('days'), genre: field('genre') }),
      },
    },
    pick: ({ lend }) => ({ lend }),
    answer: object({ count: value('lend', int()) }),
  }),
  route({
    method: 'GET',
    path: '/api/raw/:id',
    id: 'getRawBook',
    summary: 'A book as GraphQL has it.',
    operation: RawBookDocument,
    variables: { id: param('id') },
    isStrict: true,
    pick: ({ book }) => book,
    answer: object({ book: whole(record(RawBookFragmentDoc)) }),
  }),
  route({
    method: 'POST',
    path: '/api/auth/:role/login',
    id: 'login',
    summary: 'Signs in.',
    operation: LoginDocument,
    variables: { ...fields('email', 'password'), role: param('role') },
    refuses: ['UNAUTHENTICATED'],
    failsWith: { UNAUTHENTICATED: 400 },
    pick: ({ login }) => ({ login }),
    answer: object({ token: value('login', text()) }),
  }),
  route({
    method: 'POST',
    path: '/api/touch',
    id: 'touch',
    summary: 'Takes no body.',
    operation: TouchDocument,
    pick: ({ touch }) => ({ touch }),
    answer: object({ ok: value('touch', boolean()) }),
  }),
  stepsRoute({
    method: 'GET',
    path: '/api/found/:id',
    id: 'find',
    summary: 'The book or person with an id, and numbers about it.',
    operations: [BookDocument, PersonDocument],
    variables: { id: param('id') },
    run: async ({ execute, role }, variables) => {
      const { book } = await execute(BookDocument, variables);
      const found = book ?? (await execute(PersonDocument, variables)).person;
      return found && { found, role, price: book?.price ?? null, notes: [role] };
    },
    answer: object({
      found: value('found', oneOf<Book | Person>(when(isBook, BOOK), when(isPerson, PERSON))),
      role: value('role', nullable(text())),
      price: value('price', nullable(float('In euros.'))),
      notes: value('notes', json()),
    }),
  }),
];
