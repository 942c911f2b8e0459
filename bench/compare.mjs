import { casesOf } from './cases.mjs';
import { countWork } from './count.mjs';
import { openHouse } from './house.mjs';
import { measure, startLoad } from './measure.mjs';
import { tableOf } from './table.mjs';

/**
 * The gateway, the floor and its peers, case by case; prints a table for each.
 * @param {{ rounds: number, ms: number }} effort rounds of each table, and milliseconds of a turn
 */
export async function compare({ rounds, ms }) {
  const house = await openHouse();
  const loads = house.replicas.map(() => startLoad(house.redisSocket));
  try {
    for (const { title, connections, columns, rows } of await casesOf(house)) {
      const measured = await measure(rows, { loads, connections, rounds, ms });
      for (const row of measured) Object.assign(row, await countWork(row, house.redis));
      console.log(`\n### ${title}\n\n${tableOf(measured, columns)}`);
    }
  } finally {
    loads.forEach((load) => load.stop());
    await house.stop();
  }
}
