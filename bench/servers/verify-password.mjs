import http from 'node:http';
import { announce } from './settings.mjs';

const { PASSWORD_HASH: hash, PASSWORD: password } = process.env;

/** One bare verification for each request: what a login with this library cannot cost less than. */
export function serveVerifications(verify) {
  const server = http.createServer((request, response) => {
    request.resume().on('end', async () => {
      if (!(await verify(hash, password))) throw new Error('another password');
      response.end('verified');
    });
  });
  server.listen(0, '127.0.0.1', () => announce(server.address().port));
}
