import type { Tag } from '../../platform/cache/tag';
import type { Tx } from '../../platform/database/database';
import type { CourseRecord } from './course.repository';

/** What a change of a course means for another noun. @returns tags of everything of that noun that shows the change */
export type CourseFollower = (tx: Tx, now: CourseRecord, before: CourseRecord) => Promise<readonly Tag[]>;

/**
 * Nouns that hang on courses: lectures go with their course when it is archived or handed over. Each registers itself, for
 * courses know none of them.
 */
export class CourseFollowers {
  private readonly followers: CourseFollower[] = [];

  add(follower: CourseFollower): void {
    this.followers.push(follower);
  }

  async follow(tx: Tx, now: CourseRecord, before: CourseRecord): Promise<Tag[]> {
    const tags: Tag[] = [];
    for (const follower of this.followers) tags.push(...(await follower(tx, now, before)));
    return tags;
  }
}
