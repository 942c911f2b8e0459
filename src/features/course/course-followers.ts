import type { Tag } from '../../platform/cache/tag';
import type { Tx } from '../../platform/database/database';
import type { CourseRecord } from './course.repository';

/** Makes the records of another noun follow a change of their course. @returns the tags of everything that shows them */
export type CourseFollower = (tx: Tx, now: CourseRecord, before: CourseRecord) => Promise<readonly Tag[]>;

/**
 * The nouns whose records follow their course: lectures are archived and handed over with it, for example. Each noun registers
 * itself, because the course feature knows none of them.
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
