import { Page } from '../ui/page';
import { PasswordForm } from './password-form';
import { ProfileForm } from './profile-form';

export const ProfilePage = () => (
  <Page title="Profile">
    <div className="columns">
      <section className="card" aria-labelledby="details">
        <h2 id="details">Your details</h2>
        <ProfileForm />
      </section>
      <section className="card" aria-labelledby="password">
        <h2 id="password">Password</h2>
        <PasswordForm />
      </section>
    </div>
  </Page>
);
