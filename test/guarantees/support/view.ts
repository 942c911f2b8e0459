import type { HttpQuestion } from './http';
import type { Person } from './person';

/** One way to look at what is written. */
export interface View {
  name: string;
  asker: Person;
  question: HttpQuestion;
  /** What it lists, and so must show completely; null where it shows one thing. */
  list: { kind: string; place: string } | null;
}

export const view = (name: string, asker: Person, question: HttpQuestion, list: View['list'] = null): View => ({
  name,
  asker,
  question,
  list,
});

export const graphql = (query: string, variables: object = {}): HttpQuestion => ({
  path: '/graphql',
  body: JSON.stringify({ query, variables }),
});
