import { useQuery } from '@apollo/client/react';
import { useState } from 'react';
import { TrainerChoiceDocument, type LectureCardFragment } from '../graphql/operations.generated';
import { useMe } from '../shell/me';
import { readableZone, useZone } from '../time/zones';
import { Dialog } from '../ui/dialog';
import { Field } from '../ui/field';
import { Form } from '../ui/form';
import { useFields } from '../ui/use-fields';
import { inputOf, rulesFor, valuesOf } from './lecture-fields';
import type { LectureChanges } from './use-lecture-changes';

interface Props {
  /** null for a new one. */
  lecture: LectureCardFragment | null;
  changes: LectureChanges;
  onDone: () => void;
}

/**
 * Enters or changes a lecture. It closes at once and the list shows what will be; if it is refused, the form is back with
 * what was typed and why.
 */
export function LectureEditor({ lecture, changes, onDone }: Props) {
  const zone = useZone();
  const me = useMe();
  const givesTrainer = me.role === 'ADMIN' && lecture === null;
  const [isOpen, setOpen] = useState(true);
  const [isSending, setSending] = useState(false);
  const fields = useFields(valuesOf(lecture, zone), rulesFor(givesTrainer));
  const { data } = useQuery(TrainerChoiceDocument, { skip: !givesTrainer });

  async function save(): Promise<void> {
    setSending(true);
    setOpen(false);
    try {
      const input = inputOf(fields.values, zone);
      if (lecture) await changes.update(lecture, input);
      else await changes.create(input, givesTrainer ? fields.values.trainerId : null);
    } catch (error) {
      setOpen(true);
      setSending(false);
      throw error;
    }
    onDone();
  }

  const cancel = (
    <button type="button" className="quiet" onClick={() => setOpen(false)}>
      Close
    </button>
  );
  return (
    <Dialog
      title={lecture ? 'Change the lecture' : 'New lecture'}
      isOpen={isOpen}
      onClose={() => {
        if (!isSending) onDone();
      }}
    >
      <Form fields={fields} action="Save" onSubmit={save} others={cancel}>
        <Field label="Title" required {...fields.bind('title')} />
        {givesTrainer && (
          <Field label="Trainer" required {...fields.bind('trainerId')}>
            <option value="">Choose…</option>
            {data?.trainers.edges.map(({ node }) => (
              <option key={node.id} value={node.id}>
                {node.name}
              </option>
            ))}
          </Field>
        )}
        <div className="pair">
          <Field label="Begins" type="datetime-local" required {...fields.bind('startsAt')} />
          <Field label="Ends" type="datetime-local" required {...fields.bind('endsAt')} />
        </div>
        <p className="hint">Times are those of {readableZone(zone)}.</p>
        <Field label="Location" {...fields.bind('location')} />
        <Field label="Description" rows={4} {...fields.bind('description')} />
      </Form>
    </Dialog>
  );
}
