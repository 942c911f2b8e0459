import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { signUp, startApp, type Account, type TestApp } from '../../support/app';
import { eventually } from '../../support/eventually';
import { graphql } from '../../support/graphql';

/** More than are let in, whatever they ask for. */
const CROWD = 200;
/** Of each 100 ms, so that the loop has hardly any to spare. */
const BUSY_MS = 80;
/** Then the crowd asks again: somebody is refused within each second, and in between whoever asks is let in. */
const CROWD_EVERY_MS = 500;

let app: TestApp;
let reader: Account;
let crowd: Socket[];
let making: NodeJS.Timeout;
beforeAll(async () => {
  app = await startApp();
  reader = await signUp(app, 'trainer');
  const port = Number(new URL(app.url).port);
  crowd = Array.from({ length: CROWD }, () => connect(port, '127.0.0.1').resume());
  await Promise.all(crowd.map((socket) => once(socket, 'connect')));
});
afterAll(async () => {
  clearInterval(making);
  for (const socket of crowd) socket.destroy();
  await app.close();
});

/** Keeps the gateway, which shares this process, so busy that it refuses requests. */
async function overload(): Promise<void> {
  const ask = `GET /graphql?query={rateLimits{policy}} HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${reader.token}\r\n\r\n`;
  let askedAt = -Infinity;
  making = setInterval(() => {
    const now = performance.now();
    if (now - askedAt >= CROWD_EVERY_MS) {
      askedAt = now;
      for (const socket of crowd) socket.write(ask);
    }
    while (performance.now() < now + BUSY_MS);
  }, 100);
  await eventually(async () => (await metric('stms_overload_refusals_total')) > 0);
}

/** A counter of the gateway. */
async function metric(name: string): Promise<number> {
  const text = await (await fetch(`${app.url}/metrics`)).text();
  return Number(new RegExp(`^${name} (\\S+)$`, 'm').exec(text)?.[1]);
}

/** Asks until it is let in, and until what is kept of the answer is there. */
async function ask(query: string): Promise<{ cache: string | null; isReplayed: boolean }> {
  const before = await metric('stms_replayed_answers_total');
  for (;;) {
    const { status, headers } = await graphql(app.url, query, { token: reader.token });
    if (status === 503) continue;
    await sleep(200);
    const isReplayed = (await metric('stms_replayed_answers_total')) > before;
    return { cache: headers.get('x-cache'), isReplayed };
  }
}

it('under overload what nobody has asked for before is kept when it is asked for again', async () => {
  await ask('{ students(search: "somebody has asked") { nodes { id } } }'); // no tag is new from now on
  await overload();
  const query = '{ students(search: "nobody has asked") { nodes { id } } }';
  expect(await ask(query)).toEqual({ cache: 'MISS', isReplayed: false });
  expect(await ask(query)).toEqual({ cache: 'MISS', isReplayed: false });
  await eventually(async () => (await ask(query)).isReplayed);
});
