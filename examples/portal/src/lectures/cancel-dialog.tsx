import type { LectureCardFragment } from '../graphql/operations.generated';
import { dayAndTimeOf } from '../time/zoned';
import { useZone } from '../time/zones';
import { Dialog } from '../ui/dialog';

interface Props {
  lecture: LectureCardFragment;
  onConfirm: () => void;
  onClose: () => void;
}

export function CancelDialog({ lecture, onConfirm, onClose }: Props) {
  const zone = useZone();
  return (
    <Dialog title="Cancel the lecture?" isOpen onClose={onClose}>
      <p>
        {lecture.title}, {dayAndTimeOf(lecture.startsAt, zone)}, is taken off the calendar for everybody. This cannot be
        undone.
      </p>
      <div className="buttons">
        <button type="button" className="danger" onClick={onConfirm}>
          Cancel the lecture
        </button>
        <button type="button" className="quiet" onClick={onClose}>
          Keep it
        </button>
      </div>
    </Dialog>
  );
}
