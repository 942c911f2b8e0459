// Preloaded into every measured process: tells the CPU time it has used, threads included, and ends with the bench.
const { isMainThread } = require('node:worker_threads');

// Threads preload this too; the channel is the main thread's.
if (isMainThread) {
  process.on('message', () => process.send({ cpu: process.cpuUsage(), statements: process.sqlStatements ?? 0 }));
  process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'));
  process.channel.unref();
}
