// Preloaded into every measured process: reports the CPU time it has used, threads included, and its memory, and ends with the bench.
const { isMainThread } = require('node:worker_threads');

// Threads preload this too; the channel is the main thread's.
if (isMainThread) {
  process.on('message', () =>
    process.send({
      cpu: process.cpuUsage(),
      statements: process.sqlStatements ?? 0,
      rss: process.memoryUsage.rss(),
    }),
  );
  process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'));
  process.channel.unref();
}
