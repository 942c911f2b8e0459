import fastify, { type FastifyInstance } from 'fastify';
import { registerExplorer } from '../../src/http/explorer.route';

let app: FastifyInstance;
const start = (enabled: boolean) => {
  app = fastify();
  registerExplorer(app, enabled);
};
afterEach(() => app.close());

const linksIn = (html: string) => [...html.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, url]) => url ?? '');

describe('with introspection', () => {
  beforeEach(() => start(true));

  it('/ leads to the explorer', async () => {
    const response = await app.inject('/');
    expect(response.statusCode).toBe(302);
    expect(response.headers.location).toBe('/explorer');
  });

  it('every file of the page is there, with its type, for browsers to keep', async () => {
    const { body, headers } = await app.inject('/explorer');
    expect(headers['content-type']).toBe('text/html; charset=utf-8');
    const links = linksIn(body).filter((url) => !url.startsWith('data:'));
    expect(links).toHaveLength(6);
    for (const url of links) {
      const file = await app.inject(url);
      expect(file.statusCode).toBe(200);
      expect(file.headers['content-type']).toMatch(url.endsWith('.js') ? /^text\/javascript/ : /^text\/css/);
      expect(file.headers['cache-control']).toBe('public, max-age=31536000, immutable');
    }
  });

  it('the policy of the page allows its own origin only, and no inline code', async () => {
    const { body, headers } = await app.inject('/explorer');
    const policy = String(headers['content-security-policy']);
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toMatch(/unsafe|https?:|\*/);
    expect(body).not.toMatch(/<script>|<style>|https?:/);
  });

  it.each(['/explorer/assets/../../../package.json', '/explorer/assets/%2e%2e%2fpackage.json', '/explorer/assets/'])(
    '%s is nothing',
    async (url) => expect((await app.inject(url)).statusCode).toBe(404),
  );
});

describe('without introspection', () => {
  beforeEach(() => start(false));

  it('there is no explorer, and / tells where the doors are', async () => {
    expect((await app.inject('/explorer')).statusCode).toBe(404);
    expect((await app.inject('/')).json()).toEqual({
      name: 'STMS Gateway',
      graphql: '/graphql',
      rest: '/api/openapi.json',
      health: '/health',
    });
  });
});
