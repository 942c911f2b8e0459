import { setFlagsFromString } from 'node:v8';

/*
 * main.ts imports this file before the code that it concerns. V8 remembers where in the code objects were made that lived long, and makes the next ones of that
 * place in the old generation. Here objects of one place live as long as a request, or in a cache: after a time of many changes,
 * the records of every page were old from the start, and stayed until the next collection of old objects, with all that they
 * referred to.
 */
setFlagsFromString('--no-allocation-site-pretenuring');
