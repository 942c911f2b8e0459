import { FEATURES } from '../../app/features';
import { wholeTag } from '../../shared/tag-forms';
import type { Tag } from '../../platform/cache/tag';

const FORMS = [...FEATURES.flatMap(({ tags }) => tags), wholeTag('era')];

/** The forms of all tags, as the help lists them. */
export const TAG_FORMS = FORMS.map(({ form }) => form);

/** The tags that a text may mean; none if it has no form of a tag, which is most likely a typing error. */
export const tagsTyped = (text: string): Tag[] => FORMS.flatMap((form) => form.parse(text));
