import { useApolloClient, useQuery } from '@apollo/client/react';
import { useState } from 'react';
import { faultOf } from '../client/fault';
import {
  DevicesDocument,
  SignOutDeviceDocument,
  SignOutEverywhereDocument,
  SignOutOthersDocument,
  type DevicesQuery,
} from '../graphql/operations.generated';
import { useSessionStore } from '../session/session-context';
import { dayAndTimeOf } from '../time/zoned';
import { useZone } from '../time/zones';
import { announce } from '../ui/announcer';
import { Page } from '../ui/page';
import { Problem } from '../ui/problem';
import { programOf } from './user-agent';

type Device = DevicesQuery['sessions'][number];

export function DevicesPage() {
  const client = useApolloClient();
  const store = useSessionStore();
  const { data, error, refetch } = useQuery(DevicesDocument, { fetchPolicy: 'cache-and-network' });
  const [problem, setProblem] = useState<unknown>(null);
  const others = data?.sessions.filter(({ current }) => !current) ?? [];

  const attempt = (work: () => Promise<void>) => {
    setProblem(null);
    work().catch(setProblem);
  };
  async function signOut({ id, userAgent }: Device): Promise<void> {
    try {
      await client.mutate({
        mutation: SignOutDeviceDocument,
        variables: { id },
        context: { idempotent: true },
        optimisticResponse: { revokeSession: true },
        update: (cache) => {
          cache.evict({ id: cache.identify({ __typename: 'Session', id }) });
        },
      });
    } catch (failure) {
      // It has ended already: that is what was wanted.
      if (faultOf(failure).code !== 'NOT_FOUND') throw failure;
      await refetch();
    }
    announce(`${programOf(userAgent)} is signed out.`);
  }
  async function signOutOthers(): Promise<void> {
    const { data: answer } = await client.mutate({ mutation: SignOutOthersDocument, context: { idempotent: true } });
    announce(`${answer?.revokeOtherSessions ?? 0} other devices are signed out.`);
    await refetch();
  }
  async function signOutEverywhere(): Promise<void> {
    await client.mutate({ mutation: SignOutEverywhereDocument });
    store.end('signed-out-everywhere');
  }

  return (
    <Page title="Devices">
      <p className="lead">Where you are signed in. End what you do not know, then change your password.</p>
      {error && <Problem error={error} onRetry={() => void refetch().catch(() => undefined)} />}
      {problem !== null && <Problem error={problem} />}
      <ul className="devices" aria-label="Devices" aria-busy={!data && !error}>
        {data?.sessions.map((device) => (
          <DeviceRow key={device.id} device={device} onSignOut={() => attempt(() => signOut(device))} />
        ))}
      </ul>
      <div className="buttons">
        {others.length > 0 && (
          <button type="button" onClick={() => attempt(signOutOthers)}>
            Sign out all other devices
          </button>
        )}
        <button type="button" className="danger" onClick={() => attempt(signOutEverywhere)}>
          Sign out everywhere
        </button>
      </div>
    </Page>
  );
}

function DeviceRow({ device, onSignOut }: { device: Device; onSignOut: () => void }) {
  const zone = useZone();
  const program = programOf(device.userAgent);
  return (
    <li>
      <h2>
        {program} {device.current && <span className="tag">this device</span>}
      </h2>
      <p>
        Signed in {dayAndTimeOf(device.createdAt, zone)}
        {device.ip && ` from ${device.ip}`}, last used {dayAndTimeOf(device.lastSeenAt, zone)}
      </p>
      {!device.current && (
        <button
          type="button"
          onClick={onSignOut}
          aria-label={`Sign out ${program}, signed in ${dayAndTimeOf(device.createdAt, zone)}`}
        >
          Sign out
        </button>
      )}
    </li>
  );
}
