import { FEATURES } from '../../app/features';
import { wholeTag } from '../../shared/tag-forms';
import type { Tag } from '../../platform/cache/tag';

const FORMS = [...FEATURES.flatMap(({ tags }) => tags), wholeTag('era')];

/** The tags that there are, as the help names them. */
export const TAG_FORMS = FORMS.map(({ form }) => form);

/** The tags that a text may mean; none if it does not have the form of a tag, most likely because of a typing error. */
export const tagsTyped = (text: string): Tag[] => FORMS.flatMap((form) => form.parse(text));
