import { mkdirSync } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { CHECKOUT } from '../support/gateway';
import { violationsOf } from './support/axe';
import { followLink, onPage, signIn, startPortal, TRAINER, type TestPortal } from './support/portal';

/*
 * Every page and dialog of the portal, on a desk and on the narrowest phone, in light and in dark: axe finds nothing, and
 * nothing has to be scrolled sideways. With SCREENSHOTS=1 the pictures in docs/images are made anew by the way.
 */
const DESK = { width: 1200, height: 800 };
const PHONE = { width: 320, height: 640 };
const LOOKS = [DESK, PHONE].flatMap((size) => (['light', 'dark'] as const).map((scheme) => ({ size, scheme })));

let portal: TestPortal;
let page: Page;

beforeAll(async () => {
  portal = await startPortal();
  page = await portal.visit({ viewport: DESK });
});
afterAll(() => portal?.close());

async function look(): Promise<string[]> {
  const found: string[] = [];
  for (const { size, scheme } of LOOKS) {
    await page.setViewportSize(size);
    await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' });
    const width = await page.evaluate<number>('document.documentElement.scrollWidth');
    if (width > size.width) found.push(`${width} pixels wide on ${size.width}`);
    found.push(...(await violationsOf(page)).map((one) => `${size.width} ${scheme}: ${one}`));
  }
  await page.setViewportSize(DESK);
  await page.emulateMedia({ colorScheme: 'light' });
  return found;
}

const IMAGES = path.join(CHECKOUT, 'docs/images');

async function picture(name: string, { size, scheme } = { size: DESK, scheme: 'light' as 'light' | 'dark' }) {
  if (process.env['SCREENSHOTS'] !== '1') return;
  mkdirSync(IMAGES, { recursive: true });
  await page.setViewportSize(size);
  await page.emulateMedia({ colorScheme: scheme });
  await page.screenshot({ path: path.join(IMAGES, `portal-${name}.png`) });
}

const firstLecture = () =>
  page
    .getByRole('listitem')
    .filter({ has: page.locator('time') })
    .first()
    .waitFor();

it('the sign-in, and why one is there', async () => {
  await page.goto('/');
  await onPage(page, 'Sign in');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByText('E-mail must not be empty.').waitFor();
  expect(await look()).toEqual([]);
});

it.each(['student', 'trainer'])('the registration of a %s, refused', async (role) => {
  await page.goto('/register');
  await page.getByLabel(role, { exact: true }).check();
  await page.getByRole('button', { name: 'Register' }).click();
  await page.getByText('Name must not be empty.').waitFor();
  expect(await look()).toEqual([]);
});

it('a wrong password', async () => {
  await page.goto('/');
  await signIn(page, { ...TRAINER, password: 'not the password' });
  await page.getByRole('alert').waitFor();
  expect(await look()).toEqual([]);
});

it('today’s lectures', async () => {
  await signIn(page, TRAINER);
  await onPage(page, 'Today’s lectures');
  await firstLecture();
  expect(await look()).toEqual([]);
  await picture('today');
  await picture('phone', { size: { width: 390, height: 800 }, scheme: 'dark' });
});

it('one’s lectures, and the dialogs to change and to cancel them', async () => {
  await followLink(page, 'My lectures');
  await firstLecture();
  expect(await look()).toEqual([]);

  await page
    .getByRole('button', { name: /^Edit / })
    .first()
    .click();
  await page.getByLabel('Title').fill('');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('Title must not be empty.').waitFor();
  expect(await look()).toEqual([]);
  await page.keyboard.press('Escape');

  await page
    .getByRole('button', { name: /^Cancel / })
    .first()
    .click();
  await page.getByRole('dialog').waitFor();
  expect(await look()).toEqual([]);
  await page.keyboard.press('Escape');

  await page.getByRole('button', { name: 'New lecture' }).click();
  await page.getByLabel('Title').fill('Indexes that earn their keep');
  await picture('lecture');
  await page.keyboard.press('Escape');
});

it('the students', async () => {
  await page.setViewportSize(DESK);
  await followLink(page, 'Students');
  await page.getByText('200 students').first().waitFor();
  expect(await look()).toEqual([]);
  await picture('students');
});

it('the devices', async () => {
  await followLink(page, 'Devices');
  await page.getByText('this device').waitFor();
  expect(await look()).toEqual([]);
});

it('the profile', async () => {
  await followLink(page, 'Profile');
  await onPage(page, 'Profile');
  expect(await look()).toEqual([]);
});

it('a page that is not there', async () => {
  await page.goto('/nowhere');
  await onPage(page, 'There is no such page');
  expect(await look()).toEqual([]);
});

it('an outage, and no animation for those who want none', async () => {
  await followLink(page, 'Today');
  await portal.killGateway();
  await followLink(page, 'Devices');
  await page.getByText('does not answer. Trying again…').waitFor();
  expect(await look()).toEqual([]);
  expect(await page.evaluate("getComputedStyle(document.querySelector('button')).transitionDuration")).toBe('0s');
});
