import type { Operation } from '../../../../src/shared/rest/route';
import type { FragmentDocument } from '../../../../src/shared/rest/record';

/* What codegen makes of stored operations, by hand. */

export interface Person {
  id: string;
  name: string;
  role: string;
}

export interface Book {
  id: string;
  title: string;
  genre: string;
  secondGenre: string | null;
  price: number | null;
  isLent: boolean;
  printedOn: string | null;
  startsAt: string;
  endsAt: string;
  notes: unknown;
  phone: string | null;
  code: string | null;
  author: Person;
  editor: Person | null;
  readers: (Person | null)[] | null;
  createdAt: string;
  updatedAt: string;
}

interface BookChanges {
  title?: string | null;
  phone?: string | null;
  genre?: string | null;
  printedOn?: string | null;
  price?: number | null;
}

interface NewBook extends BookChanges {
  title: string;
  genre: string;
  startsAt: string;
  endsAt: string;
  authorId: string;
  pages?: number | null;
  isLent?: boolean | null;
  tags?: string[] | null;
  notes?: unknown;
}

interface Lending {
  bookId: string;
  entries: { readerId: string; days?: number | null; genre?: string | null }[];
  first?: { readerId: string } | null;
  note?: string | null;
}

interface Books {
  nodes: Book[];
  totalCount: number;
  pageInfo: { hasNextPage: boolean; endCursor: string | null };
}

const operation = <Data, Arguments>(text: string): Operation<Data, Arguments> => ({ toString: () => text });
const fragment = <T>(text: string): FragmentDocument<T> => ({ toString: () => text });

const PERSON = 'fragment Person on Person { id name role }';
const BOOK = `fragment Book on Book {
  id title genre secondGenre price isLent printedOn startsAt endsAt notes phone code
  author { ...Person } editor { ...Person } readers { ...Person } createdAt updatedAt
} ${PERSON}`;
const RAW_BOOK = `fragment RawBook on Book { id price notes readers { ...RawPerson } editor { name } }
fragment RawPerson on Person { id name role }`;

export const PersonFragmentDoc = fragment<Person>(PERSON);
export const BookFragmentDoc = fragment<Book>(BOOK);
export const RawBookFragmentDoc = fragment<Pick<Book, 'id' | 'price' | 'notes' | 'readers'>>(RAW_BOOK);

export const BookDocument = operation<{ book: Book | null }, { id: string }>(
  `query Book($id: ID!) { book(id: $id) { ...Book } } ${BOOK}`,
);
export const RawBookDocument = operation<{ book: Book | null }, { id: string }>(
  `query RawBook($id: ID!) { book(id: $id) { ...RawBook } } ${RAW_BOOK}`,
);
export const BooksDocument = operation<
  { books: Books },
  { first?: number | null; after?: string | null; genre?: string | null; tags?: string[] | null }
>(
  `query Books($first: Int, $after: String, $genre: Genre, $tags: [String!]) {
    books(first: $first, after: $after, genre: $genre, tags: $tags) {
      nodes { ...Book } totalCount pageInfo { hasNextPage endCursor }
    }
  } ${BOOK}`,
);
export const BooksOfDayDocument = operation<{ booksOfDay: Book[] }, { date?: string | null; timeZone?: string | null }>(
  `query Day($date: Date, $timeZone: String) { booksOfDay(date: $date, timeZone: $timeZone) { ...Book } } ${BOOK}`,
);
export const PersonDocument = operation<{ person: Person | null }, { id: string }>(
  `query Person($id: ID!) { person(id: $id) { ...Person } } ${PERSON}`,
);
export const CreateBookDocument = operation<{ createBook: Book }, { input: NewBook }>(
  `mutation Create($input: CreateBookInput!) { createBook(input: $input) { ...Book } } ${BOOK}`,
);
export const UpdateBookDocument = operation<{ updateBook: Book }, { id: string; input: BookChanges }>(
  `mutation Update($id: ID!, $input: UpdateBookInput!) { updateBook(id: $id, input: $input) { ...Book } } ${BOOK}`,
);
export const DeleteBookDocument = operation<{ deleteBook: boolean }, { id: string; force?: boolean | null }>(
  'mutation Delete($id: ID!, $force: Boolean) { deleteBook(id: $id, force: $force) }',
);
export const LendDocument = operation<{ lend: number }, { input: Lending }>(
  'mutation Lend($input: LendInput!) { lend(input: $input) }',
);
export const LoginDocument = operation<{ login: string }, { email: string; password: string; role: string }>(
  'mutation Login($email: String!, $password: String!, $role: Role!) { login(email: $email, password: $password, role: $role) }',
);
export const TouchDocument = operation<{ touch: boolean }, { [name: string]: never }>('mutation Touch { touch }');
