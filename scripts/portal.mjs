// npm run portal: the gateway and the portal, in this process, so that a signal ends both and leaves nothing behind.
// With a word it does less. build: only builds the portal. serve: serves what is built, before the gateway at GATEWAY_URL.
// typecheck: checks the portal's types, and those of its tests.
import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { endWithNpm } from './end-with-npm.mjs';
import { ensureBuilt, root } from './ensure-built.mjs';
import { fingerprint } from './fingerprint.mjs';
import { installPackages } from './install-packages.mjs';

const portal = path.join(root, 'examples/portal');
const { resolve } = createRequire(path.join(portal, 'package.json'));
const DEFAULT_PORT = 5173;
const port = Number(process.env.PORTAL_PORT || DEFAULT_PORT);
const { NODE_ENV } = process.env;

async function main(word) {
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    fail(`PORTAL_PORT must be a port, such as ${DEFAULT_PORT}.`);
  }
  process.chdir(root);
  switch (word) {
    case 'build':
      return buildPortal();
    case 'serve':
      return tellPortal(await servePortal());
    case 'typecheck':
      return typecheck();
    case undefined:
      return startAll();
    default:
      fail('npm run portal takes no words but build, serve and typecheck.');
  }
}

async function startAll() {
  endWithNpm('portal');
  await buildPortal();
  await ensureBuilt();
  const host = process.env.HOST || '127.0.0.1';
  process.env.PORT = await freePort(host, Number(process.env.PORT || 4000));
  const gateway = `http://${host.includes(':') ? `[${host}]` : host}:${process.env.PORT}`;
  process.env.GATEWAY_URL = gateway;
  const url = await servePortal();
  // Vite has set it for itself; the gateway would take it for its own.
  if (NODE_ENV === undefined) delete process.env.NODE_ENV;
  else process.env.NODE_ENV = NODE_ENV;
  await import('../dist/main.js');
  // It ends this process when it cannot start.
  while (!(await isReady(gateway))) await sleep(100);
  tellPortal(url);
}

/** That `wanted` is free, before a database is made for nothing; any that is free for 0. */
async function freePort(host, wanted) {
  const probe = createServer().listen(wanted, host);
  try {
    await once(probe, 'listening');
  } catch (error) {
    if (error.code !== 'EADDRINUSE') throw error;
    fail(`Port ${wanted} is in use: stop the program that listens there, or start with PORT=${wanted + 1}.`);
  }
  const { port: free } = probe.address();
  probe.close();
  return String(free);
}

const isReady = (gateway) =>
  fetch(`${gateway}/readyz`).then(
    ({ ok }) => ok,
    () => false,
  );

function tellPortal(url) {
  console.log(`  Portal      ${url}`);
  console.log('              sign in there with a login of the gateway\n');
}

/** Only if its sources have changed since: others may be served what is there. */
async function buildPortal() {
  await installPackages(portal, 'the packages of the portal');
  const sources = fingerprint(portal, ['src', 'public', 'index.html', 'vite.config.mts', 'package-lock.json']);
  const mark = path.join(portal, 'dist/.sources');
  if (existsSync(mark) && readFileSync(mark, 'utf8') === sources) return;
  const { build } = await loadVite();
  await build({ root: portal, logLevel: 'warn' });
  writeFileSync(mark, sources);
}

async function typecheck() {
  await installPackages(portal, 'the packages of the portal');
  for (const project of ['.', 'test']) {
    const { status } = spawnSync(process.execPath, [resolve('typescript/bin/tsc'), '--noEmit', '-p', project], {
      cwd: portal,
      stdio: 'inherit',
    });
    if (status !== 0) process.exit(1);
  }
}

async function servePortal() {
  const { preview } = await loadVite();
  const before = new Set(process.listeners('SIGTERM'));
  try {
    const server = await preview({ root: portal, logLevel: 'warn', preview: { host: '127.0.0.1', port } });
    // Vite would end this process at once; the gateway drains first.
    for (const listener of process.listeners('SIGTERM')) if (!before.has(listener)) process.off('SIGTERM', listener);
    return `http://localhost:${server.httpServer.address().port}`;
  } catch (error) {
    if (!/already in use/.test(error.message)) throw error;
    fail(`Port ${port} is in use: stop the program that listens there, or start with PORTAL_PORT=${port + 1}.`);
  }
}

/** The portal's own: the gateway does not need it. */
const loadVite = () => import(pathToFileURL(resolve('vite')).href);

function fail(sentence) {
  console.error(sentence);
  process.exit(1);
}

await main(process.argv[2]);
