import { useQuery } from '@apollo/client/react';
import { TodayLecturesDocument } from '../graphql/operations.generated';
import { LectureCard } from '../lectures/lecture-card';
import { isAway } from '../time/presence';
import { useNow } from '../time/use-now';
import { ZoneChoice } from '../time/zone-choice';
import { dayOf } from '../time/zoned';
import { useZone } from '../time/zones';
import { Page } from '../ui/page';
import { Problem } from '../ui/problem';

export function TodayPage() {
  const zone = useZone();
  const now = useNow();
  const { data, previousData, error, loading, refetch } = useQuery(TodayLecturesDocument, {
    variables: { timeZone: zone },
    fetchPolicy: 'cache-and-network',
    // Lectures are added and cancelled, and at midnight today is another day.
    pollInterval: 60_000,
    skipPollAttempt: isAway,
  });
  const again = () => void refetch().catch(() => undefined);
  const lectures = (data ?? previousData)?.todayLectures;

  return (
    <Page title="Today’s lectures" actions={<ZoneChoice />}>
      <h2 className="day">{dayOf(new Date(now), zone)}</h2>
      {error && <Problem error={error} onRetry={again} />}
      {lectures?.length === 0 && <p className="empty">There are no lectures today.</p>}
      <ol className="lectures" aria-busy={loading} aria-label="Lectures">
        {lectures?.map((lecture) => (
          <LectureCard key={lecture.id} lecture={lecture} zone={zone} now={now} showsTrainer />
        ))}
      </ol>
    </Page>
  );
}
