import type { ReactNode } from 'react';
import type { LectureCardFragment } from '../graphql/operations.generated';
import { timeOf } from '../time/zoned';

interface Props {
  lecture: LectureCardFragment;
  zone: string;
  now: number;
  /** Below the title, where it is not the same for the whole list. */
  showsTrainer?: boolean;
  isSaving?: boolean;
  children?: ReactNode;
}

/** One lecture of a list whose day is known. */
export function LectureCard({ lecture, zone, now, showsTrainer, isSaving, children }: Props) {
  const { title, description, location, startsAt, endsAt, trainer } = lecture;
  const isNow = Date.parse(startsAt) <= now && now < Date.parse(endsAt);
  const isOver = Date.parse(endsAt) <= now;
  return (
    <li className={`lecture${isOver ? ' over' : ''}${isNow ? ' current' : ''}`} aria-busy={isSaving}>
      <p className="when">
        <time dateTime={startsAt}>{timeOf(startsAt, zone)}</time>
        {' – '}
        <time dateTime={endsAt}>{timeOf(endsAt, zone)}</time>
      </p>
      <div className="what">
        <h3>
          {title} {isNow && <span className="tag">now</span>}
          {isSaving && <span className="tag">saving…</span>}
        </h3>
        <p className="where">{[showsTrainer && trainer.name, location].filter(Boolean).join(' · ')}</p>
        {description && <p className="about">{description}</p>}
        {children}
      </div>
    </li>
  );
}
