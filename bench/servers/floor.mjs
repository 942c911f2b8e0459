// The contract's floor: bare node:http, one command to Redis for everything that the contract asks of a request, and
// prepared responses with the contract's headers. They are the gateway's own responses to the same requests, got at the
// start; only the request id and the limit are computed anew.
import { randomUUID } from 'node:crypto';
import http from 'node:http';
import { authenticate, LIMIT, WINDOW_S } from './authenticate.mjs';
import { announce } from './settings.mjs';

const TAGS = ['tag:era', 'tag:students'];
const REQUEST_ID = /^[A-Za-z0-9-]{8,64}$/;
const LIMIT_TEXT = String(LIMIT);
const POLICY = `"user";q=${LIMIT};w=${WINDOW_S}`;

const { GATEWAY_URL, TOKEN, PREPARED } = process.env;
/** By method and URL: `{ etag, full: { headers, body }, notModified }`. */
const prepared = new Map();
for (const request of JSON.parse(PREPARED)) prepared.set(`${request.method} ${request.path}`, await prepare(request));

const server = http.createServer({ keepAliveTimeout: 72_000 }, (request, response) => {
  request.resume().on('end', () => answer(request, response));
});
server.listen(0, '127.0.0.1', () => announce(server.address().port));

async function answer({ method, url, headers }, response) {
  const { count, leftMs } = await authenticate(headers.authorization, TAGS);
  const { etag, full, notModified } = prepared.get(`${method} ${url}`);
  const given = headers['x-request-id'];
  const id = given !== undefined && REQUEST_ID.test(given) ? given : randomUUID();
  const isKnown = etag !== undefined && headers['if-none-match'] === etag;
  const { status, fixed, body } = isKnown ? notModified : full;
  response.writeHead(status, [...fixed, 'X-Request-Id', id, ...limitHeaders(count, leftMs)]).end(body);
}

function limitHeaders(count, leftMs) {
  const left = String(LIMIT - count);
  const seconds = String(Math.ceil(leftMs / 1_000));
  return [
    ...['X-RateLimit-Limit', LIMIT_TEXT, 'X-RateLimit-Remaining', left, 'X-RateLimit-Reset', seconds],
    ...['RateLimit', `"user";r=${left};t=${seconds}`, 'RateLimit-Policy', POLICY],
  ];
}

/** The gateway's response to a repeated request, and to one that knows the response already. */
async function prepare(request) {
  let full;
  for (let nth = 0; nth < 5; nth += 1) full = await ask(request);
  const { etag } = full;
  return { etag, full, notModified: etag && (await ask(request, { 'if-none-match': etag })) };
}

function ask({ method, path, body }, more) {
  const headers = { authorization: `Bearer ${TOKEN}`, ...(body && { 'content-type': 'application/json' }), ...more };
  return new Promise((resolve, reject) => {
    const request = http.request(GATEWAY_URL + path, { method, headers }, (response) => {
      const chunks = [];
      response.on('data', (chunk) => chunks.push(chunk));
      response.on('end', () => {
        if (![200, 304].includes(response.statusCode)) return reject(new Error(Buffer.concat(chunks).toString()));
        resolve({
          status: response.statusCode,
          etag: response.headers.etag,
          fixed: fixedHeaders(response.rawHeaders),
          body: Buffer.concat(chunks),
        });
      });
    });
    request.on('error', reject).end(body && JSON.stringify(body));
  });
}

/** Names and values that are the same in every response. Node adds those of the connection and the date. */
function fixedHeaders(rawHeaders) {
  const fixed = [];
  for (let nth = 0; nth < rawHeaders.length; nth += 2) {
    if (/^(connection|keep-alive|date|x-request-id|(x-)?ratelimit.*)$/i.test(rawHeaders[nth])) continue;
    fixed.push(rawHeaders[nth], rawHeaders[nth + 1]);
  }
  return fixed;
}
