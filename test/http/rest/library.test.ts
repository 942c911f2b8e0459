import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { AppError, badInput } from '../../../src/platform/errors/app-error';
import { documentedRest, documentOf, type Ask, type OpenApi } from '../../support/openapi';
import { errorsOf } from '../../support/rest';
import { temporaryFolder } from '../../support/temporary-folder';
import { ROUTES } from './library/routes';
import { serveLibrary, type Library } from './library/serve';

/* The mechanism of REST routes, tested with routes made for it. Each answer is also checked against the OpenAPI document. */

const FORMER_ID = '507f1f77bcf86cd799439011';
const ID = '013a7092-e8d8-7bcf-a1b3-5e650e404400';

const ANN = { id: 'p1', name: 'Ann', role: 'LIBRARIAN' };
const BOOK = {
  id: ID,
  title: 'Dune',
  genre: 'SCIENCE_FICTION',
  secondGenre: 'CRIME',
  price: 4.5,
  isLent: true,
  printedOn: '1965-08-01',
  startsAt: '2026-11-28T09:00:00.000Z',
  endsAt: '2026-11-28T10:30:00.000Z',
  notes: { pages: [1, 2] },
  phone: '555',
  code: 'C-1',
  author: ANN,
  editor: null,
  readers: [ANN, null],
  createdAt: '2026-11-01T00:00:00.000Z',
  updatedAt: '2026-11-02T00:00:00.000Z',
};
const BARE = { ...BOOK, id: 'b2', phone: null, code: null, price: null, notes: null, readers: null, secondGenre: null };

const ANN_ON_WIRE = { _id: 'p1', id: 'p1', name: 'Ann', role: 'librarian' };
const BOOK_ON_WIRE = {
  _id: ID,
  id: ID,
  title: 'Dune',
  genre: 'science-fiction',
  otherGenre: 'Crime',
  price: 4.5,
  lent: true,
  dop: '1965-08-01',
  timing: '2026-11-28T09:00:00.000Z',
  duration: 90,
  notes: { pages: [1, 2] },
  phoneNo: '555',
  enrollmentCode: 'C-1',
  authorId: 'p1',
  author: ANN_ON_WIRE,
  editor: null,
  readers: [ANN_ON_WIRE],
  createdAt: BOOK.createdAt,
  updatedAt: BOOK.updatedAt,
};

type Args = Record<string, never> & {
  id: string;
  first: number | null;
  after?: string;
  input: Record<string, unknown>;
};

const missing = () => new AppError('NOT_FOUND');
const FIELDS = {
  book: ({ id }: Args) => [BOOK, BARE].find((book) => book.id === id) ?? null,
  books: ({ first, after }: Args) => {
    const nodes = after === 'c1' ? [BARE] : [BOOK, BARE].slice(0, first ?? Infinity);
    const hasNextPage = after === undefined && first === 1;
    return { nodes, totalCount: 2, pageInfo: { hasNextPage, endCursor: hasNextPage ? 'c1' : 'c2' } };
  },
  booksOfDay: () => [BOOK],
  person: ({ id }: Args) => (id === 'p1' ? ANN : null),
  createBook: () => BOOK,
  updateBook: ({ id, input }: Args) => {
    if (id === 'odd') throw badInput('id', 'is odd');
    if (id !== ID) throw missing();
    if (input['title'] === '') throw badInput('input.title', 'must not be empty');
    if (input['phone'] === '0') throw badInput('input.phone', 'is no phone number');
    return BOOK;
  },
  deleteBook: ({ id }: Args) => id === ID,
  lend: ({ input }: Args) => {
    if (input['bookId'] !== ID) throw missing();
    if (input['note'] === 'odd') throw badInput('input.entries.1.readerId', 'is not a reader');
    return (input['entries'] as unknown[]).length;
  },
  login: ({ password }: Args) => {
    if (String(password) !== 'right') throw new AppError('UNAUTHENTICATED', 'E-mail or password is wrong.');
    return 'token';
  },
  touch: () => true,
};

let library: Library;
let document: OpenApi;
let ask: Ask;
beforeAll(async () => {
  library = await serveLibrary(ROUTES, FIELDS);
  document = await documentOf(library.url);
  ask = await documentedRest(library.url);
});
afterAll(() => library.close());

const lastRun = () => library.ran.at(-1);
const BOOKS = '/api/book';
const NEW = { title: 'Dune', genre: 'crime', authorId: 'p1', timing: '2026-11-28T09:00' };

describe('methods and paths', () => {
  it('one path has several methods, and names them to others', async () => {
    expect((await ask(`GET ${BOOKS}/${ID}`)).body['title']).toBe('Dune');
    expect((await ask(`PUT ${BOOKS}/${ID}`, { body: {} })).body['message']).toBe('The book has been changed.');
    expect((await ask(`DELETE ${BOOKS}/${ID}`)).body).toEqual({ message: 'The book has been deleted.' });
    const other = await fetch(`${library.url}${BOOKS}/${ID}`, { method: 'POST', body: 'x' });
    expect([other.status, other.headers.get('allow')]).toEqual([405, 'GET, HEAD, PUT, DELETE']);
  });

  it('a fixed segment wins over a parameter, for its own methods', async () => {
    expect((await ask(`GET ${BOOKS}/today`)).body).toMatchObject({ books: [{ id: ID }] });
    await fetch(`${library.url}${BOOKS}/today`, { method: 'PUT' });
    expect(lastRun()).toMatchObject({ id: 'today' });
  });

  it.each([
    ['without a body', {}],
    ['with an empty body', { raw: '', headers: { 'content-type': 'application/json' } }],
    ['with an empty object', { body: {} }],
  ])('a request %s will do where nothing is required', async (_, asked) => {
    expect((await ask('POST /api/touch', asked)).status).toBe(200);
    expect((await ask(`DELETE ${BOOKS}/${ID}`, asked)).status).toBe(200);
    expect((await ask(`PUT ${BOOKS}/${ID}`, asked)).status).toBe(200);
    expect(lastRun()).toEqual({ id: ID, input: {} });
  });

  it('a body that is needed is', async () => {
    expect((await ask(`POST ${BOOKS}`)).status).toBe(400);
    expect((await ask(`PUT ${BOOKS}/${ID}`, { body: [] })).status).toBe(400);
  });
});

describe('inputs', () => {
  it('have the types of their variables, whatever their spelling', async () => {
    const sent = { pages: '12', price: '4.50', isLent: 'true', tags: ['a', 'b'], notes: { any: [1, { thing: null }] } };
    const { status } = await ask(`POST ${BOOKS}`, { body: { ...NEW, ...sent, genre: 'Science-Fiction', dop: 1 } });
    expect(status).toBe(201);
    expect(lastRun()).toEqual({
      input: {
        ...{ title: 'Dune', genre: 'SCIENCE_FICTION', authorId: 'p1', pages: 12, price: 4.5, isLent: true },
        ...{ tags: ['a', 'b'], notes: { any: [1, { thing: null }] } },
        ...{ startsAt: '2026-11-28T09:00:00.000Z', endsAt: '2026-11-28T10:00:00.000Z' },
      },
    });
  });

  it.each([
    [{ phoneNo: '1' }, { phone: '1' }],
    [{ phone: '2' }, { phone: '2' }],
    [{ phone: '2', phoneNo: '1' }, { phone: '1' }],
    [{ phone: '2', phoneNo: '' }, { phone: '2' }],
    [{ dop: '2001-02-03' }, { printedOn: '2001-02-03' }],
    [{ printedOn: '2001-02-03' }, { printedOn: '2001-02-03' }],
    [{ phoneNo: null }, { phone: null }],
    [{ phoneNo: '', dop: '', genre: '', price: '' }, {}],
    [{ genre: 'CRIME' }, { genre: 'CRIME' }],
    [{ price: 3 }, { price: 3 }],
    [{ unknown: 1, _id: 'x' }, {}],
  ])('%j becomes %j', async (body, input) => {
    expect((await ask(`PUT ${BOOKS}/${ID}?unknown=1`, { body })).status).toBe(200);
    expect(lastRun()).toEqual({ id: ID, input });
  });

  it('of one kind come from the path, others from the route itself', async () => {
    await ask('POST /api/auth/reader/login', { body: { email: 'a', password: 'right' } });
    expect(lastRun()).toEqual({ email: 'a', password: 'right', role: 'READER' });
    await ask(`DELETE ${BOOKS}/${ID}`);
    expect(lastRun()).toEqual({ id: ID, force: true });
  });

  it('of a list have names of their own', async () => {
    const students = [{ studentId: FORMER_ID, days: '3', genre: 'crime', extra: 1 }, { studentId: 'p2' }];
    const body = { bookId: FORMER_ID, students, first: { readerId: FORMER_ID, days: '1' } };
    expect((await ask('POST /api/book/lend', { body })).body).toEqual({ count: 2 });
    expect(lastRun()).toEqual({
      input: {
        bookId: ID,
        first: { readerId: ID, days: 1 },
        entries: [{ readerId: ID, days: 3, genre: 'CRIME' }, { readerId: 'p2' }],
      },
    });
  });

  it('of a query string may be lists and enum values', async () => {
    await ask(`GET ${BOOKS}?genre=science-fiction&tags=a&tags=b`);
    expect(lastRun()).toEqual({ first: null, genre: 'SCIENCE_FICTION', tags: ['a', 'b'] });
    await ask(`GET ${BOOKS}?genre=&tags=a&limit=`);
    expect(lastRun()).toEqual({ first: null, tags: ['a'] });
  });

  it('from which others are derived are read once, and their function may refuse them', async () => {
    await ask(`POST ${BOOKS}`, { body: { ...NEW, duration: '90' } });
    expect(lastRun()).toMatchObject({ input: { endsAt: '2026-11-28T10:30:00.000Z' } });
    const refused = await ask(`POST ${BOOKS}`, { body: { ...NEW, timing: 'noon' } });
    expect(errorsOf(refused)[0]).toBe('timing: must be a date and time');
  });
});

describe('422 before anything runs', () => {
  const OPERATOR = { $ne: null };
  it.each<[string, object, string[]]>([
    ['PUT /api/book/1', { title: OPERATOR }, ['title: must be text']],
    ['PUT /api/book/1', { phone: ['x'] }, ['phone: must be text']],
    ['PUT /api/book/1', { phoneNo: 7 }, ['phoneNo: must be text']],
    ['PUT /api/book/1', { dop: 7 }, ['dop: must be text']],
    ['PUT /api/book/1', { price: OPERATOR }, ['price: must be a number']],
    ['PUT /api/book/1', { price: '1,5' }, ['price: must be a number']],
    ['PUT /api/book/1', { price: 'Infinity' }, ['price: must be a number']],
    ['PUT /api/book/1', { genre: 'poetry' }, ['genre: must be one of Crime, Science-fiction']],
    ['PUT /api/book/1', { genre: OPERATOR }, ['genre: must be one of Crime, Science-fiction']],
    ['POST /api/book', { ...NEW, pages: 1.5 }, ['pages: must be a whole number']],
    ['POST /api/book', { ...NEW, pages: '9999999999' }, ['pages: must be a whole number']],
    ['POST /api/book', { ...NEW, isLent: 'yes' }, ['isLent: must be true or false']],
    ['POST /api/book', { ...NEW, authorId: OPERATOR }, ['authorId: must be text']],
    ['POST /api/book', { ...NEW, tags: 'a' }, ['tags: must be a list']],
    ['POST /api/book', { ...NEW, tags: ['a', OPERATOR] }, ['tags.1: must be text']],
    ['POST /api/book', { ...NEW, duration: OPERATOR }, ['duration: must be a whole number']],
    [
      'POST /api/book',
      {},
      ['title: is required', 'genre: is required', 'authorId: is required', 'timing: is required'],
    ],
    ['POST /api/book/lend', { bookId: ID, students: {} }, ['students: must be a list']],
    ['POST /api/book/lend', { bookId: ID }, ['students: is required']],
    ['POST /api/book/lend', { bookId: ID, students: ['p1'] }, ['students.0: must be an object']],
    [
      'POST /api/book/lend',
      { bookId: ID, students: [{}, { studentId: OPERATOR }] },
      ['students.0.studentId: is required', 'students.1.studentId: must be text'],
    ],
    ['POST /api/book/lend', { bookId: ID, students: [], first: 'p1' }, ['first: must be an object']],
    [
      'POST /api/book/lend',
      { bookId: ID, students: [], first: { readerId: ID, days: 'x' } },
      ['first.days: must be a whole number'],
    ],
    [
      'POST /api/auth/reader/login',
      { email: OPERATOR, password: OPERATOR },
      ['email: must be text', 'password: must be text'],
    ],
  ])('%s %j', async (request, body, errors) => {
    const before = library.ran.length;
    const answer = await ask(request, { body });
    expect(answer.status).toBe(422);
    expect(errorsOf(answer)).toEqual(errors);
    expect(library.ran).toHaveLength(before);
  });

  it('names the fields in the sentence for people', async () => {
    const { body } = await ask(`PUT ${BOOKS}/1`, { body: { phoneNo: 7, price: 'x' } });
    expect(body['message']).toBe('Please check: price must be a number, and 1 more.');
  });
});

describe('failures of operations', () => {
  it('name fields as the client sent them', async () => {
    expect(errorsOf(await ask(`PUT ${BOOKS}/${ID}`, { body: { phone: '0' } }))).toEqual(['phone: is no phone number']);
    expect(errorsOf(await ask(`PUT ${BOOKS}/${ID}`, { body: { phoneNo: '0' } }))).toEqual([
      'phoneNo: is no phone number',
    ]);
    const body = { bookId: ID, note: 'odd', students: [{ studentId: 'a' }, { studentId: 'b' }] };
    expect(errorsOf(await ask('POST /api/book/lend', { body }))).toEqual(['students.1.studentId: is not a reader']);
  });

  it('empty text that a route keeps is for the operation to refuse', async () => {
    const answer = await ask(`PUT ${BOOKS}/${ID}`, { body: { title: '' } });
    expect([answer.status, answer.body['message']]).toEqual([422, 'Please check: title must not be empty.']);
  });

  it.each(['nobody', 'odd'])('an id in a path that names nothing is 404: %s', async (id) => {
    expect((await ask(`PUT ${BOOKS}/${id}`, { body: {} })).status).toBe(404);
    expect((await ask(`GET ${BOOKS}/${id}`)).status).toBe(404);
    expect((await ask(`DELETE ${BOOKS}/${id}`)).status).toBe(404);
  });

  it('an id in a body that names nothing is 422', async () => {
    const answer = await ask('POST /api/book/lend', { body: { bookId: 'none', students: [{ studentId: 'a' }] } });
    expect(answer.status).toBe(422);
    expect(errorsOf(answer)).toEqual(['bookId: names nothing']);
  });

  it('a path that names no value of an enum is 404', async () => {
    expect((await ask('POST /api/auth/pirate/login', { body: { email: 'a', password: 'b' } })).status).toBe(404);
  });

  it('have the status of their route', async () => {
    const answer = await ask('POST /api/auth/reader/login', { body: { email: 'a', password: 'wrong' } });
    expect(answer.status).toBe(400);
    expect(answer.body).toMatchObject({
      code: 'UNAUTHENTICATED',
      status: 400,
      message: 'E-mail or password is wrong.',
    });
  });
});

describe('answers', () => {
  it('have the names and forms of the wire', async () => {
    expect((await ask(`GET ${BOOKS}/${ID}`)).body).toEqual(BOOK_ON_WIRE);
    expect((await ask(`PUT ${BOOKS}/${ID}`)).body['book']).toEqual(BOOK_ON_WIRE);
  });

  it('take ids of the former system', async () => {
    expect((await ask(`GET ${BOOKS}/${FORMER_ID}`)).body['_id']).toBe(ID);
    expect((await ask(`GET ${BOOKS}/${FORMER_ID.toUpperCase()}`)).body['_id']).toBe(ID);
  });

  it('leave out what is null because of rights, and have a list in place of none', async () => {
    const { body } = await ask(`GET ${BOOKS}/b2`);
    expect(body).toMatchObject({ price: null, notes: null, otherGenre: null, editor: null, readers: [] });
    for (const name of ['phoneNo', 'enrollmentCode', 'coEditor']) expect(body).not.toHaveProperty(name);
  });

  it('may be what the fragment selects, lists of records included', async () => {
    const { body } = await ask(`GET /api/raw/${ID}`);
    expect(body).toEqual({
      book: { id: ID, price: 4.5, notes: { pages: [1, 2] }, readers: [ANN, null], editor: null },
    });
  });

  it('may be made of several operations', async () => {
    expect((await ask(`GET /api/found/${ID}`)).body).toEqual({
      found: BOOK_ON_WIRE,
      role: null,
      price: 4.5,
      notes: [null],
    });
    expect((await ask('GET /api/found/p1')).body).toMatchObject({ found: ANN_ON_WIRE, price: null });
    expect((await ask('GET /api/found/none')).status).toBe(404);
  });

  it('of a day name it', async () => {
    const asked = await ask(`GET ${BOOKS}/today?date=2026-05-01&timeZone=Europe/Berlin`);
    expect(asked.body).toMatchObject({ date: '2026-05-01', timeZone: 'Europe/Berlin' });
    expect((await ask(`GET ${BOOKS}/today`)).body).toMatchObject({ timeZone: 'UTC' });
  });
});

describe('lists', () => {
  it('are whole without a size', async () => {
    const { body, headers } = await ask(`GET ${BOOKS}`);
    expect(body).toMatchObject([{ _id: ID }, { _id: 'b2' }]);
    expect([headers.get('x-total-count'), headers.get('link')]).toEqual(['2', null]);
    expect(lastRun()).toEqual({ first: null });
  });

  it('come in pages of the same shape', async () => {
    const first = await ask(`GET ${BOOKS}?limit=1&genre=crime`);
    expect(first.body).toMatchObject([{ _id: ID }]);
    const link = first.headers.get('link') ?? '';
    expect(link).toBe(`<${BOOKS}?limit=1&genre=crime&after=c1>; rel="next"`);
    const second = await ask(`GET ${/<(.+)>/.exec(link)?.[1]}`);
    expect(second.body).toMatchObject([{ _id: 'b2' }]);
    expect([second.headers.get('x-total-count'), second.headers.get('link')]).toEqual(['2', null]);
  });

  it('may be wrapped', async () => {
    expect((await ask(`GET ${BOOKS}/all?limit=1`)).body).toMatchObject({ data: [{ _id: ID }] });
  });
});

describe('the OpenAPI document', () => {
  const schemaOf = (name: string) =>
    document.components['schemas']?.[name] as { properties: object; required: string[] };
  const operationAt = (address: string, method: string) => document.paths[address]?.[method];

  it('is valid', async () => {
    const validator = path.resolve('node_modules/@seriousme/openapi-schema-validator/bin/validate-api-cli.js');
    const file = path.join(await temporaryFolder(), 'openapi.json');
    await writeFile(file, JSON.stringify(document));
    const { stdout } = await promisify(execFile)(process.execPath, [validator, file]);
    expect(JSON.parse(stdout)).toEqual({ valid: true });
  });

  it('describes records as they are written', () => {
    const { properties, required } = schemaOf('Book');
    expect(properties).toMatchObject({
      _id: { type: 'string' },
      title: { type: 'string', description: 'What it is called.' },
      genre: { type: 'string', enum: ['crime', 'science-fiction'] },
      otherGenre: { type: ['string', 'null'], enum: ['Crime', 'Science-fiction', null] },
      price: { type: ['number', 'null'], format: 'double' },
      lent: { type: 'boolean' },
      dop: { type: ['string', 'null'], format: 'date' },
      duration: { type: 'integer', description: 'In minutes.' },
      notes: {},
      phoneNo: { type: 'string' },
      author: { $ref: '#/components/schemas/Person' },
      editor: { anyOf: [{ $ref: '#/components/schemas/Person' }, { type: 'null' }] },
      coEditor: { $ref: '#/components/schemas/Person' },
      readers: { type: 'array', items: { $ref: '#/components/schemas/Person' } },
    });
    const optional = ['phoneNo', 'enrollmentCode', 'coEditor'];
    expect(Object.keys(properties).filter((name) => !required.includes(name))).toEqual(optional);
  });

  it('describes bodies by the names and types of the wire', () => {
    expect(operationAt(`${BOOKS}/{id}`, 'put')).toMatchObject({
      requestBody: {
        required: false,
        content: {
          'application/json': {
            schema: {
              properties: {
                price: { type: ['number', 'null'] },
                phoneNo: { type: ['string', 'null'] },
                phone: { type: ['string', 'null'] },
                genre: { type: ['string', 'null'], enum: ['Crime', 'Science-fiction', null] },
                dop: { type: ['string', 'null'], format: 'date' },
              },
              required: [],
            },
          },
        },
      },
    });
    expect(JSON.stringify(operationAt(BOOKS, 'post')?.['requestBody'])).toContain(
      '"required":["title","genre","authorId","timing"]',
    );
    expect(JSON.stringify(operationAt(`${BOOKS}/lend`, 'post')?.['requestBody'])).toContain('"required":["studentId"]');
  });

  it('describes statuses, parameters and pages', () => {
    const statuses = (address: string, method: string) =>
      Object.keys(operationAt(address, method)?.responses ?? {}).map(Number);
    expect(statuses('/api/auth/{role}/login', 'post')).toEqual([200, 400, 401, 404, 413, 415, 422, 429, 500, 503]);
    expect(statuses(`${BOOKS}/{id}`, 'put')).toEqual([200, 400, 401, 404, 409, 413, 415, 422, 429, 500, 503]);
    expect(operationAt(BOOKS, 'get')).toMatchObject({
      tags: ['book'],
      parameters: [
        { name: 'genre', schema: { enum: ['crime', 'science-fiction'] } },
        { name: 'tags', schema: { type: 'array', items: { type: 'string' } } },
        { name: 'limit', description: 'How many to return.' },
        { name: 'after' },
      ],
      responses: { 200: { headers: { Link: {}, 'X-Total-Count': {} } } },
    });
  });
});
