import { useApolloClient } from '@apollo/client/react';
import { useState } from 'react';
import { SignInDocument } from '../graphql/operations.generated';
import { Link } from '../shell/router';
import { Field } from '../ui/field';
import { Form } from '../ui/form';
import { Page } from '../ui/page';
import { email, filled, useFields } from '../ui/use-fields';
import { useSession, useSessionStore } from './session-context';
import type { Ending } from './session-store';

const REASONS: Record<Ending, string> = {
  ended:
    'You have been signed out: this session was ended on another device, or it was not used for too long. Please sign in again.',
  expired: 'Your session has reached its end. Please sign in again.',
  'signed-out': 'You are signed out.',
  'signed-out-here':
    'You are signed out here. The server could not be told; there, the session ends by itself when it is not used.',
  'signed-out-everywhere': 'You are signed out on all your devices.',
};

export function SignInPage() {
  const client = useApolloClient();
  const store = useSessionStore();
  const { ending } = useSession();
  const [isKept, setKept] = useState(false);
  const fields = useFields({ email: '', password: '' }, { email, password: filled });

  async function signIn(): Promise<void> {
    const { data } = await client.mutate({ mutation: SignInDocument, variables: { input: fields.values } });
    if (data) store.begin(data.login, isKept);
  }

  return (
    <Page title="Sign in">
      {ending && (
        <p className="notice" role="status">
          {REASONS[ending]}
        </p>
      )}
      <div className="card narrow">
        <Form fields={fields} action="Sign in" onSubmit={signIn}>
          <Field label="E-mail" type="email" autoComplete="username" required {...fields.bind('email')} />
          <Field
            label="Password"
            type="password"
            autoComplete="current-password"
            required
            {...fields.bind('password')}
          />
          <label className="check">
            <input type="checkbox" checked={isKept} onChange={({ target }) => setKept(target.checked)} />
            Stay signed in on this device
          </label>
        </Form>
        <p>
          New here? <Link to="/register">Make an account</Link>
        </p>
      </div>
    </Page>
  );
}
