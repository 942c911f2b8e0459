import { TestEnvironment } from 'jest-environment-node';

// A worker outlives a jest that is killed, and with it every server its tests started. Here, outside of the tests'
// sandbox, the end of the channel to jest can be seen.
process.once('disconnect', () => process.kill(process.pid, 'SIGKILL'));

export default TestEnvironment;
