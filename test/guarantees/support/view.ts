import type { Sight } from './history';
import type { HttpQuestion } from './http';
import type { Person } from './person';

/** One way to look at what is written. */
export interface View {
  name: string;
  asker: Person;
  question: HttpQuestion;
  /** What it lists, and so must show completely; null where it shows one thing. */
  list: { kind: string; place: string } | null;
  /** What else its body tells; nothing unless given. */
  sights?: (body: unknown) => Sight[];
}

export const view = (
  name: string,
  asker: Person,
  question: HttpQuestion,
  list: View['list'] = null,
  sights?: View['sights'],
): View => ({ name, asker, question, list, sights });

export const graphql = (query: string, variables: object = {}): HttpQuestion => ({
  path: '/graphql',
  body: JSON.stringify({ query, variables }),
});
