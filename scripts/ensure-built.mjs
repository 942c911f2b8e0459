import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import { withBuildLock } from './build-lock.mjs';
import { copyPackaged } from './copy-packaged.mjs';
import { filesBelow, fingerprint } from './fingerprint.mjs';

export const root = path.resolve(import.meta.dirname, '..');
const resolve = createRequire(import.meta.url).resolve;

const CLIENT = 'src/platform/database/generated';
const CLIENT_SOURCES = ['prisma/schema.prisma', 'prisma.config.ts', 'package-lock.json'];
const DIST_SOURCES = ['src', 'scripts/copy-packaged.mjs', 'tsconfig.json', 'tsconfig.build.json', ...CLIENT_SOURCES];
/** What the gateway reads at run time besides its code. */
const ASSET = /\.(graphql|sql|json|lua|html|css|js)$/;

/** A build that failed; the message is what the compiler printed. */
class BuildError extends Error {}

/**
 * Brings the database client and dist/ up to date. Only a finished output carries the mark of its sources, and dist/ is
 * exchanged whole: no kill, failure or second build leaves one that is half old. Types are checked only if asked for:
 * what is emitted does not depend on it. Where the build fails, prints why and ends this process.
 * @param {{ force?: boolean, check?: boolean, clientOnly?: boolean }} [wishes]
 */
export async function ensureBuilt(wishes = {}) {
  try {
    await build(wishes);
  } catch (error) {
    if (!(error instanceof BuildError)) throw error;
    console.error(error.message);
    process.exit(1);
  }
}

async function build({ force = false, check = false, clientOnly = false }) {
  if (!existsSync(path.join(root, 'src'))) return; // an installation without sources: dist/ came with it
  const client = { name: CLIENT, mark: fingerprint(root, CLIENT_SOURCES) };
  const dist = { name: 'dist', mark: fingerprint(root, DIST_SOURCES, (name) => name === CLIENT) };
  const wanted = () => ({
    client: force || !isMarked(client),
    dist: !clientOnly && (force || !isMarked(dist)),
  });
  if (!wanted().client && !wanted().dist) return;

  await withBuildLock(path.join(root, 'node_modules/.stms-build.lock'), async () => {
    const { client: generates, dist: compiles } = wanted(); // someone else may have built meanwhile
    if (generates) await step('[1/2] Generating the database client', () => generateClient(client.mark));
    if (compiles) await step('[2/2] Compiling src/ to dist/', () => compile(dist.mark, check));
  });
}

const isMarked = ({ name, mark }) => {
  const file = path.join(root, name, '.sources');
  return existsSync(file) && readFileSync(file, 'utf8') === mark;
};

/** On standard error: what is built for a command must not stand before its result. */
async function step(title, work) {
  const began = Date.now();
  process.stderr.write(`${title} … `);
  try {
    await work();
    console.error(`${((Date.now() - began) / 1000).toFixed(1)} s`);
  } catch (error) {
    console.error('failed');
    throw error;
  }
}

async function generateClient(mark) {
  rmSync(path.join(root, CLIENT), { recursive: true, force: true });
  await runTool('prisma/build/index.js', ['generate', '--no-hints']);
  writeFileSync(path.join(root, CLIENT, '.sources'), mark);
}

async function compile(mark, check) {
  for (const left of readdirSync(root).filter((name) => name.startsWith('dist.')))
    rmSync(path.join(root, left), { recursive: true });
  const draft = path.join(root, `dist.${process.pid}`);
  try {
    const options = ['--noEmitOnError', String(check), ...(check ? [] : ['--noCheck'])];
    await runTool('typescript/lib/tsc.js', [
      '-p',
      path.join(root, 'tsconfig.build.json'),
      '--outDir',
      draft,
      ...options,
    ]);
    copyAssets(draft);
    copyPackaged(root, draft);
    writeFileSync(path.join(draft, '.sources'), mark);
    exchange(draft, path.join(root, 'dist'));
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
}

function copyAssets(draft) {
  for (const name of filesBelow(root, 'src', (file) => file === CLIENT)) {
    if (!ASSET.test(name)) continue;
    const copy = path.join(draft, path.relative('src', name));
    mkdirSync(path.dirname(copy), { recursive: true });
    copyFileSync(path.join(root, name), copy);
  }
}

function exchange(draft, dist) {
  const old = `${draft}.old`;
  if (existsSync(dist)) renameSync(dist, old);
  renameSync(draft, dist);
  rmSync(old, { recursive: true, force: true });
}

/** Runs a package's command in a thread of this process, so that no kill of this process leaves it running. */
async function runTool(entry, argv) {
  const worker = new Worker(locate(entry), {
    argv,
    stdout: true,
    stderr: true,
    env: { ...process.env, CHECKPOINT_DISABLE: '1', PRISMA_HIDE_UPDATE_MESSAGE: '1' },
  });
  let printed = '';
  for (const stream of [worker.stdout, worker.stderr]) stream.on('data', (text) => (printed += text));
  const code = await new Promise((done, fail) => worker.once('exit', done).once('error', fail));
  if (code !== 0) throw new BuildError(printed.trim());
}

function locate(entry) {
  try {
    return resolve(entry);
  } catch {
    throw new BuildError(
      'This must be built first, and the tools are not installed: run npm ci --include=dev, then npm run build.',
    );
  }
}
