import { setTimeout as sleep } from 'node:timers/promises';
import { isServed, type Habit, type Seen, type Traffic } from './traffic';

/** What is promised, in ms. */
const TO_FAIL_MS = 300;
const TO_RECOVER_MS = 1_000;
/** What a busy machine of two cores may add, for the tests themselves run on it. */
const BUSY_MS = 300;
/** And to be seen by the rarest request of all, which comes every 150 ms and hashes. */
const RARE_MS = 1_000;

export interface Fault {
  name: string;
  /** Resolves when the outage has begun. */
  begin: () => unknown;
  end: () => unknown;
  lastsMs?: number;
  /** What must get 503, and what must go on; what is in neither may be either. */
  refused?: readonly Habit[];
  served?: readonly Habit[];
  /** Whether everybody may be signed out by it. */
  signsOut?: boolean;
  /** Where a living server is waited for; ms. */
  toFailMs?: number;
}

/** A line of the table, figures in ms. */
interface Line {
  name: string;
  served: number;
  codes: Record<string, number>;
  toFail: number;
  toRecover: number;
}

export interface Outcome {
  /** Begun and ended while the outage lasted. */
  during: Seen[];
  /** From just before it until all was well again. */
  all: Seen[];
}

const lines: Line[] = [];

/** Lets something go wrong under traffic, and expects what is promised. */
export async function outage(traffic: Traffic, fault: Fault): Promise<Outcome> {
  const { name, begin, end, lastsMs = 1_000, refused = [], served = [], signsOut = false } = fault;
  await traffic.served(performance.now());
  const before = performance.now();
  await begin();
  const there = performance.now();
  await sleep(lastsMs);
  const ended = performance.now();
  await end();
  const gone = performance.now();
  const well = await traffic.served(gone);

  const all = traffic.between(before, well);
  const failures = all.filter((one) => !isServed(one));
  const toFail = Math.max(0, ...failures.map(({ took }) => took));
  lines.push({ name, served: all.length - failures.length, codes: tally(failures), toFail, toRecover: well - gone });

  expect(failures.filter((one) => !isExcused(one, signsOut))).toEqual([]);
  expect(toFail).toBeLessThan((fault.toFailMs ?? TO_FAIL_MS) + BUSY_MS);
  expect(well - gone).toBeLessThan(TO_RECOVER_MS + RARE_MS);
  const during = traffic.between(there, ended).filter(({ begun, took }) => begun + took < ended);
  for (const habit of refused) expectOnly(during, habit, false);
  for (const habit of served) expectOnly(during, habit, true);
  return { during, all };
}

/** The only failure there may be: 503 that says when to come again, or a sign-out. */
const isExcused = ({ status, code, retryAfter }: Seen, signsOut: boolean): boolean =>
  status === 503 ? code === 'SERVICE_UNAVAILABLE' && Number(retryAfter) >= 1 : signsOut && status === 401;

function expectOnly(during: Seen[], habit: Habit, isToBeServed: boolean): void {
  const own = during.filter((one) => one.habit === habit);
  expect([habit, own.length > 0]).toEqual([habit, true]);
  expect(own.filter((one) => isServed(one) !== isToBeServed)).toEqual([]);
}

export function tally(failures: readonly Seen[]): Record<string, number> {
  const codes: Record<string, number> = {};
  for (const { status, code } of failures) {
    const key = status === 0 ? 'broken connection' : `${status} ${code ?? ''}`;
    codes[key] = (codes[key] ?? 0) + 1;
  }
  return codes;
}

export const isReady = (url: string): Promise<boolean> =>
  fetch(`${url}/readyz`).then(
    ({ ok }) => ok,
    () => false,
  );

/** For what is measured elsewhere. */
export const note = (line: Line): number => lines.push(line);

/** @param lost acknowledged writes that are not there */
export function printTable(lost: number): void {
  const rows = lines.map(({ name, served, codes, toFail, toRecover }) => {
    const errors = Object.entries(codes).map(([code, count]) => `${count} x ${code}`);
    return `| ${name} | ${served} | ${errors.join(', ') || 'none'} | ${Math.round(toFail)} | ${Math.round(toRecover)} |`;
  });
  const head = [
    '| outage | served | errors | slowest failure, ms | all served again after, ms |',
    '| - | -: | - | -: | -: |',
  ];
  process.stdout.write(`${[...head, ...rows].join('\n')}\nAcknowledged writes lost: ${lost}\n`);
}
