import { startProgram } from '../support/gateway';

it('a gateway with a faulty environment prints every fault and leaves with 78', async () => {
  const program = startProgram({ NODE_ENV: 'production', PORT: 'http', JWT_SECRET: 'hunter2' });
  expect(await program.exited).toBe(78);
  expect(program.output().split('\n')).toEqual([
    'The environment has 5 faults:',
    expect.stringMatching(/^ {2}DATABASE_URL must be set in production; for example DATABASE_URL=postgresql:/),
    '  PORT must be a whole number from 0 to 65535; for example PORT=4000',
    '  REDIS_URL must be set in production; for example REDIS_URL=redis://localhost:6379',
    '  JWT_SECRET is shorter than 32 bytes; for example JWT_SECRET="$(openssl rand -base64 48)"',
    '  TRAINER_REGISTRATION must be chosen in production: open, invite or closed; for example TRAINER_REGISTRATION=invite',
    '',
  ]);
});
