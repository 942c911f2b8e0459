import { mkdirSync } from 'node:fs';
import path from 'node:path';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { launchBrowser } from '../../support/browser';
import { createTestDatabase } from '../../support/database';
import { CHECKOUT, startGateway, type TestGateway } from '../../support/gateway';
import { startTestRedis } from '../../support/redis';
import { violationsOf } from './axe';
import { ENVIRONMENT } from './portal';

/** A gateway with demo data, and a browser that looks at its pages. */
export interface TestPages {
  url: string;
  visit(options?: BrowserContextOptions): Promise<Visit>;
  /** SIGKILL. */
  killGateway(): Promise<void>;
  /** At the same address, on the same data. */
  startGateway(): Promise<void>;
  close(): Promise<void>;
}

/** A tab of a browser of its own. */
export interface Visit {
  page: Page;
  /** Addresses outside the gateway that the page has asked for. */
  foreign: string[];
  /** What the browser complained of: blocked by the content security policy, not found, thrown. */
  complaints: string[];
}

export async function startPages(more: Record<string, string> = {}): Promise<TestPages> {
  const [database, redis, browser] = await Promise.all([createTestDatabase(), startTestRedis(), launchBrowser()]);
  const env = { ...ENVIRONMENT, DATABASE_URL: database.url, REDIS_URL: redis.url, ...more };
  let gateway: TestGateway = await startGateway(env);
  const { url } = gateway;
  return {
    url,
    async visit(options = {}) {
      const context = await browser.newContext({
        baseURL: url,
        reducedMotion: 'reduce',
        timezoneId: 'UTC',
        ...options,
      });
      context.setDefaultTimeout(30_000); // against hanging only
      return listen(await context.newPage(), url);
    },
    killGateway: () => gateway.kill(),
    async startGateway() {
      gateway = await startGateway({ ...env, PORT: new URL(url).port });
    },
    async close() {
      await browser.close();
      await gateway.stop();
      await Promise.all([database.drop(), redis.stop()]);
    },
  };
}

function listen(page: Page, url: string): Visit {
  const visit: Visit = { page, foreign: [], complaints: [] };
  page.on('request', (request) => {
    if (!request.url().startsWith(`${url}/`) && !request.url().startsWith('data:')) visit.foreign.push(request.url());
  });
  page.on('pageerror', (error) => visit.complaints.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') visit.complaints.push(message.text());
  });
  return visit;
}

const DESK = { width: 1200, height: 800 };
const PHONE = { width: 320, height: 640 };

/** What axe finds, and what has to be scrolled sideways: on a desk and on the narrowest phone, in light and in dark. */
export async function faultsOf(page: Page): Promise<string[]> {
  const found: string[] = [];
  for (const size of [PHONE, DESK]) {
    for (const colorScheme of ['dark', 'light'] as const) {
      await page.setViewportSize(size);
      await page.emulateMedia({ colorScheme });
      const width = await page.evaluate<number>('document.documentElement.scrollWidth');
      if (width > size.width) found.push(`${width} pixels wide on ${size.width}`);
      found.push(...(await violationsOf(page)).map((one) => `${size.width} ${colorScheme}: ${one}`));
    }
  }
  return found;
}

/** Made anew with SCREENSHOTS=1 only. @param name of the file in docs/images */
export async function picture(page: Page, name: string): Promise<void> {
  if (process.env['SCREENSHOTS'] !== '1') return;
  const folder = path.join(CHECKOUT, 'docs/images');
  mkdirSync(folder, { recursive: true });
  await page.screenshot({ path: path.join(folder, `${name}.png`) });
}
