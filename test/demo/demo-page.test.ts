import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Browser, Page } from 'playwright-core';
import { compiledIn } from '../../src/simulator/demo/bot-process.ts';
import { freePort } from '../../src/simulator/simulator.ts';
import { describeWithBrowser } from '../support/browser.ts';

describeWithBrowser('the demo page', (launch) => {
  jest.setTimeout(90_000);
  let demo: ChildProcess;
  let url: string;
  let browser: Browser;
  let page: Page;
  const pageErrors: string[] = [];
  const json = { 'Content-Type': 'application/json' };

  beforeAll(async () => {
    const root = join(__dirname, '..', '..');
    demo = spawn(process.execPath, ['src/simulator/run-demo.ts'], {
      cwd: root,
      env: { ...process.env, ...compiledIn(root), DEMO_PORT: String(await freePort()) },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    url = await announcedUrl(demo);
    browser = await launch();
    page = await browser.newPage({ viewport: { width: 1366, height: 900 } });
    page.on('pageerror', (error) => pageErrors.push(error.message));
    await page.goto(url);
    await page.locator('html[data-loaded=yes]').waitFor();
  });

  afterAll(async () => {
    await browser?.close();
    if (demo?.exitCode === null) {
      const exited = once(demo, 'exit');
      demo.kill('SIGTERM');
      await exited;
    }
  });

  const control = async (side: 'defender' | 'sentinel') =>
    (await (await fetch(`${url}/control/${side}/incidents`)).json()) as Record<string, any>[];
  const titled = (title: string) => ({
    async defender() {
      return (await control('defender')).find((one) => one.displayName === title);
    },
    async sentinel() {
      return (await control('sentinel')).find((one) => one.properties.title === title);
    },
    card: () => page.locator('.card', { hasText: title }).first(),
    rows: () => page.locator('.incident', { hasText: title }),
  });

  test('an incident raised in Defender is taken and closed from its card, in both systems', async () => {
    const incident = titled('Ransomware behavior blocked on one endpoint');
    await page.getByRole('combobox', { name: 'Severity' }).first().selectOption('high');
    await page.getByRole('button', { name: 'Raise incident' }).click();
    await page.getByRole('button', { name: 'Sync now' }).click();
    await incident.card().waitFor();

    await incident.card().getByRole('button', { name: 'Assign to me' }).click();
    await incident.rows().filter({ hasText: 'ana.diaz@contoso.example' }).nth(1).waitFor();

    await incident
      .card()
      .getByRole('button', { name: /^Close/ })
      .click();
    const dialog = page.locator('dialog[open]');
    for (const answer of ['True positive', 'Phishing']) {
      await dialog.getByRole('radio', { name: answer }).check();
      await dialog.getByRole('button', { name: 'Close', exact: true }).last().click();
    }
    await closeIn(dialog);
    await page.locator('.side-sentinel .incident', { hasText: 'Ransomware' }).filter({ hasText: 'Closed' }).waitFor();
    await page.locator('.side-defender .incident', { hasText: 'Ransomware' }).filter({ hasText: 'resolved' }).waitFor();

    expect(await incident.defender()).toMatchObject({
      status: 'resolved',
      classification: 'truePositive',
      determination: 'phishing',
    });
    expect((await incident.sentinel())?.properties).toMatchObject({ status: 'Closed', classification: 'TruePositive' });
    // The shared card is edited for everyone, a moment after the answer to the click.
    await incident.card().locator('xpath=ancestor::article').locator('.edited').waitFor();
  });

  test('a form closes on Escape and gives the focus back', async () => {
    const button = page
      .locator('.card')
      .getByRole('button', { name: /^Close/ })
      .first();
    await button.click();
    await page.locator('dialog[open] .task-body input, dialog[open] .task-body select').first().waitFor();
    await page.keyboard.press('Escape');
    await page.locator('dialog').waitFor({ state: 'detached' });
    expect(await page.locator(':focus').textContent()).toBe(await button.textContent());
  });

  test('an edit in one portal is shown in its list', async () => {
    const row = page.locator('.side-defender .incident').last();
    await row.getByRole('button', { name: /^Edit/ }).click();
    const dialog = page.locator('dialog[open]');
    await dialog.getByLabel('Tags').fill('vip, phishing');
    await dialog.getByRole('button', { name: 'Save in Defender' }).click();
    await row.filter({ hasText: 'vip, phishing' }).waitFor();
  });

  test('a button that is held down while its card is edited is pressed all the same', async () => {
    await page.getByRole('combobox', { name: 'Severity' }).first().selectOption('low');
    await page.getByRole('button', { name: 'Raise incident' }).click();
    await page.getByRole('button', { name: 'Sync now' }).click();
    const card = page
      .locator('.card')
      .filter({ has: page.getByRole('button', { name: 'Assign to me' }) })
      .last();
    const title = (await control('defender')).find(({ severity }) => severity === 'low')!.displayName as string;
    await card.filter({ hasText: title }).waitFor();
    const { id } = (await titled(title).defender())!;
    const isEdited = page.waitForResponse(
      async (response) => response.url().includes('/api/teams') && (await response.text()).includes('while-held'),
    );
    await card.getByRole('button', { name: 'Assign to me' }).hover();
    await page.mouse.down();
    const edit = { id, by: 'raj.patel@contoso.example', changes: { tags: ['while-held'] } };
    for (const [path, body] of [
      ['edit-defender', edit],
      ['sync-now', {}],
    ] as const)
      expect(
        (await fetch(`${url}/api/${path}`, { method: 'POST', headers: json, body: JSON.stringify(body) })).status,
      ).toBe(200);
    await isEdited;
    await page.evaluate('new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))');
    await page.mouse.up();
    await titled(title).rows().filter({ hasText: 'ana.diaz@contoso.example' }).nth(1).waitFor();
    await card.filter({ hasText: 'while-held' }).waitFor();
  });

  test("Microsoft's own sync can be switched on, and makes twins of its own", async () => {
    await fetch(`${url}/control/native-sync`, { method: 'PUT', headers: json, body: '{"creationDelaySeconds":0}' });
    const state = async () => ((await (await fetch(`${url}/control/native-sync`)).json()) as { state: string }).state;
    const choice = page.getByLabel("Microsoft's own sync");
    const twins = page.locator('.side-sentinel .incident', { hasText: 'Ransomware' });
    expect(await twins.count()).toBe(1);
    await choice.selectOption('On');
    await twins.nth(1).waitFor();
    expect([await state(), await choice.inputValue()]).toEqual(['on', 'on']);
    const switched = page.waitForResponse('**/api/native-sync');
    await choice.selectOption('Off');
    await switched;
    expect(await state()).toBe('off');
  });

  test('fits a phone without sideways scrolling, in both themes', async () => {
    await page.setViewportSize({ width: 320, height: 640 });
    for (const theme of ['light', 'dark']) {
      expect(await page.locator('html').getAttribute('data-theme')).toBe(theme);
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(320);
      await page.getByRole('button', { name: 'Dark' }).click();
    }
  });

  test('throws no errors, and answers to no other site', async () => {
    expect(pageErrors).toEqual([]);
    const port = new URL(url).port;
    const post = (headers: Record<string, string>) =>
      fetch(`http://127.0.0.1:${port}/api/raise`, { method: 'POST', headers, body: '{"severity":"low"}' });
    expect((await post({ ...json, Origin: 'https://elsewhere.example' })).status).toBe(403);
    expect((await post({ 'Content-Type': 'text/plain' })).status).toBe(403);
  });
});

/** The form says it is done, or is gone already: the bot may end a form either way. */
async function closeIn(dialog: ReturnType<Page['locator']>): Promise<void> {
  const done = dialog.getByRole('button', { name: 'Done' });
  await Promise.race([done.waitFor(), dialog.waitFor({ state: 'detached' })]);
  if (await done.isVisible()) await done.click();
}

/** The page's address, as the demo prints it once everything runs. */
function announcedUrl(demo: ChildProcess): Promise<string> {
  const lines: string[] = [];
  return new Promise((resolve, reject) => {
    demo.once('exit', (code) => reject(new Error(`the demo ended with ${code}:\n${lines.join('\n')}`)));
    for (const stream of [demo.stdout, demo.stderr]) {
      if (!stream) continue;
      createInterface({ input: stream }).on('line', (line) => {
        lines.push(line);
        const found = /^Dragoman demo: (http:\S+)$/.exec(line);
        if (found?.[1] !== undefined) resolve(found[1]);
      });
    }
  });
}
