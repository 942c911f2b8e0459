import { makers, type Campus, type Member } from '../../support/campus';
import { dataOf } from '../../support/graphql';

const HOUR_MS = 3_600_000;
const ONLINE = { roomId: 'a room', meetingLink: 'https://meet.example.org/a' };

/** @param input beside what every lecture must have */
export async function createLecture(campus: Campus, by: Member, input: object): Promise<string> {
  const query = 'mutation ($input: CreateLectureInput!) { created: createLecture(input: $input) { id } }';
  const answer = await campus.ask(by, query, { input: { title: 'T', description: 'D', location: 'L', ...input } });
  return dataOf<{ created: { id: string } }>(answer).created.id;
}

/** An hour that begins then. */
export function hourFrom(startsAt: Date): { startsAt: Date; endsAt: Date } {
  return { startsAt, endsAt: new Date(startsAt.getTime() + HOUR_MS) };
}

function noonOfToday(): Date {
  const noon = new Date();
  noon.setUTCHours(12, 0, 0, 0);
  return noon;
}

// All of them are the trainer's.
makers.add({
  lecture: (campus) => createLecture(campus, 'trainer', hourFrom(new Date('2026-05-01T09:00:00Z'))),
  // Of the course, at which the student is.
  todayLecture: async (campus) => {
    const courseId = await campus.have('course');
    return createLecture(campus, 'trainer', { ...hourFrom(noonOfToday()), courseId, ...ONLINE });
  },
  distantLecture: (campus) => createLecture(campus, 'trainer', hourFrom(new Date('2099-01-01T09:00:00Z'))),
});
