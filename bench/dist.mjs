import { createRequire } from 'node:module';
import path from 'node:path';

export const root = path.resolve(import.meta.dirname, '..');

/** A module of the built gateway, by its path below dist/. */
export const fromDist = (name) => createRequire(import.meta.url)(path.join(root, 'dist', name));
