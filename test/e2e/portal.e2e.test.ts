import { randomBytes } from 'node:crypto';
import type { Page } from 'playwright-core';
import { eventually } from '../support/eventually';
import { dataOf, graphql } from '../support/graphql';
import { ADMIN, followLink, onPage, signIn, startPortal, STUDENT, TRAINER, type TestPortal } from './support/portal';

/* What students and trainers do in the portal, when all goes well. */

let portal: TestPortal;
let page: Page;

beforeAll(async () => {
  portal = await startPortal();
});
afterAll(() => portal?.close());
beforeEach(async () => {
  page = await portal.visit();
});
afterEach(() => page.context().close());

const lectures = () => page.getByRole('listitem').filter({ has: page.locator('time') });
const newPerson = () => ({ email: `${randomBytes(6).toString('hex')}@example.org`, password: 'three words suffice' });

/** Operations that the page has sent, by name. */
function listen(to: Page): string[] {
  const asked: string[] = [];
  to.on('request', (request) => {
    if (!request.url().includes('/graphql')) return;
    const text = request.postData() ?? decodeURIComponent(request.url());
    asked.push(/operationName"?[=:]"?(\w+)/.exec(text)?.[1] ?? '');
  });
  return asked;
}

async function register(role: 'student' | 'trainer', person: { email: string; password: string }): Promise<void> {
  await page.goto('/register');
  await page.getByLabel(role, { exact: true }).check();
  await page.getByLabel('Name').fill('Grace Hopper');
  await page.getByLabel('E-mail').fill(person.email);
  await page.getByLabel('Password').fill(person.password);
  await page.getByLabel(role === 'student' ? 'Branch' : 'Expertise').fill('Compilers');
  await page.getByRole('button', { name: 'Register' }).click();
  await onPage(page, 'Today’s lectures');
}

it.each(['student', 'trainer'] as const)('a %s registers, and is led to what is theirs', async (role) => {
  const person = newPerson();
  await register(role, person);
  await page.getByText('Grace Hopper').waitFor();
  const links = await page.getByRole('navigation').getByRole('link').allInnerTexts();
  const staff = role === 'trainer' ? ['My lectures', 'Students'] : [];
  expect(links).toEqual(['Today', ...staff, 'Devices', 'Profile']);

  await page.getByRole('button', { name: 'Sign out' }).click();
  await page.getByText('You are signed out.').waitFor();
  await signIn(page, person);
  await page.getByText('Grace Hopper').waitFor();
});

it('signed in for a tab ends with the tab; kept on the device it does not', async () => {
  await page.goto('/profile');
  await signIn(page, STUDENT);
  await onPage(page, 'Profile');
  await page.reload();
  await onPage(page, 'Profile');

  const second = await page.context().newPage();
  await second.goto('/');
  await onPage(second, 'Sign in');
  await second.getByLabel('Stay signed in on this device').check();
  await signIn(second, STUDENT);
  await onPage(second, 'Today’s lectures');

  const third = await page.context().newPage();
  await third.goto('/');
  await onPage(third, 'Today’s lectures');
  await second.getByRole('button', { name: 'Sign out' }).click();
  await onPage(third, 'Sign in');
});

it('the device that has signed in shows its token at the next sign-in, and nowhere else', async () => {
  const shown: (string | undefined)[] = [];
  page.on('request', (request) => {
    if (request.url().includes('/graphql')) shown.push(request.headers()['x-device-token']);
  });
  await page.goto('/');
  await signIn(page, STUDENT);
  await onPage(page, 'Today’s lectures');
  await page.getByRole('button', { name: 'Sign out' }).click();
  await onPage(page, 'Sign in');
  expect(shown.filter(Boolean)).toEqual([]);
  await signIn(page, STUDENT);
  await onPage(page, 'Today’s lectures');
  expect(shown.filter(Boolean)).toEqual([expect.stringMatching(/^[\w-]{22}\./)]);
});

it('today’s lectures are those of the zone that is chosen, at its times, and the choice is kept', async () => {
  await page.goto('/');
  await signIn(page, STUDENT);
  await onPage(page, 'Today’s lectures');
  await page.getByLabel('Time zone').selectOption({ label: 'Asia/Kathmandu' });

  const query = `mutation { login(input: { email: "${STUDENT.email}", password: "${STUDENT.password}" }) { token } }`;
  const { token } = dataOf<{ login: { token: string } }>(await graphql(portal.gatewayUrl, query)).login;
  const todays = '{ todayLectures(timeZone: "Asia/Kathmandu") { title startsAt } }';
  const { todayLectures } = dataOf<{ todayLectures: { title: string; startsAt: string }[] }>(
    await graphql(portal.gatewayUrl, todays, { token }),
  );
  const timeOf = (moment: string) =>
    new Intl.DateTimeFormat('en-GB', { timeZone: 'Asia/Kathmandu', hour: '2-digit', minute: '2-digit' }).format(
      new Date(moment),
    );
  const expected = todayLectures.map(({ title, startsAt }) => `${timeOf(startsAt)} ${title}`);
  const shown = async () =>
    Promise.all(
      (await lectures().all()).map(async (one) => {
        const [begin, title] = [one.locator('time').first(), one.getByRole('heading')];
        return `${await begin.innerText()} ${(await title.innerText()).replace(/ now$/, '')}`;
      }),
    );
  await eventually(async () => (await shown()).join() === expected.join());

  await page.reload();
  await onPage(page, 'Today’s lectures');
  expect(await page.getByLabel('Time zone').locator('option:checked').innerText()).toBe('Asia/Kathmandu');
});

it('the list of students goes on as one scrolls, and a search asks once one has stopped typing', async () => {
  const asked = listen(page);
  await page.goto('/students');
  await signIn(page, TRAINER);
  const people = page.getByRole('list', { name: 'Students' }).getByRole('listitem');
  const total = parseInt(
    await page
      .getByText(/^\d+ students$/)
      .first()
      .innerText(),
    10,
  );
  expect(total).toBeGreaterThanOrEqual(200);
  await eventually(async () => {
    await page.mouse.wheel(0, 10_000);
    return (await people.count()) === total;
  });
  const addresses = await people.locator('a').allInnerTexts();
  expect(new Set(addresses).size).toBe(total);

  asked.length = 0;
  await page.getByLabel('Search by name or e-mail').pressSequentially('hassan', { delay: 20 });
  await eventually(async () => {
    const texts = await people.allInnerTexts();
    return texts.length > 0 && texts.every((text) => /hassan/i.test(text));
  });
  // The hash is not known to the gateway the first time.
  expect(asked.length).toBeLessThanOrEqual(2);
});

it('a trainer enters a lecture, changes it and takes it off the calendar; lists show it before the gateway has answered', async () => {
  const title = `Lecture ${randomBytes(4).toString('hex')}`;
  await page.goto('/lectures');
  await signIn(page, TRAINER);
  await onPage(page, 'My lectures');
  await page.getByLabel('Time zone').selectOption('Europe/Berlin');
  await lectures().first().waitFor();

  const release = await holdBack(page, 'CreateLecture');
  await page.getByRole('button', { name: 'New lecture' }).click();
  await page.getByLabel('Title').fill(title);
  const tomorrow = new Date(Date.now() + 86_400_000).toISOString().slice(0, 10);
  await page.getByLabel('Begins').fill(`${tomorrow}T10:00`);
  await page.getByLabel('Ends').fill(`${tomorrow}T11:30`);
  await page.getByRole('button', { name: 'Save' }).click();
  const row = lectures().filter({ hasText: title });
  await row.getByText('saving…').waitFor();
  await release();
  await row.getByText('saving…').waitFor({ state: 'detached' });
  expect(await row.innerText()).toContain('10:00 – 11:30');

  await row.getByRole('button', { name: `Edit ${title}` }).click();
  expect(await page.getByLabel('Begins').inputValue()).toBe(`${tomorrow}T10:00`);
  await page.getByLabel('Location').fill('Room of one’s own');
  await page.getByRole('button', { name: 'Save' }).click();
  await row.getByText('Room of one’s own').waitFor();
  await page.reload();
  await row.getByText('Room of one’s own').waitFor();

  const releaseCancel = await holdBack(page, 'CancelLecture');
  await row.getByRole('button', { name: `Cancel ${title}` }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Cancel the lecture' }).click();
  await row.waitFor({ state: 'detached' });
  await releaseCancel();
  await page.getByText(`${title} is cancelled.`).waitFor();
  await page.reload();
  await lectures().first().waitFor();
  expect(await row.count()).toBe(0);
});

/** The answer to an operation is on a slow way until it is released. */
async function holdBack(on: Page, operation: string): Promise<() => Promise<void>> {
  let release = () => undefined as void;
  const released = new Promise<void>((resolve) => (release = resolve));
  await on.route('**/graphql', async (route) => {
    if (route.request().postData()?.includes(operation)) await released;
    await route.continue();
  });
  return async () => {
    release();
    await on.unrouteAll({ behavior: 'wait' });
  };
}

it('an administrator enters a lecture for a trainer', async () => {
  const title = `Lecture ${randomBytes(4).toString('hex')}`;
  await page.goto('/lectures');
  await signIn(page, ADMIN);
  await page.getByRole('button', { name: 'New lecture' }).click();
  await page.getByLabel('Title').fill(title);
  await page.getByLabel('Trainer').selectOption({ label: 'Søren Lindqvist' });
  await page.getByRole('button', { name: 'Save' }).click();
  await lectures().filter({ hasText: title }).getByText('Søren Lindqvist').waitFor();
});

it('one’s profile is changed, in the header too; a new password leaves only this device signed in', async () => {
  const person = newPerson();
  await register('trainer', person);
  const elsewhere = await portal.visit();
  await elsewhere.goto('/');
  await signIn(elsewhere, person);
  await onPage(elsewhere, 'Today’s lectures');

  await followLink(page, 'Profile');
  await page.getByLabel('Name').fill('Rear Admiral Hopper');
  await page.getByLabel('Phone').fill('+1 555 0100');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('Saved', { exact: true }).waitFor();
  await page.getByRole('banner').getByText('Rear Admiral Hopper').waitFor();

  await page.getByLabel('Current password').fill(person.password);
  await page.getByLabel('New password').fill('four words are better');
  await page.getByRole('button', { name: 'Change password' }).click();
  await page.getByText('Changed; all other devices are signed out').waitFor();
  await page.reload();
  await page.getByRole('banner').getByText('Rear Admiral Hopper').waitFor();
  expect(await page.getByLabel('Phone').inputValue()).toBe('+1 555 0100');

  await followLink(elsewhere, 'Devices');
  await onPage(elsewhere, 'Sign in');
  await elsewhere.context().close();
});

it('an administrator’s phone number is kept', async () => {
  await page.goto('/profile');
  await signIn(page, ADMIN);
  await page.getByLabel('Phone').fill('+1 555 0199');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('Saved', { exact: true }).waitFor();
  await page.reload();
  await page.getByLabel('Phone').waitFor();
  expect(await page.getByLabel('Phone').inputValue()).toBe('+1 555 0199');
});

it('keys are enough: to skip to the content, to move between pages and fields, to leave a dialog', async () => {
  await page.goto('/lectures');
  await page.getByLabel('E-mail').waitFor();
  await page.keyboard.press('Tab');
  expect(await page.evaluate('document.activeElement.textContent')).toBe('Skip to the content');
  await page.getByLabel('E-mail').focus();
  await page.keyboard.type(TRAINER.email);
  await page.keyboard.press('Tab');
  await page.keyboard.type(TRAINER.password);
  await page.keyboard.press('Enter');
  await onPage(page, 'My lectures');
  expect(await page.evaluate('document.activeElement.textContent')).toBe('My lectures');

  const button = page.getByRole('button', { name: 'New lecture' });
  await button.focus();
  await page.keyboard.press('Enter');
  await page.getByRole('dialog').waitFor();
  expect(await page.evaluate('document.activeElement.name')).toBe('title');
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  expect(await page.evaluate('document.activeElement.textContent')).toBe('New lecture');

  await page.getByRole('link', { name: 'Students' }).focus();
  await page.keyboard.press('Enter');
  await onPage(page, 'Students');
  expect(await page.evaluate('document.activeElement.textContent')).toBe('Students');
  expect(await page.title()).toBe('Students · STMS Portal');
});
