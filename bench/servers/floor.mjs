// The floor: bare node:http, the checks of every request in one pipelined round trip to Redis, and prepared bytes.
import http from 'node:http';
import { admit } from './admission.mjs';
import { announce } from './settings.mjs';

const TAGS = ['tag:era', 'tag:students'];
const ETAG = 'W/"prepared"';
const body = Buffer.alloc(Number(process.env.BODY_BYTES), 'x');

const server = http.createServer((request, response) => {
  request.resume().on('end', () => answer(request, response));
});

async function answer({ headers }, response) {
  await admit(headers.authorization, TAGS);
  if (headers['if-none-match'] === ETAG) return response.writeHead(304, { etag: ETAG }).end();
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': body.length, etag: ETAG }).end(body);
}

server.listen(0, '127.0.0.1', () => announce(server.address().port));
