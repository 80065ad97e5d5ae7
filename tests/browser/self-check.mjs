// The self-check as people use it: with scripting off, and with nothing that leaves the device.
import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect, pictures, watch } from './checks.mjs';
import { test, text } from './helpers.mjs';

/** The totals as a screen reader is told them: the numbers stand in no text, so the tree of accessibility is asked. */
async function totals(page) {
  const devtools = await page.context().newCDPSession(page);
  const { nodes } = await devtools.send('Accessibility.getFullAXTree');
  await devtools.detach();
  const by = new Map(nodes.map((n) => [n.nodeId, n]));
  const said = (n) => (n.role?.value === 'StaticText' ? n.name.value : (n.childIds ?? []).map((id) => said(by.get(id))).join(''));
  const plain = (n) => said(n).replace(/[\s\u00a0\u202f]+/g, ' ').trim();
  return nodes.filter((n) => n.role?.value === 'paragraph').map(plain).filter((t) => /^(Dans cette partie|Sur les|In this part|Of the)/.test(t));
}

const advice = (page) => page.locator('.advice:visible').count();
const answer = (page, part, question, kind) => page.locator(`label[for=${kind}${part}${question}]`).click();

async function answering(page, all) {
  assert.equal(await advice(page), 0, 'no advice that nobody asked for');
  assert.equal(await page.locator('.none').isVisible(), true);
  await answer(page, 1, 1, 'y');
  assert.equal(await page.locator('.none').isVisible(), false);
  assert.equal(await page.locator('.good').isVisible() && await advice(page) === 0, true, 'a yes asks for nothing');
  await answer(page, 1, 2, 'p');
  await answer(page, 1, 3, 'n');
  await answer(page, 5, 5, 'n');
  assert.equal(await advice(page), 3);
  assert.equal(await page.locator('fieldset:has(#n55) .advice').isVisible(), true);
  assert.equal(await page.locator('.first').isVisible() && !await page.locator('.good').isVisible(), true);
  assert.deepEqual(await totals(page), all);
  await answer(page, 5, 5, 'y');
  assert.equal(await advice(page), 2, 'who changes the answer is left alone');
}

const TOLD = {
  fr: ['Dans cette partie : 1 oui, 1 en partie, 1 non, 2 sans réponse.', ...Array(3).fill('Dans cette partie : 0 oui, 0 en partie, 0 non, 5 sans réponse.'),
    'Dans cette partie : 0 oui, 0 en partie, 1 non, 4 sans réponse.', 'Sur les vingt-cinq questions : 1 oui, 1 en partie, 2 non, 21 sans réponse.'],
  en: ['In this part: 1 yes, 1 partly, 1 no, 2 without an answer.', ...Array(3).fill('In this part: 0 yes, 0 partly, 0 no, 5 without an answer.'),
    'In this part: 0 yes, 0 partly, 1 no, 4 without an answer.', 'Of the twenty-five questions: 1 yes, 1 partly, 2 no, 21 without an answer.'],
};

for (const lang of ['fr', 'en']) {
  test(`in ${lang}, answers are counted and advised on without a script and without a request`, async (stage) => {
    const page = await (await stage.context({ lang })).newPage();
    const got = await page.goto('/self-check', { waitUntil: 'networkidle' });
    assert.match(got.headers()['content-security-policy'], /^(?!.*script-src).*form-action 'none'/);
    assert.deepEqual(await page.context().cookies(), []);
    const seen = watch(page);
    await answering(page, TOLD[lang]);
    // A key that would send a form elsewhere sends nothing here, and takes nothing away.
    await page.locator('#y11').press('Enter');
    await page.locator('button[type=reset]').focus();
    assert.equal(await page.locator('#y11').isChecked(), true);
    assert.equal(new URL(page.url()).search, '');
    await page.locator('button[type=reset]').click();
    assert.equal(await page.locator('input:checked').count(), 0);
    assert.equal(await page.locator('.none').isVisible() && await advice(page) === 0, true);
    assert.deepEqual(seen.requests, []);
    assert.deepEqual(seen.console, []);
  });
}

test('answers are given by keyboard, and a reload loses them', async (stage) => {
  const page = await (await stage.context()).newPage();
  await page.goto('/self-check');
  await page.locator('#y11').focus();
  await page.keyboard.press('Space');
  await page.keyboard.press('ArrowRight');
  assert.equal(await page.locator('#p11').isChecked(), true);
  assert.equal(await page.locator('fieldset:has(#p11) .advice').isVisible(), true);
  await page.keyboard.press('Tab');
  assert.equal(await page.locator('fieldset:has(#p11) .advice a').evaluate((a) => a.matches(':focus')), true, 'the advice is next');
  await page.reload();
  assert.equal(await page.locator('input:checked').count(), 0);
});

test('it works with the network off, and so does the file', async (stage) => {
  const dir = await mkdtemp(join(tmpdir(), 'vigie-self-check.'));
  try {
    const context = await stage.context();
    const page = await context.newPage();
    await page.goto('/self-check');
    const [file] = await Promise.all([page.waitForEvent('download'), page.locator('a[href^="/self-check/file"]').click()]);
    assert.equal(file.suggestedFilename(), 'auto-evaluation.html');
    const saved = join(dir, file.suggestedFilename());
    await file.saveAs(saved);
    await context.setOffline(true);
    await answering(page, TOLD.fr);
    const seen = watch(page);
    await page.goto(`file://${saved}`);
    assert.deepEqual(seen.requests.splice(0), [`file://${saved}`], 'the file is all there is');
    await answering(page, TOLD.fr);
    assert.notEqual(await page.locator('.top').evaluate((e) => getComputedStyle(e).backgroundColor), 'rgba(0, 0, 0, 0)', 'its style is let through');
    await page.locator('#y11').press('Enter');
    assert.equal(await page.locator('#y11').isChecked(), true);
    assert.deepEqual([seen.requests, seen.console], [[], []]);
    assert.match(await text(page, 'footer'), /^Copie du \d/);
    await pictures(page, 'self-check-file', 'fr');
    assert.ok((await readFile(saved)).length < 64 * 1024);
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
});

test('the advice opens the directory beside the page, for those who are signed in', async (stage) => {
  const page = await stage.as(stage.account('contact'));
  await page.goto('/providers');
  await page.locator('nav a[href="/self-check"]').click();
  assert.equal(await page.locator('nav [aria-current]').getAttribute('href'), '/self-check');
  await answer(page, 3, 5, 'n');
  const [beside] = await Promise.all([page.context().waitForEvent('page'), page.locator('fieldset:has(#n35) .advice a').click()]);
  await beside.waitForLoadState();
  assert.equal(new URL(beside.url()).search, '?need=response');
  assert.equal(await page.locator('#n35').isChecked(), true, 'the answers are still there');
});

test('paper shows the chosen answers and their advice', async (stage) => {
  const page = await (await stage.context()).newPage();
  await page.goto('/self-check');
  await answer(page, 1, 1, 'n');
  await page.emulateMedia({ media: 'print' });
  const shown = (selector) => page.locator(selector).evaluateAll((all) => all.filter((e) => e.checkVisibility()).length);
  assert.equal(await shown('fieldset:has(#n11) .pick'), 1);
  assert.equal(await shown('label[for=n11]'), 1);
  assert.equal(await shown('fieldset:has(#n12) .pick'), 3, 'what is not answered can be ticked with a pen');
  assert.equal(await shown('.advice'), 1);
  assert.equal(await shown('legend'), 25);
  assert.equal(await shown('nav,button,.foot,.top'), 0);
});

for (const lang of ['fr', 'en']) {
  test(`the page in ${lang} is sound at every width, answered and not`, async (stage) => {
    // Scripting is for the checks alone: the page's own policy lets none run.
    const page = await stage.as(stage.account('contact'), { script: true });
    const seen = watch(page);
    const wrong = [];
    await page.goto(`/self-check?lang=${lang}`);
    wrong.push(...(await inspect(page, { lang, origin: stage.demo.url }, seen)).wrong);
    for (let part = 1; part <= 5; part += 1) {
      for (let question = 1; question <= 5; question += 1) await page.locator(`#${'ypn'[question % 3]}${part}${question}`).check();
    }
    wrong.push(...(await inspect(page, { lang, origin: stage.demo.url }, seen)).wrong.map((what) => `answered: ${what}`));
    assert.equal(wrong.join('\n'), '');
    await pictures(page, 'self-check', lang);
  });
}
