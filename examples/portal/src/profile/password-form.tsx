import { useApolloClient } from '@apollo/client/react';
import { useState } from 'react';
import { ChangePasswordDocument } from '../graphql/operations.generated';
import { useSessionStore } from '../session/session-context';
import { useMe } from '../shell/me';
import { announce } from '../ui/announcer';
import { Field } from '../ui/field';
import { Form } from '../ui/form';
import { filled, newPassword, useFields } from '../ui/use-fields';

const EMPTY = { currentPassword: '', newPassword: '' };

export function PasswordForm() {
  const client = useApolloClient();
  const store = useSessionStore();
  const { email } = useMe();
  const fields = useFields(EMPTY, { currentPassword: filled, newPassword });
  const [isSaved, setSaved] = useState(false);

  async function save(): Promise<void> {
    setSaved(false);
    const { data } = await client.mutate({ mutation: ChangePasswordDocument, variables: { input: fields.values } });
    if (data) store.renew(data.changePassword);
    fields.set(EMPTY);
    setSaved(true);
    announce('Your password is changed, and all other devices are signed out.');
  }

  return (
    <Form
      fields={fields}
      action="Change password"
      onSubmit={save}
      others={isSaved && <span className="done">Changed; all other devices are signed out</span>}
    >
      {/* For password managers: whose password it is. */}
      <input type="email" autoComplete="username" value={email} readOnly hidden />
      <Field
        label="Current password"
        type="password"
        autoComplete="current-password"
        required
        {...fields.bind('currentPassword')}
      />
      <Field
        label="New password"
        type="password"
        autoComplete="new-password"
        hint="8 characters or more. All other devices are signed out."
        required
        {...fields.bind('newPassword')}
      />
    </Form>
  );
}
