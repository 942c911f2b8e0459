import fastify, { type FastifyInstance } from 'fastify';
import type { Explorer } from '../../../src/config/config';
import { DEMO_LOGINS } from '../../../src/app/features';
import { linksTo, registerExplorer } from '../../../src/http/pages/explorer.route';

let app: FastifyInstance;
const start = (explorer: Explorer, isDemo = false) => {
  app = fastify();
  registerExplorer(app, { explorer, logins: isDemo ? DEMO_LOGINS : [], links: linksTo(explorer, true) });
};
afterEach(() => app.close());

const linksIn = (html: string) => [...html.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, url]) => url ?? '');
const DEMO_PASSWORD = 'teach-with-stms';

describe('local', () => {
  beforeEach(() => start('local'));

  it('/ leads to the explorer', async () => {
    const response = await app.inject('/');
    expect(response.statusCode).toBe(302);
    expect(response.headers.location).toBe('/explorer');
  });

  describe.each(['/explorer', '/api/docs'])('%s', (page) => {
    it('has every file it loads, with its type, for browsers to keep', async () => {
      const { body, headers } = await app.inject(page);
      expect(headers['content-type']).toBe('text/html; charset=utf-8');
      const links = linksIn(body).filter((url) => url.startsWith('/assets/'));
      expect(links.length).toBeGreaterThan(5);
      for (const url of links) {
        const file = await app.inject(url);
        expect([url, file.statusCode]).toEqual([url, 200]);
        expect(file.headers['content-type']).toMatch(url.endsWith('.js') ? /^text\/javascript/ : /^text\/css/);
        expect(file.headers['cache-control']).toBe('public, max-age=31536000, immutable');
      }
    });

    it('may load from its own origin only, and run no inline code', async () => {
      const { body, headers } = await app.inject(page);
      const policy = String(headers['content-security-policy']);
      expect(policy).toContain("default-src 'none'");
      expect(policy).not.toMatch(/unsafe|https?:|\*/);
      expect(body).not.toMatch(/<script>|<style>| style=| on\w+=|https?:/);
    });

    it('leads to the other pages', async () => {
      const { body } = await app.inject(page);
      expect(linksIn(body)).toEqual(expect.arrayContaining(['/explorer', '/api/docs', '/status']));
    });

    it('shows the demo logins only where they are', async () => {
      expect((await app.inject(page)).body).not.toContain(DEMO_PASSWORD);
      await app.close();
      start('local', true);
      expect((await app.inject(page)).body).toContain(DEMO_PASSWORD);
    });
  });

  it.each(['/assets/../../../package.json', '/assets/%2e%2e%2fpackage.json', '/assets/', '/explorer/assets/x.js'])(
    '%s is nothing',
    async (url) => expect((await app.inject(url)).statusCode).toBe(404),
  );
});

describe('apollo', () => {
  beforeEach(() => start('apollo'));

  it('loads one script of Apollo’s, may open its frame, and nothing else of anybody', async () => {
    const { body, headers } = await app.inject('/explorer');
    const policy = String(headers['content-security-policy']).split('; ');
    const script = 'https://embeddable-sandbox.cdn.apollographql.com';
    const foreign = policy.filter((directive) => directive.includes('https:'));
    expect(foreign).toEqual([`script-src 'self' ${script}`, 'frame-src https://sandbox.embed.apollographql.com']);
    expect(policy.join()).not.toMatch(/unsafe|\*/);
    expect(linksIn(body).filter((url) => url.startsWith('http'))).toEqual([
      `${script}/v2/embeddable-sandbox.umd.production.min.js`,
    ]);
  });

  it('the reference still needs nobody', async () => {
    const { headers } = await app.inject('/api/docs');
    expect(headers['content-security-policy']).not.toMatch(/https:/);
  });
});

describe('off', () => {
  beforeEach(() => start('off'));

  it('there is neither explorer nor reference, and / says where the transports are', async () => {
    for (const page of ['/explorer', '/api/docs']) expect((await app.inject(page)).statusCode).toBe(404);
    expect((await app.inject('/')).json()).toEqual({
      name: 'STMS Gateway',
      graphql: '/graphql',
      rest: '/api/openapi.json',
      health: '/health',
    });
  });
});
