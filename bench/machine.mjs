import { availableParallelism, cpus, platform, release, totalmem } from 'node:os';

const GIB = 2 ** 30;

/** What the figures were measured on. */
export const machine = () =>
  `${cpus()[0].model.trim()}, ${availableParallelism()} cores, ${Math.round(totalmem() / GIB)} GiB, ` +
  `${platform()} ${release()}, Node ${process.version}`;
