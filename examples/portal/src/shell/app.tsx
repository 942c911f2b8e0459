import { useQuery } from '@apollo/client/react';
import { useCallback, useEffect, type ReactElement } from 'react';
import { DevicesPage } from '../devices/devices-page';
import { MeDocument } from '../graphql/operations.generated';
import { LecturesPage } from '../lectures/lectures-page';
import { ProfilePage } from '../profile/profile-page';
import { RegisterPage } from '../session/register-page';
import { useSession } from '../session/session-context';
import { SignInPage } from '../session/sign-in-page';
import { StudentsPage } from '../students/students-page';
import { TodayPage } from '../today/today-page';
import { Page } from '../ui/page';
import { Problem } from '../ui/problem';
import { Header } from './header';
import { MeContext } from './me';
import { OutageNotice } from './outage-notice';
import { Link, navigate, usePath, type Path } from './router';
import { SessionClock } from './session-clock';

const PAGES: Partial<Record<string, () => ReactElement>> = {
  '/': TodayPage,
  '/students': StudentsPage,
  '/lectures': LecturesPage,
  '/profile': ProfilePage,
  '/devices': DevicesPage,
} satisfies Partial<Record<Path, () => ReactElement>>;

export function App() {
  const { session } = useSession();
  return (
    <>
      <a href="#main" className="skip">
        Skip to the content
      </a>
      <OutageNotice />
      {session ? <Inside /> : <Outside />}
    </>
  );
}

/** Without a session every address is the sign-in; the address stays, and is where one goes on after signing in. */
function Outside() {
  return (
    <div className="outside">
      <header>
        <p className="brand">STMS Portal</p>
      </header>
      {usePath() === '/register' ? <RegisterPage /> : <SignInPage />}
    </div>
  );
}

function Inside() {
  const path = usePath();
  const { data, error, refetch } = useQuery(MeDocument);
  const again = useCallback(() => void refetch().catch(() => undefined), [refetch]);
  useReturn(again);
  useEffect(() => {
    if (path === '/sign-in' || path === '/register') navigate('/');
  }, [path]);
  if (error) {
    return (
      <Page title="Not loaded">
        <Problem error={error} onRetry={again} />
      </Page>
    );
  }
  if (!data) return <main id="main" aria-busy="true" />;
  const PageOfPath = PAGES[path] ?? NotFoundPage;
  return (
    <MeContext value={data.me}>
      <Header />
      <SessionClock />
      <PageOfPath key={path} />
    </MeContext>
  );
}

/** Whoever comes back to the tab should not learn only after filling a form that the session has ended meanwhile. */
function useReturn(onReturn: () => void): void {
  useEffect(() => {
    const look = () => {
      if (!document.hidden) onReturn();
    };
    document.addEventListener('visibilitychange', look);
    return () => document.removeEventListener('visibilitychange', look);
  }, [onReturn]);
}

const NotFoundPage = () => (
  <Page title="There is no such page">
    <p>
      <Link to="/">Go to today’s lectures</Link>
    </p>
  </Page>
);
