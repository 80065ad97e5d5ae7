// The first run of a portal that was just made: from the code in the terminal to the list of what is left. Without script.
import assert from 'node:assert/strict';
import { inspect, pictures, watch } from './checks.mjs';
import { freshCode, path, press, startBrowser, startFresh, test, text } from './helpers.mjs';

const PASSPHRASE = 'neuf hérons sous le pont';

/** A page on a portal of this test's own; ends both with the work. */
async function onFresh(stage, options, work) {
  const fresh = await startFresh(stage.demo.binary);
  let browser;
  try {
    browser = await startBrowser(fresh);
    const context = await browser.newContext({ baseURL: fresh.url, locale: 'fr-FR', javaScriptEnabled: false, ...options });
    context.setDefaultTimeout(10_000);
    await work(await context.newPage(), fresh);
  } finally {
    await browser?.close();
    await fresh.stop();
  }
}

test('the first run, from the code to the list of what is left, in eight screens', (stage) => onFresh(stage, {}, async (page, fresh) => {
  const screens = [];
  const seen = async (name) => {
    screens.push(name);
    await pictures(page, `setup-${screens.length}-${name}`, 'fr');
  };
  assert.equal((await page.goto('/')).status(), 503);
  assert.match(await text(page), /pas encore en service/);
  await pictures(page, 'setup-closed', 'fr');
  await press(page, 'main a.btn');

  await seen('code');
  await page.fill('#setup_code', 'AAAA BBBB CCCC');
  assert.equal((await press(page, 'main .btn')).status(), 422);
  await page.fill('#setup_code', fresh.code.toLowerCase().replaceAll('-', ' '));
  await press(page, 'main .btn');

  await seen('portal');
  assert.equal(await page.inputValue('#telephone'), '', 'no invented number is offered');
  await page.fill('#agency', '');
  assert.equal((await press(page, 'main .btn')).status(), 422);
  await page.fill('#agency', 'Office de cybersécurité');
  await page.fill('#telephone', '+33 1 99 00 55 55');
  await press(page, 'main .btn');

  await seen('administrator');
  await page.fill('#name', 'Ines Barre');
  await page.fill('#email', 'ines@office.example');
  assert.equal((await press(page, 'main .btn')).status(), 422, 'the sharing rules are ticked first');
  await page.check('#respect_tlp');
  await press(page, 'main .btn');

  assert.equal(path(page), '/enrol/passphrase');
  assert.match(await text(page, '.brand'), /Office de cybersécurité/);
  await seen('passphrase');
  await page.fill('#password', PASSPHRASE);
  await press(page, 'main .btn');

  await seen('authenticator');
  await page.fill('#code', await freshCode((await text(page, 'main p.key')).replaceAll(/\s/g, '')));
  await press(page, 'main .btn');

  await seen('recovery-codes');
  await page.check('#kept');
  await press(page, 'main .btn');

  // The step of the passkey, where the portal has it.
  if (path(page) === '/enrol/passkey') {
    await pictures(page, 'setup-passkey', 'fr');
    await press(page, 'form[action="/enrol/passkey"] button[name=later]:visible');
  }
  assert.equal(path(page), '/enrol/done');
  await seen('done');
  await press(page, 'main a.btn');

  assert.equal(path(page), '/admin');
  await seen('admin');
  assert.equal(await page.locator('.tasks > li').count(), 9);
  assert.equal(await page.locator('.tasks .tag.info').count(), 4, 'officers, parties, providers and auditor are open');
  assert.equal(screens.length, 8, screens.join(' → '));
  assert.equal((await page.goto('/setup')).status(), 404);
}));

test('each page of the first run and of staff is sound, the first in English too', (stage) => onFresh(stage, { javaScriptEnabled: true }, async (page, fresh) => {
  const watched = watch(page);
  const wrong = [];
  const check = async (what, lang = 'fr', failed = false) => {
    const found = await inspect(page, { lang, failed, origin: fresh.url }, watched);
    wrong.push(...found.wrong.filter((w) => !/status of 503/.test(w)).map((w) => `${what}${failed ? ' with mistakes' : ''}: ${w}`));
  };
  await page.goto('/');
  await check('closed');
  await press(page, 'main a.btn');
  // The page before is still there for a moment after the answer.
  await page.waitForURL('**/setup');
  await check('code');
  await press(page, 'button[name=language][value=en]');
  assert.match(await text(page), /Set the portal up/);
  await check('code', 'en');
  await pictures(page, 'setup-1-code', 'en');
  await press(page, 'main .btn');
  await check('code', 'en', true);
  await press(page, 'button[name=language][value=fr]');
  await page.fill('#setup_code', fresh.code);
  await press(page, 'main .btn');
  await check('portal');
  await page.fill('#name', '');
  await press(page, 'main .btn');
  await check('portal', 'fr', true);
  await page.fill('#name', 'Vigie');
  await page.fill('#agency', 'Office de cybersécurité');
  await page.fill('#telephone', '+33 1 99 00 55 55');
  await press(page, 'main .btn');
  await check('administrator');
  await press(page, 'main .btn');
  await check('administrator', 'fr', true);
  await page.fill('#name', 'Ines Barre');
  await page.fill('#email', 'ines@office.example');
  await page.check('#respect_tlp');
  await press(page, 'main .btn');
  await page.fill('#password', PASSPHRASE);
  await press(page, 'main .btn');
  await page.fill('#code', await freshCode((await text(page, 'main p.key')).replaceAll(/\s/g, '')));
  await press(page, 'main .btn');
  await page.check('#kept');
  await press(page, 'main .btn');
  if (path(page) === '/enrol/passkey') await press(page, 'form[action="/enrol/passkey"] button[name=later]:visible');
  await check('done');
  await press(page, 'main a.btn');
  await check('admin');
  await press(page, 'main a[href="/admin/staff"]');
  await check('staff');
  await press(page, 'main a[href="/admin/staff/new"]');
  await check('staff, new');
  await press(page, 'main .btn');
  await check('staff, new', 'fr', true);
  await pictures(page, 'staff-new', 'fr');
  await page.fill('#name', 'Noé Vasseur');
  await page.fill('#email', 'noe@office.example');
  await page.check('#role-vetting');
  await press(page, 'main .btn');
  await check('invited');
  assert.match(await text(page, 'main .key'), /^[2-9A-Z]{4}-[2-9A-Z]{4}-[2-9A-Z]{4}$/);
  await pictures(page, 'staff-invited', 'fr');
  await press(page, 'main a.btn');
  await check('staff, one');
  await pictures(page, 'staff-one', 'fr');
  await press(page, 'main a.danger');
  await check('revocation');
  await press(page, 'main .btn');
  await check('revocation', 'fr', true);
  await page.check('#reason-left');
  await pictures(page, 'staff-revocation', 'fr');
  await press(page, 'main .btn');
  await check('revoked');
  await pictures(page, 'staff-revoked', 'fr');
  for (const at of ['/admin', '/admin/staff']) {
    await page.goto('/admin');
    await press(page, 'button[name=language][value=en]');
    await page.goto(at);
    await check(at, 'en');
    await pictures(page, at === '/admin' ? 'admin' : 'staff', 'en');
    await press(page, 'button[name=language][value=fr]');
  }
  assert.equal(wrong.join('\n'), '');
}));
