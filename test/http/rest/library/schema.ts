import { buildSchema } from 'graphql';

/* A small schema with every kind of input and answer that routes must carry. */

export const LIBRARY = buildSchema(`
  scalar Date
  scalar DateTime
  scalar JSON
  enum Genre { CRIME SCIENCE_FICTION }
  enum Role { READER LIBRARIAN }

  type Person { id: ID! name: String! role: Role! email: String }
  "A book."
  type Book {
    id: ID!
    "What it is called."
    title: String!
    genre: Genre!
    secondGenre: Genre
    price: Float
    isLent: Boolean!
    printedOn: Date
    startsAt: DateTime!
    endsAt: DateTime!
    notes: JSON
    phone: String
    code: String
    author: Person!
    editor: Person
    readers: [Person]
    createdAt: DateTime!
    updatedAt: DateTime!
  }
  type PageInfo { hasNextPage: Boolean! endCursor: String }
  type BookConnection { nodes: [Book!]! totalCount: Int! pageInfo: PageInfo! }

  input EntryInput { readerId: ID! days: Int genre: Genre }
  input CreateBookInput {
    title: String!
    genre: Genre!
    startsAt: DateTime!
    endsAt: DateTime!
    authorId: ID!
    pages: Int
    price: Float
    isLent: Boolean = false
    printedOn: Date
    tags: [String!]
    notes: JSON
    phone: String
  }
  input UpdateBookInput { title: String phone: String genre: Genre printedOn: Date price: Float }
  input LendInput { bookId: ID! entries: [EntryInput!]! first: EntryInput note: String }

  type Query {
    book(id: ID!): Book
    books("How many to return." first: Int = 20, after: String, genre: Genre, tags: [String!]): BookConnection!
    booksOfDay(date: Date, timeZone: String): [Book!]!
    person(id: ID!): Person
  }
  type Mutation {
    createBook(input: CreateBookInput!): Book!
    updateBook(id: ID!, input: UpdateBookInput!): Book!
    deleteBook(id: ID!, force: Boolean): Boolean!
    lend(input: LendInput!): Int!
    login(email: String!, password: String!, role: Role!): String!
    touch: Boolean!
  }
`);
