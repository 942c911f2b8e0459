import { eventually } from '../support/eventually';
import { listeningUrl, startProgram } from '../support/gateway';

/* V8 prints what it decides about the places in the code where objects are made. */

const TRACE = '--trace-pretenuring-statistics';
const DECISION = 'pretenuring:';
const MAKING = `const kept = []; for (let n = 0; n < 3e6; n += 1) kept[n % 4e5] = { n, text: 'x' + n };`;
/** Nobody listens there: the gateway starts, and is not ready. */
const ENVIRONMENT = {
  ...{ HOST: '127.0.0.1', PORT: '0', JWT_SECRET: 'a secret that only this test uses, and nobody else' },
  ...{ DATABASE_URL: 'postgresql://nobody@127.0.0.1:1/stms', REDIS_URL: 'redis://127.0.0.1:1' },
};

it('V8 decides by default', async () => {
  const program = startProgram({}, { args: [TRACE, '-e', MAKING] });
  await program.exited;
  expect(program.output()).toContain(DECISION);
});

it('in a gateway it does not decide, not even at the start', async () => {
  const program = startProgram(ENVIRONMENT, { args: [TRACE, 'dist/main.js'] });
  await eventually(() => listeningUrl(program.output()) !== undefined);
  program.signal('SIGTERM');
  await program.exited;
  expect(program.output()).not.toContain(DECISION);
});
