// A floor without limit and headers: session, revocation and tags in one command to Redis, then prepared bytes.
import http from 'node:http';
import { authenticateUnlimited } from './authenticate.mjs';
import { announce } from './settings.mjs';

const TAGS = ['tag:era', 'tag:students'];
const body = Buffer.alloc(Number(process.env.BODY_BYTES), 'x');

const server = http.createServer((request, response) => {
  request.resume().on('end', async () => {
    await authenticateUnlimited(request.headers.authorization, TAGS);
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': body.length }).end(body);
  });
});

server.listen(0, '127.0.0.1', () => announce(server.address().port));
