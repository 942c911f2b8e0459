// npm run build: --force builds what is up to date too and checks types; --generate-only stops at the database client.
import { ensureBuilt } from './ensure-built.mjs';

const options = new Set(process.argv.slice(2));
await ensureBuilt({
  force: options.has('--force'),
  check: options.has('--force'),
  clientOnly: options.has('--generate-only'),
});
