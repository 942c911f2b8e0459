import { randomBytes } from 'node:crypto';
import type { Page } from 'playwright-core';
import { eventually } from '../support/eventually';
import { followLink, onPage, signIn, startPortal, STUDENT, TRAINER, type TestPortal } from './support/portal';

/* What students and trainers meet in the portal when something goes wrong: they see it, and nothing is lost. */

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

const OUTAGE = 'The training centre’s server does not answer. Trying again…';
/** How many operations the page has sent since. */
function countOperations(): () => number {
  let count = 0;
  page.on('request', (request) => {
    if (request.url().includes('/graphql')) count += 1;
  });
  return () => count;
}

const newPerson = () => ({ email: `${randomBytes(6).toString('hex')}@example.org`, password: 'three words suffice' });

describe('the gateway is killed', () => {
  it('the page says so, tries again, and goes on by itself when it is back, signed in as before', async () => {
    await page.goto('/');
    await signIn(page, TRAINER);
    await onPage(page, 'Today’s lectures');
    await portal.killGateway();
    await followLink(page, 'Students');
    await page.getByText(OUTAGE).waitFor();
    await portal.startGateway();
    await page
      .getByText(/^\d+ students$/)
      .first()
      .waitFor();
    await page.getByText(OUTAGE).waitFor({ state: 'detached' });
  });

  it('a lecture that could not be entered is back in its form, and is entered once', async () => {
    const title = `Lecture ${randomBytes(4).toString('hex')}`;
    await page.goto('/lectures');
    await signIn(page, TRAINER);
    await onPage(page, 'My lectures');
    await portal.killGateway();
    await page.getByRole('button', { name: 'New lecture' }).click();
    await page.getByLabel('Title').fill(title);
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('dialog').getByText('look whether it was saved before you try again').waitFor();
    expect(await page.getByLabel('Title').inputValue()).toBe(title);

    await portal.startGateway();
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('The lecture is entered.').waitFor();
    await page.reload();
    await page.getByText(title).first().waitFor();
    expect(await page.getByRole('heading', { name: title }).count()).toBe(1);
  });

  it('a failed sign-in is reported, and the input is still there', async () => {
    await page.goto('/');
    await onPage(page, 'Sign in');
    await portal.killGateway();
    await signIn(page, STUDENT);
    await page.getByRole('alert').getByText('does not answer').waitFor();
    await portal.startGateway();
    await page.getByRole('button', { name: 'Sign in' }).click();
    await onPage(page, 'Today’s lectures');
  });
});

describe('the session is ended elsewhere', () => {
  it('the user is led to the sign-in, sees why, and continues at the same page', async () => {
    const person = await registered();
    const elsewhere = await portal.visit({ userAgent: 'Mozilla/5.0 (Windows NT 10.0) Gecko/20100101 Firefox/140.0' });
    await elsewhere.goto('/');
    await signIn(elsewhere, person);
    await onPage(elsewhere, 'Today’s lectures');

    await followLink(page, 'Devices');
    await page.getByRole('button', { name: /^Sign out Firefox on Windows/ }).click();
    await page.getByText('Firefox on Windows is signed out.').waitFor();
    await eventually(
      async () => (await page.getByRole('list', { name: 'Devices' }).getByRole('listitem').count()) === 1,
    );

    await followLink(elsewhere, 'Devices');
    await elsewhere.getByText('You have been signed out').waitFor();
    await signIn(elsewhere, person);
    await onPage(elsewhere, 'Devices');
    await elsewhere.context().close();
  });

  it('a sign-out everywhere is noticed in a tab when the user returns to it', async () => {
    const person = await registered();
    const elsewhere = await portal.visit();
    await elsewhere.goto('/');
    await signIn(elsewhere, person);
    await onPage(elsewhere, 'Today’s lectures');
    await followLink(page, 'Devices');
    await page.getByRole('button', { name: 'Sign out everywhere' }).click();
    await page.getByText('You are signed out on all your devices.').waitFor();
    await elsewhere.evaluate("document.dispatchEvent(new Event('visibilitychange'))");
    await onPage(elsewhere, 'Sign in');
    await elsewhere.context().close();
  });

  async function registered() {
    const person = newPerson();
    await fillRegistration(person);
    await onPage(page, 'Today’s lectures');
    return person;
  }
});

async function fillRegistration({ email, password }: { email: string; password: string }): Promise<void> {
  await page.goto('/register');
  await page.getByLabel('Name').fill('Ada Lovelace');
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Password').fill(password);
  await page.getByLabel('Branch').fill('Analysis');
  await page.getByRole('button', { name: 'Register' }).click();
}

it('a session that reaches its end says so ahead, then leads to the sign-in; a clock that is wrong does not end it', async () => {
  await page.clock.install({ time: Date.now() + 24 * 3_600_000 });
  await page.goto('/profile');
  await signIn(page, STUDENT);
  await onPage(page, 'Profile');
  await page.clock.fastForward('11:56:00');
  await page.getByText(/^Your session ends at \d\d:\d\d/).waitFor();
  await onPage(page, 'Profile');
  await page.clock.fastForward('00:04:00');
  await page.getByText('Your session has reached its end.').waitFor();
  await onPage(page, 'Sign in');
});

it('a hidden page sends no requests by itself, so that its session can end', async () => {
  await page.clock.install();
  await page.goto('/');
  await signIn(page, STUDENT);
  await page
    .getByRole('listitem')
    .filter({ has: page.locator('time') })
    .first()
    .waitFor();
  const asked = countOperations();
  const answered = page.waitForResponse((response) => response.url().includes('/graphql'));
  await page.clock.fastForward('00:02:00');
  await (await answered).finished(); // what is still on its way when the clock jumps has timed out, and is asked again
  await eventually(() => asked() === 1);

  await page.clock.fastForward('00:15:00');
  for (let minutes = 0; minutes < 10; minutes += 1) await page.clock.runFor(60_000);
  await page.evaluate('fetch("/icon.svg").then(() => 0)'); // what was asked before this is known by now
  expect(asked()).toBe(1);

  await page.mouse.move(200, 200);
  await page.clock.fastForward('00:02:00');
  await eventually(() => asked() === 2);
});

describe('a form is refused', () => {
  const faultAt = (label: string) =>
    page.evaluate<string>(
      `(() => {
        const input = [...document.querySelectorAll('input')].find((one) => one.labels[0]?.innerText.startsWith('${label}'));
        const ids = input.getAttribute('aria-describedby')?.split(' ') ?? [];
        return input.getAttribute('aria-invalid') === 'true' ? document.getElementById(ids.at(-1)).textContent : '';
      })()`,
    );
  const focused = () => page.evaluate('document.activeElement.name');

  it('empty fields and short passwords are reported before anything is sent, and focus is on the first', async () => {
    const asked = countOperations();
    await page.goto('/register');
    await page.getByLabel('Password').fill('short');
    await page.getByRole('button', { name: 'Register' }).click();
    await eventually(async () => (await focused()) === 'name');
    expect(await faultAt('Name')).toBe('Name must not be empty.');
    expect(await faultAt('Password')).toBe('Password must have 8 to 128 characters.');
    expect(await faultAt('Branch')).toBe('Branch must not be empty.');
    expect(await faultAt('Phone')).toBe('');
    expect(asked()).toBe(0);
  });

  it('what only the gateway can check is reported at its field, too', async () => {
    await fillRegistration({ ...newPerson(), password: 'password123' });
    await eventually(async () => (await faultAt('Password')) === 'Password is among the most common passwords.');
    expect(await focused()).toBe('password');

    await fillRegistration(STUDENT);
    await eventually(async () => (await faultAt('E-mail')) === 'E-mail has an account already.');
  });

  it('a lecture that was cancelled meanwhile cannot be changed: the list takes back what it showed', async () => {
    await page.goto('/lectures');
    await signIn(page, TRAINER);
    const row = page
      .getByRole('listitem')
      .filter({ has: page.locator('time') })
      .first();
    await row.waitFor();
    const title = await row.getByRole('heading').innerText();
    const name = title.replace(/ now$/, '');

    const elsewhere = await portal.visit();
    await elsewhere.goto('/lectures');
    await signIn(elsewhere, TRAINER);
    await elsewhere
      .getByRole('button', { name: `Cancel ${name}` })
      .first()
      .click();
    await elsewhere.getByRole('dialog').getByRole('button', { name: 'Cancel the lecture' }).click();
    await elsewhere.getByText(`${name} is cancelled.`).waitFor();
    await elsewhere.context().close();

    await row.getByRole('button', { name: `Edit ${name}` }).click();
    await page.getByLabel('Title').fill('Changed too late');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('dialog').getByText('It is not there any more.').waitFor();
    expect(await page.getByRole('heading', { name: 'Changed too late' }).count()).toBe(0);
  });

  it('students are not shown the list of students, even by its address', async () => {
    await page.goto('/students');
    await signIn(page, STUDENT);
    await page.getByRole('alert').waitFor();
    expect(await page.getByRole('list', { name: 'Students' }).getByRole('listitem').count()).toBe(0);
    expect(await page.getByRole('link', { name: 'Students' }).count()).toBe(0);
  });
});

/** Windows long enough not to be waited for in silence. */
describe('a limit is used up', () => {
  beforeAll(async () => {
    await portal.killGateway();
    await portal.startGateway({ RATE_LIMIT_LOGIN: '1/6s', RATE_LIMIT_USER: '1/6s' });
  });

  it('that of sign-ins counts down, sends nothing meanwhile, and lets in again at its end', async () => {
    await page.goto('/');
    await signIn(page, newPerson());
    await page.getByText('E-mail or password is wrong.').waitFor();
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByText(/Too many attempts. You can try again in 0:0\d/).waitFor();
    const button = page.getByRole('button', { name: /^Sign in in 0:0\d$/ });
    expect(await button.getAttribute('aria-disabled')).toBe('true');
    const asked = countOperations();
    await button.click({ force: true });
    await page.getByText('You can try again now.').waitFor();
    expect(asked()).toBe(0);
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await page.getByText('E-mail or password is wrong.').waitFor();
  });

  it('that of a user counts down before the list, which comes by itself at its end', async () => {
    await page.goto('/');
    await signIn(page, STUDENT);
    await page.getByText(/It goes on in 0:0\d/).waitFor();
    await page
      .getByRole('listitem')
      .filter({ has: page.locator('time') })
      .first()
      .waitFor();
  });
});
