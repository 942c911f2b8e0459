// Preloaded into gateways that tests start: descriptor 3 is a pipe from the test, and its end, by whatever kill, is theirs.
const { Socket } = require('node:net');
const { isMainThread } = require('node:worker_threads');

// Threads preload this too, and would close the pipe with them.
if (isMainThread) {
  new Socket({ fd: 3 })
    .on('end', () => process.kill(process.pid, 'SIGKILL'))
    .resume()
    .unref();
}
