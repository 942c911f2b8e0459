import { useQuery } from '@apollo/client/react';
import { useCallback, useState } from 'react';
import { LecturesDocument, type LectureCardFragment } from '../graphql/operations.generated';
import { useMe } from '../shell/me';
import { ZoneChoice } from '../time/zone-choice';
import { dateIn, momentOf } from '../time/zoned';
import { useZone } from '../time/zones';
import { More } from '../ui/more';
import { Page } from '../ui/page';
import { Problem } from '../ui/problem';
import { usePages } from '../ui/use-pages';
import { CancelDialog } from './cancel-dialog';
import { LectureDays } from './lecture-days';
import { LectureEditor } from './lecture-editor';
import { useLectureChanges } from './use-lecture-changes';

/** What is being done to a lecture; `edit` without one enters a new one. */
type Task = { kind: 'edit'; lecture: LectureCardFragment | null } | { kind: 'cancel'; lecture: LectureCardFragment };

export function LecturesPage() {
  const me = useMe();
  const [showsPast, setShowsPast] = useState(false);
  const [task, setTask] = useState<Task | null>(null);
  const [problem, setProblem] = useState<unknown>(null);
  const changes = useLectureChanges();
  const { lectures, error, pages, again } = useLectures(showsPast, me.role === 'ADMIN' ? null : me.id);

  function cancel(lecture: LectureCardFragment): void {
    setTask(null);
    setProblem(null);
    changes.cancel(lecture).catch(setProblem);
  }

  const actions = (
    <button type="button" className="primary" onClick={() => setTask({ kind: 'edit', lecture: null })}>
      New lecture
    </button>
  );
  return (
    <Page title={me.role === 'ADMIN' ? 'Lectures' : 'My lectures'} actions={actions}>
      <div className="filters">
        <label className="check">
          <input type="checkbox" checked={showsPast} onChange={({ target }) => setShowsPast(target.checked)} />
          Show past lectures too
        </label>
        <ZoneChoice />
      </div>
      {error && <Problem error={error} onRetry={again} />}
      {problem !== null && <Problem error={problem} />}
      {lectures?.length === 0 && <p className="empty">There are no lectures yet.</p>}
      <LectureDays
        lectures={lectures ?? []}
        savingId={changes.savingId}
        showsTrainer={me.role === 'ADMIN'}
        onEdit={(lecture) => setTask({ kind: 'edit', lecture })}
        onCancel={(lecture) => setTask({ kind: 'cancel', lecture })}
      />
      {pages.problem !== null && <Problem error={pages.problem} onRetry={pages.more} />}
      {pages.hasMore && pages.problem === null && <More isLoading={pages.isLoading} onMore={pages.more} />}
      {task?.kind === 'edit' && <LectureEditor lecture={task.lecture} changes={changes} onDone={() => setTask(null)} />}
      {task?.kind === 'cancel' && (
        <CancelDialog lecture={task.lecture} onConfirm={() => cancel(task.lecture)} onClose={() => setTask(null)} />
      )}
    </Page>
  );
}

function useLectures(showsPast: boolean, trainerId: string | null) {
  const zone = useZone();
  // The begin of today, so that the list is the same one all day.
  const from = showsPast ? null : momentOf(`${dateIn(new Date(), zone)}T00:00`, zone);
  const { data, previousData, error, refetch, fetchMore } = useQuery(LecturesDocument, {
    variables: { from, trainerId },
    fetchPolicy: 'cache-and-network',
  });
  const fetchAfter = useCallback((after: string) => fetchMore({ variables: { after } }), [fetchMore]);
  const pages = usePages(data?.lectures, fetchAfter, 'lectures');
  const lectures = (data ?? previousData)?.lectures.edges.map(({ node }) => node);
  return { lectures, error, pages, again: () => void refetch().catch(() => undefined) };
}
