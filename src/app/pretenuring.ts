import { setFlagsFromString } from 'node:v8';

/*
 * main.ts imports this file before the code that it affects. V8 remembers allocation sites whose objects lived long, and
 * allocates later objects of the same site in the old generation. Here, objects of one site live as long as a request, or as
 * long as a cache entry. After a period of many changes, the records of every page were allocated in the old generation. They
 * stayed, with everything they referred to, until the next collection of old objects.
 */
setFlagsFromString('--no-allocation-site-pretenuring');
