import { TestEnvironment } from 'jest-environment-node';

// A worker outlives a jest that is killed, and with it every server its tests started: it has to look for itself.
// (A listener for the end of its channel would keep it alive when jest is done.) Here, outside of the tests' sandbox,
// `process` is the real one.
if (process.send) {
  setInterval(() => {
    if (!process.connected) process.kill(process.pid, 'SIGKILL');
  }, 500).unref();
}

export default TestEnvironment;
