import { FEATURES } from '../../app/features';
import { wholeTag } from '../../shared/tag-forms';
import type { Tag } from '../../platform/cache/tag';

const FORMS = [...FEATURES.flatMap(({ tags }) => tags), wholeTag('era')];

/** The tags that there are, as the help names them. */
export const TAG_FORMS = FORMS.map(({ form }) => form);

/** The tags that a typed text may mean; none where it has no tag's form: most likely it is misspelt. */
export const tagsTyped = (text: string): Tag[] => FORMS.flatMap((form) => form.parse(text));
