import { RUNNING_MAX } from '../features/account/hash-queue';

/*
 * main.ts imports this file before anything uses Node's thread pool, which reads its size once. Hashes, DNS, compression and
 * the log share the pool, so one thread is never used for hashes. One is enough, and each thread that has ever hashed keeps
 * 20 MB.
 */
// eslint-disable-next-line no-restricted-properties -- it is set here, not read, and Node has no other way to set it
process.env['UV_THREADPOOL_SIZE'] ??= String(RUNNING_MAX + 1);
