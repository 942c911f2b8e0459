// npm run licences [-- package-lock.json]: prints the licences of what runs in production; fails on copyleft and on unknown ones.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

/** Whoever uses these owes no source code. What is not listed fails until somebody has read it. */
const PERMISSIVE = new Set([
  ...['0BSD', 'Apache-2.0', 'BSD-2-Clause', 'BSD-3-Clause', 'BlueOak-1.0.0', 'CC0-1.0', 'ISC', 'MIT', 'MIT-0'],
  ...['PostgreSQL', 'Python-2.0', 'Unlicense', 'Zlib'],
]);

/** Whether an SPDX expression leaves a permissive choice: one side of an OR, both of an AND. */
export function isPermissive(expression) {
  const bare = expression.trim().replace(/^\((.*)\)$/s, (all, inside) => (isBalanced(inside) ? inside : all));
  const either = splitOutside(bare, ' OR ');
  if (either.length > 1) return either.some(isPermissive);
  const both = splitOutside(bare, ' AND ');
  if (both.length > 1) return both.every(isPermissive);
  return bare === expression.trim() ? PERMISSIVE.has(bare) : isPermissive(bare);
}

function isBalanced(text) {
  let depth = 0;
  for (const letter of text) {
    if (letter === '(') depth += 1;
    if (letter === ')' && --depth < 0) return false;
  }
  return depth === 0;
}

/** Splits where no parenthesis is open. */
function splitOutside(text, separator) {
  const parts = [];
  for (const piece of text.split(separator)) {
    const last = parts.at(-1);
    if (last !== undefined && !isBalanced(last)) parts[parts.length - 1] = last + separator + piece;
    else parts.push(piece);
  }
  return parts;
}

/**
 * What `dependencies` lead to in a lockfile, through everything they need. An optional peer is not needed: @prisma/client
 * runs without the prisma that generated it.
 *
 * @returns [place in node_modules, entry of the lockfile][]
 */
export function productionPackages({ packages }) {
  const found = new Set();
  const open = Object.keys(needsOf(packages[''], false)).map((name) => ['', name]);
  for (const [from, name] of open) {
    const place = resolve(packages, from, name);
    if (place === undefined || found.has(place)) continue;
    found.add(place);
    open.push(...Object.keys(needsOf(packages[place], true)).map((next) => [place, next]));
  }
  return [...found].sort().map((place) => [place, packages[place]]);
}

function needsOf(entry, withPeers) {
  const { dependencies, optionalDependencies, peerDependencies = {}, peerDependenciesMeta = {} } = entry;
  const peers = Object.entries(peerDependencies).filter(([name]) => withPeers && !peerDependenciesMeta[name]?.optional);
  return { ...dependencies, ...optionalDependencies, ...Object.fromEntries(peers) };
}

/** As Node looks: beside, then further up. */
function resolve(packages, from, name) {
  for (let place = from; ; place = place.slice(0, Math.max(0, place.lastIndexOf('/node_modules/')))) {
    const candidate = `${place && `${place}/`}node_modules/${name}`;
    if (packages[candidate]) return candidate;
    if (place === '') return undefined;
  }
}

/** The lockfile knows it, or else the package itself. */
function licenceOf(place, { license }, folder) {
  if (license) return license;
  try {
    const { license: own } = JSON.parse(readFileSync(path.join(folder, place, 'package.json'), 'utf8'));
    return typeof own === 'string' ? own : (own?.type ?? 'unknown');
  } catch {
    return 'unknown';
  }
}

function main(lockfile) {
  const found = productionPackages(JSON.parse(readFileSync(lockfile, 'utf8')));
  const rows = found.map(([place, entry]) => ({
    name: `${place.split('node_modules/').at(-1)}@${entry.version}`,
    licence: licenceOf(place, entry, path.dirname(lockfile)),
  }));
  for (const { name, licence } of rows) console.log(`${licence.padEnd(24)} ${name}`);
  const refused = rows.filter(({ licence }) => !isPermissive(licence));
  console.log(
    `\n${rows.length} packages in production, ${refused.length} of them under a licence that is not permissive`,
  );
  for (const { name, licence } of refused) console.error(`not permissive: ${name} (${licence})`);
  return refused.length === 0 ? 0 : 1;
}

if (import.meta.url === pathToFileURL(process.argv[1]).href)
  process.exitCode = main(process.argv[2] ?? 'package-lock.json');
