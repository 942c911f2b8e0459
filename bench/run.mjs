// npm run bench: compares the gateway with the contract's floor and its peers.
// npm run bench -- rows: lists as the data grow.
// npm run bench -- overload: more than one gateway can do.
// npm run bench -- scale: several replicas on one Redis.
// A further word `quick` takes shorter turns, for a first look.
//
// Other words choose what is compared: the cases whose title has one of them, then the rows whose label has one of those
// that are in no title, beside the rows that they are compared with. Only the servers of these rows are started.
// npm run bench -- quick repeated
// npm run bench -- quick repeated never gateway mercurius
import { ensureBuilt } from '../scripts/ensure-built.mjs';
import { machine } from './machine.mjs';
import { installPeers } from './peers.mjs';

const given = process.argv.slice(2);
const isQuick = given.includes('quick');

await ensureBuilt();
console.log(`${machine()}, ${new Date().toISOString().slice(0, 10)}`);
if (given.includes('rows')) {
  const { measureRows } = await import('./rows.mjs');
  await measureRows(isQuick ? [1_000, 10_000] : [1_000, 100_000, 1_000_000]);
} else if (given.includes('overload')) {
  const { measureOverload } = await import('./overload.mjs');
  await measureOverload(isQuick ? { rounds: 1, ms: 2_000 } : { rounds: 5, ms: 4_000 });
} else if (given.includes('scale')) {
  const { measureScale } = await import('./scale.mjs');
  await measureScale(isQuick ? { rounds: 3, ms: 1_000 } : { rounds: 7, ms: 3_000 });
} else {
  await installPeers();
  const { compare } = await import('./compare.mjs');
  const words = given.filter((word) => word !== 'quick');
  await compare(isQuick ? { rounds: 3, ms: 500 } : { rounds: 8, ms: 1_100 }, words);
}
process.exit();
