import type { LectureCardFragment } from '../graphql/operations.generated';
import { useNow } from '../time/use-now';
import { dateIn, dayOf } from '../time/zoned';
import { useZone } from '../time/zones';
import { LectureCard } from './lecture-card';

interface Props {
  lectures: readonly LectureCardFragment[];
  savingId: string | null;
  showsTrainer: boolean;
  onEdit: (lecture: LectureCardFragment) => void;
  onCancel: (lecture: LectureCardFragment) => void;
}

/** Lectures under the day they begin on. */
export function LectureDays({ lectures, savingId, showsTrainer, onEdit, onCancel }: Props) {
  const zone = useZone();
  const now = useNow();
  const days = Map.groupBy(lectures, ({ startsAt }) => dateIn(startsAt, zone));
  return [...days].map(([date, ofDay]) => (
    <section key={date} aria-labelledby={`day-${date}`}>
      <h2 id={`day-${date}`} className="day">
        {dayOf(ofDay[0]?.startsAt ?? '', zone)}
      </h2>
      <ol className="lectures">
        {ofDay.map((lecture) => (
          <LectureCard
            key={lecture.id}
            lecture={lecture}
            zone={zone}
            now={now}
            showsTrainer={showsTrainer}
            isSaving={lecture.id === savingId}
          >
            <p className="row-actions">
              <button type="button" onClick={() => onEdit(lecture)} aria-label={`Edit ${lecture.title}`}>
                Edit
              </button>
              <button type="button" onClick={() => onCancel(lecture)} aria-label={`Cancel ${lecture.title}`}>
                Cancel
              </button>
            </p>
          </LectureCard>
        ))}
      </ol>
    </section>
  ));
}
