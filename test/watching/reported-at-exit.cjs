// Preloaded into a gateway: when it ends, it says which packages it has loaded.
const { writeSync } = require('node:fs');

process.on('exit', () => {
  const names = Object.keys(require.cache).flatMap(
    (file) => /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(file)?.[1] ?? [],
  );
  writeSync(1, `loaded at exit: ${[...new Set(names)].join(' ')}\n`);
});
