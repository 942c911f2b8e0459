import { useApolloClient } from '@apollo/client/react';
import { useState } from 'react';
import { faultOf } from '../client/fault';
import { RegisterStudentDocument, RegisterTrainerDocument } from '../graphql/operations.generated';
import { Link } from '../shell/router';
import { Field } from '../ui/field';
import { Form } from '../ui/form';
import { Page } from '../ui/page';
import { email, newPassword, optionalText, text, useFields } from '../ui/use-fields';
import { useSessionStore } from './session-context';

const EMPTY = { name: '', email: '', password: '', branch: '', expertise: '', phone: '', inviteCode: '' };

export function RegisterPage() {
  const client = useApolloClient();
  const store = useSessionStore();
  const [isTrainer, setTrainer] = useState(false);
  const fields = useFields(EMPTY, {
    ...{ name: text(200), email, password: newPassword, phone: optionalText(32) },
    ...(isTrainer ? { expertise: text(200) } : { branch: text(200) }),
  });

  async function register(): Promise<void> {
    const { branch, expertise, inviteCode, phone, ...common } = fields.values;
    const optional = { phone: phone || null };
    try {
      const { data } = isTrainer
        ? await client.mutate({
            mutation: RegisterTrainerDocument,
            variables: { input: { ...common, ...optional, expertise, inviteCode: inviteCode || null } },
          })
        : await client.mutate({
            mutation: RegisterStudentDocument,
            variables: { input: { ...common, ...optional, branch } },
          });
      if (data) store.begin('registerTrainer' in data ? data.registerTrainer : data.registerStudent, false);
    } catch (error) {
      if (faultOf(error).code !== 'CONFLICT') throw error;
      fields.setErrors({ email: 'has an account already' });
    }
  }

  return (
    <Page title="Make an account">
      <div className="card narrow">
        <Form fields={fields} action="Register" onSubmit={register}>
          <fieldset className="choice">
            <legend>I am a</legend>
            <label>
              <input type="radio" name="role" checked={!isTrainer} onChange={() => setTrainer(false)} /> student
            </label>
            <label>
              <input type="radio" name="role" checked={isTrainer} onChange={() => setTrainer(true)} /> trainer
            </label>
          </fieldset>
          <Field label="Name" autoComplete="name" required {...fields.bind('name')} />
          <Field label="E-mail" type="email" autoComplete="username" required {...fields.bind('email')} />
          <Field
            label="Password"
            type="password"
            autoComplete="new-password"
            hint="8 characters or more. A few words in a row are easy to remember and hard to guess."
            required
            {...fields.bind('password')}
          />
          {isTrainer ? (
            <Field label="Expertise" hint="What you teach." required {...fields.bind('expertise')} />
          ) : (
            <Field label="Branch" hint="The branch that you study." required {...fields.bind('branch')} />
          )}
          <Field label="Phone" type="tel" autoComplete="tel" {...fields.bind('phone')} />
          {isTrainer && <Field label="Invitation code" hint="If you were given one." {...fields.bind('inviteCode')} />}
        </Form>
        <p>
          You have an account? <Link to="/sign-in">Sign in</Link>
        </p>
      </div>
    </Page>
  );
}
