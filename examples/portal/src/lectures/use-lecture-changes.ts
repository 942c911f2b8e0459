import { useApolloClient } from '@apollo/client/react';
import { useState } from 'react';
import { faultOf } from '../client/fault';
import {
  CancelLectureDocument,
  CreateLectureDocument,
  UpdateLectureDocument,
  type CreateLectureInput,
  type LectureCardFragment,
} from '../graphql/operations.generated';
import { useMe } from '../shell/me';
import { announce } from '../ui/announcer';
import { placeLecture, removeLecture } from './lecture-cache';

type LectureInput = Omit<CreateLectureInput, 'trainerId'>;

/** The id of a lecture that the gateway has not answered for yet. */
const NEW_ID = 'new';

export interface LectureChanges {
  /** The lecture that is shown as it will be, before the gateway has said so. */
  savingId: string | null;
  create(input: LectureInput, trainerId: string | null): Promise<void>;
  update(lecture: LectureCardFragment, input: LectureInput): Promise<void>;
  cancel(lecture: LectureCardFragment): Promise<void>;
}

/** Changes that the lists show at once, and take back when they are refused. */
export function useLectureChanges(): LectureChanges {
  const client = useApolloClient();
  const me = useMe();
  const [savingId, setSavingId] = useState<string | null>(null);

  async function saving(id: string, work: () => Promise<unknown>, done: string): Promise<void> {
    setSavingId(id);
    try {
      await work();
      announce(done);
    } finally {
      setSavingId(null);
    }
  }

  return {
    savingId,
    create: (input, trainerId) =>
      // Not tried again by itself: without an answer it may have been entered all the same.
      saving(
        NEW_ID,
        () =>
          client.mutate({
            mutation: CreateLectureDocument,
            variables: { input: { ...input, ...(trainerId && { trainerId }) } },
            optimisticResponse: {
              createLecture: shown(NEW_ID, input, { id: trainerId ?? me.id, name: trainerId ? '' : me.name }),
            },
            update: (cache, { data }) => data && placeLecture(cache, data.createLecture),
          }),
        'The lecture is entered.',
      ),
    update: (lecture, input) =>
      saving(
        lecture.id,
        () =>
          client.mutate({
            mutation: UpdateLectureDocument,
            variables: { id: lecture.id, input },
            context: { idempotent: true },
            optimisticResponse: { updateLecture: shown(lecture.id, input, lecture.trainer) },
            update: (cache, { data }) => data && placeLecture(cache, data.updateLecture),
          }),
        'The lecture is changed.',
      ),
    cancel: async ({ id, title }) => {
      try {
        await client.mutate({
          mutation: CancelLectureDocument,
          variables: { id },
          context: { idempotent: true },
          optimisticResponse: { cancelLecture: true },
          update: (cache) => removeLecture(cache, id),
        });
      } catch (error) {
        // It is off the calendar already: a first attempt whose answer was lost, or somebody else.
        if (faultOf(error).code !== 'NOT_FOUND') throw error;
        removeLecture(client.cache, id);
      }
      announce(`${title} is cancelled.`);
    },
  };
}

function shown(id: string, input: LectureInput, trainer: { id: string; name: string }): LectureCardFragment {
  return {
    __typename: 'Lecture',
    id,
    title: input.title,
    startsAt: input.startsAt,
    endsAt: input.endsAt,
    description: input.description ?? null,
    location: input.location ?? null,
    trainer: { __typename: 'Trainer', id: trainer.id, name: trainer.name },
  };
}
