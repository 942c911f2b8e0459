import { useApolloClient } from '@apollo/client/react';
import { UpdateProfileDocument, type UpdateProfileInput } from '../graphql/operations.generated';
import { useMe, type Me } from '../shell/me';
import { announce } from '../ui/announcer';
import { Field } from '../ui/field';
import { Form } from '../ui/form';
import { optionalText, text, useFields } from '../ui/use-fields';
import { useState } from 'react';

const RULES = { name: text(200), phone: optionalText(32), branch: text(200), expertise: optionalText(200) };

/** What one's role has. */
function valuesOf(me: Me): Record<string, string> {
  const { name } = me;
  const phone = me.phone ?? '';
  switch (me.__typename) {
    case 'Student':
      return { name, branch: me.branch, phone };
    case 'Trainer':
      return { name, expertise: me.expertise ?? '', phone };
    case 'Admin':
      return { name, phone };
  }
}

export function ProfileForm() {
  const client = useApolloClient();
  const me = useMe();
  const initial = valuesOf(me);
  const fields = useFields(initial, Object.fromEntries(Object.entries(RULES).filter(([name]) => name in initial)));
  const [isSaved, setSaved] = useState(false);

  async function save(): Promise<void> {
    setSaved(false);
    const input: UpdateProfileInput = {
      ...fields.values,
      phone: fields.values['phone'] || null,
      ...('expertise' in initial && { expertise: fields.values['expertise'] || null }),
    };
    await client.mutate({
      mutation: UpdateProfileDocument,
      variables: { input },
      context: { idempotent: true },
      // Shown at once, in the header too; what is refused is taken back.
      optimisticResponse: { updateProfile: { ...me, ...input } as Me },
    });
    setSaved(true);
    announce('Your details are saved.');
  }

  return (
    <Form fields={fields} action="Save" onSubmit={save} others={isSaved && <span className="done">Saved</span>}>
      <p className="hint">You sign in with {me.email}.</p>
      <Field label="Name" autoComplete="name" required {...fields.bind('name')} />
      {'branch' in initial && <Field label="Branch" required {...fields.bind('branch')} />}
      {'expertise' in initial && <Field label="Expertise" {...fields.bind('expertise')} />}
      <Field label="Phone" type="tel" autoComplete="tel" {...fields.bind('phone')} />
    </Form>
  );
}
