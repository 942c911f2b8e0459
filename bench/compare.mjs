import { casesOf, chosen } from './cases.mjs';
import { countWork } from './count.mjs';
import { openEnvironment } from './environment.mjs';
import { measure, startLoad } from './measure.mjs';
import { tableOf } from './table.mjs';
import { prepare, verifyAnswers } from './verify.mjs';

/**
 * The gateway, the floor and its peers, case by case; prints a table for each.
 * @param {{ rounds: number, ms: number }} effort rounds of each table, and milliseconds of a turn
 * @param {string[]} words choose cases and rows; all without any
 */
export async function compare({ rounds, ms }, words) {
  const environment = await openEnvironment();
  const { redis, keys } = environment;
  const loads = [];
  try {
    for (const { title, connections, columns, rows } of chosen(await casesOf(environment), words)) {
      if (rows.length === 0) continue;
      for (const row of rows) row.servers = await Promise.all(row.servers.map(environment.server));
      const most = Math.max(...rows.map(({ servers }) => servers.length));
      while (loads.length < most) loads.push(startLoad(environment.redisSocket));
      await prepare(rows, redis, keys);
      await verifyAnswers(rows, redis);
      const measured = await measure(rows, { loads, connections, rounds, ms });
      for (const row of measured) Object.assign(row, await countWork(row, redis));
      console.log(`\n### ${title}\n\n${tableOf(measured, columns)}`);
    }
  } finally {
    loads.forEach((load) => load.stop());
    await environment.stop();
  }
}
