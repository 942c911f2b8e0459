import { tag } from '../platform/cache/tag';
import type { TagForm } from './feature';

const ID = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}';

/** Ids in upper case name the same tag. */
const matching = (form: string, pattern: RegExp): TagForm => ({
  form,
  parse: (text) => (pattern.test(text.toLowerCase()) ? [tag(text.toLowerCase())] : []),
});

/** A tag that is one word, such as that of a whole list. */
export const wholeTag = (name: string): TagForm => matching(name, new RegExp(`^${name}$`));

/** A tag of one record, or of a list narrowed to one: `name:ID`. */
export const idTag = (name: string): TagForm => matching(`${name}:ID`, new RegExp(`^${name}:${ID}$`));

/** A tag of one day: `name:YYYY-MM-DD`. */
export const dayTag = (name: string): TagForm =>
  matching(`${name}:YYYY-MM-DD`, new RegExp(`^${name}:\\d{4}-\\d\\d-\\d\\d$`));
