import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Authenticator } from '../../../src/access/authenticator';
import { replayFirst } from '../../../src/http/replay/replay-first';
import type { Cache } from '../../../src/platform/cache/cache';
import type { ReplayCache } from '../../../src/operations/replay/replay-cache';

/** An error in the code that replays must not end the process. Nothing that a client sends leads there. */
it('costs the client its connection, and is logged and counted', async () => {
  const logged: object[] = [];
  const counted: string[] = [];
  const broken = new Error('broken on purpose');
  const listener: RequestListener = replayFirst(
    {
      authenticator: { ownerOf: () => null, authenticate: () => Promise.resolve({ kind: 'anonymous' }) } as Pick<
        Authenticator,
        'ownerOf' | 'authenticate'
      > as Authenticator,
      cache: {} as Cache,
      replay: { knows: () => true } as Partial<ReplayCache> as ReplayCache,
      metrics: { http: () => undefined, operation: () => undefined, unexpectedError: () => counted.push('unexpected') },
      logger: { error: (line: object) => void logged.push(line) },
      log: () => undefined,
      safe: {},
      origins: [],
      bodyLimitBytes: 1_000,
    },
    () => {
      throw broken;
    },
  );
  const server = createServer(listener);
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql?query={me{id}}`;
  await expect(fetch(url)).rejects.toThrow();
  expect([logged, counted]).toEqual([[{ err: broken }], ['unexpected']]);
  server.close();
});
