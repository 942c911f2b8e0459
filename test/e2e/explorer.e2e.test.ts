import { chromium, type Browser, type Page } from 'playwright-core';
import { startGateway, type TestGateway } from '../support/gateway';
import { temporaryFolder } from '../support/temporary-folder';

const FLAGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

let gateway: TestGateway;
/** A demo login, as the banner shows it. */
let email: string;
let password: string;
let browser: Browser;
let page: Page;
/** Addresses outside the gateway that the page asked for. */
let foreign: string[];
/** What the browser complained of: blocked by the content security policy, not found, thrown. */
let complaints: string[];

beforeAll(async () => {
  gateway = await startGateway({ DATA_DIR: await temporaryFolder() });
  [, email = '', password = ''] = /^ *student +(\S+) \/ (.+)$/im.exec(gateway.output()) ?? [];
  browser = await chromium.launch({ executablePath: process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium', args: FLAGS });
});
afterAll(async () => {
  await browser?.close();
  await gateway?.stop();
});

beforeEach(async () => {
  page = await browser.newPage();
  foreign = [];
  complaints = [];
  page.on('request', (request) => {
    const url = request.url();
    if (!url.startsWith(`${gateway.url}/`) && !url.startsWith('data:')) foreign.push(url);
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
});
afterEach(() => page.close());

const editor = () => page.locator('.graphiql-query-editor .CodeMirror');
const result = () => page.locator('.result-window');

/** Replaces the document of the tab and runs it, as one does with a keyboard. */
async function run(document: string): Promise<void> {
  await editor().click();
  await page.keyboard.press('ControlOrMeta+A');
  await page.keyboard.insertText(document);
  await page.locator('.graphiql-execute-button').click();
}

async function signIn(): Promise<string> {
  await run(`mutation SignIn { login(input: { email: "${email}", password: "${password}" }) { token } }`);
  await result().getByText('"token"').waitFor();
  return /"token": "([\w.-]+)"/.exec(await result().innerText())?.[1] ?? '';
}

it('a browser that opens the gateway lands on the explorer', async () => {
  for (const door of ['/', '/graphql']) {
    await page.goto(gateway.url + door);
    expect(page.url()).toBe(`${gateway.url}/explorer`);
    await editor().waitFor();
  }
});

it('one signs in, puts the token under Headers and reads one’s own record; nothing is asked of anybody else', async () => {
  await page.goto(`${gateway.url}/explorer`);
  const token = await signIn();
  expect(token.split('.')).toHaveLength(3);

  await page.getByRole('button', { name: 'Headers' }).click();
  await page.locator('.graphiql-editor-tool .graphiql-editor:not(.hidden) .CodeMirror').click();
  await page.keyboard.insertText(JSON.stringify({ Authorization: `Bearer ${token}` }));
  await run('query SignIn { me { email role } }');
  await result().getByText(`"${email}"`).waitFor();

  expect(foreign).toEqual([]);
  expect(complaints).toEqual([]);
});

it('the explorer knows the schema', async () => {
  await page.goto(`${gateway.url}/explorer`);
  await page.getByRole('button', { name: 'Show Documentation Explorer' }).click();
  const documentation = page.locator('.graphiql-plugin');
  await documentation.getByText('Query', { exact: true }).click();
  await documentation.getByText('todayLectures').waitFor();
  expect(complaints).toEqual([]);
});

it('what was typed is gone when the tab is closed', async () => {
  await page.goto(`${gateway.url}/explorer`);
  await signIn();
  expect(await page.evaluate('localStorage.length')).toBe(0);
});
