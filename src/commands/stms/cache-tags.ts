import { courseTag } from '../../features/student/student.cache';
import { tag, type Tag } from '../../platform/cache/tag';

const LISTS = ['students', 'trainers', 'lectures', 'era'];
const COURSE = 'students:course=';
const ID = '[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}';
const NARROWER = new RegExp(
  `^((student|trainer|lecture|user|lectures:trainer):${ID}|lectures:day:\\d{4}-\\d\\d-\\d\\d)$`,
  'i',
);

/** What the help says there is. */
export const TAG_FORMS = [
  ...LISTS,
  `${COURSE}NAME`,
  ...['lectures:trainer:ID', 'lectures:day:YYYY-MM-DD', 'student:ID', 'trainer:ID', 'lecture:ID', 'user:ID'],
];

/** The tags that may be meant; none where the text is not of a tag's form: most likely it is misspelt. */
export function tagsTyped(text: string): Tag[] {
  if (LISTS.includes(text)) return [tag(text)];
  if (NARROWER.test(text)) return [tag(text.toLowerCase())];
  if (!text.startsWith(COURSE) || text === COURSE) return [];
  // As people write the course, or as it stands in Redis: to clear one too many does no harm.
  return [courseTag(text.slice(COURSE.length)), tag(text)];
}
