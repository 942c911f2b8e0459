// One bare argon2.verify for each request: what a login cannot cost less than.
import http from 'node:http';
import argon2 from 'argon2';
import { announce } from './settings.mjs';

const { PASSWORD_HASH: hash, PASSWORD: password } = process.env;

const server = http.createServer((request, response) => {
  request.resume().on('end', async () => {
    if (!(await argon2.verify(hash, password))) throw new Error('another password');
    response.end('verified');
  });
});
server.listen(0, '127.0.0.1', () => announce(server.address().port));
