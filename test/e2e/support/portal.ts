import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { launchBrowser } from '../../support/browser';
import { createTestDatabase } from '../../support/database';
import { eventually } from '../../support/eventually';
import { startGateway, startProgram, type TestGateway } from '../../support/gateway';
import { startTestRedis } from '../../support/redis';

export const TRAINER = { email: 'trainer@demo.stms.example', password: 'teach-with-stms' };
export const STUDENT = { email: 'student@demo.stms.example', password: 'learn-with-stms' };
export const ADMIN = { email: 'admin@demo.stms.example', password: 'manage-with-stms' };

type Environment = Record<string, string>;

/** The portal as it is built, a gateway with demo data behind it, and a browser. */
export interface TestPortal {
  url: string;
  /** Of the gateway itself. */
  gatewayUrl: string;
  /** A tab of a browser of its own, as of another person or device. */
  visit(options?: BrowserContextOptions): Promise<Page>;
  /** SIGKILL of the gateway; the portal's files are still served. */
  killGateway(): Promise<void>;
  /** At the same address, on the same data. */
  startGateway(env?: Environment): Promise<void>;
  close(): Promise<void>;
}

/** Of a gateway with demo data, without limits. */
export const ENVIRONMENT: Environment = {
  NODE_ENV: 'test',
  DEMO_DATA: 'on',
  JWT_SECRET: 'a secret of the tests, of 32 bytes and more',
  SHUTDOWN_DELAY: '0ms',
  RATE_LIMIT_LOGIN: 'off',
  RATE_LIMIT_LOGIN_IP: 'off',
  RATE_LIMIT_REGISTER: 'off',
  RATE_LIMIT_API: 'off',
  RATE_LIMIT_USER: 'off',
};

export async function startPortal(): Promise<TestPortal> {
  const [database, redis, browser] = await Promise.all([createTestDatabase(), startTestRedis(), launchBrowser()]);
  const env = { ...ENVIRONMENT, DATABASE_URL: database.url, REDIS_URL: redis.url };
  let gateway: TestGateway = await startGateway(env);
  const gatewayUrl = gateway.url;
  const served = startProgram({ GATEWAY_URL: gatewayUrl, PORTAL_PORT: '0' }, { args: ['scripts/portal.mjs', 'serve'] });
  const urlOf = () => /Portal +(http:\S+)\n/.exec(served.output())?.[1] ?? '';
  await eventually(() => urlOf() !== '');

  return {
    url: urlOf(),
    gatewayUrl,
    visit: (options) => visit(browser, urlOf(), options),
    killGateway: () => gateway.kill(),
    async startGateway(more = {}) {
      gateway = await startGateway({ ...env, PORT: new URL(gatewayUrl).port, ...more });
    },
    async close() {
      await browser.close();
      served.signal('SIGTERM');
      await Promise.all([gateway.stop(), served.exited]);
      await Promise.all([database.drop(), redis.stop()]);
    },
  };
}

async function visit(browser: Browser, baseURL: string, options?: BrowserContextOptions): Promise<Page> {
  const context = await browser.newContext({ baseURL, reducedMotion: 'reduce', timezoneId: 'UTC', ...options });
  context.setDefaultTimeout(30_000); // against hanging only
  return context.newPage();
}

/** Fills the form of the page in front and sends it. */
export async function signIn(page: Page, { email, password }: { email: string; password: string }): Promise<void> {
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
}

/** The title of the page in front, once it is that. */
export const onPage = (page: Page, title: string) => page.getByRole('heading', { level: 1, name: title }).waitFor();

export const followLink = (page: Page, name: string) => page.getByRole('link', { name, exact: true }).click();
