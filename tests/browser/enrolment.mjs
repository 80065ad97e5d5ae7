// A newcomer, from the two codes to the first advisory. Without script.
import assert from 'node:assert/strict';
import { inspect, watch } from './checks.mjs';
import { freshCode, path, press, test, text, vigie } from './helpers.mjs';

const PARTY = 'cercle-des-moulins';
const EMAIL = 'nadege.tournier@moulins.example';
const NAME = 'Nadège Tournier';
const PASSPHRASE = 'quatre lanternes sur la digue';
const person = { email: EMAIL, passphrase: PASSPHRASE };

test('a newcomer enrols with both codes, by the pages', async (stage) => {
  const made = await vigie(stage.demo, 'contact', 'add', '--party', PARTY, '--email', EMAIL, '--name', NAME, '--phone', '+33 6 39 98 12 34');
  const letter = made.letter_code ?? made.letter;
  const mail = made.email_code ?? made.email;
  assert.ok(letter && mail, `both codes: ${Object.keys(made)}`);
  const page = await (await stage.context()).newPage();
  await page.goto('/');
  await press(page, 'a[href="/enrol"]');
  await page.fill('#letter_code', letter);
  await page.fill('#email_code', '000000');
  assert.equal((await press(page, 'form[action="/enrol"] .btn')).status(), 422);
  await page.fill('#letter_code', letter.toLowerCase().replaceAll('-', ' '));
  await page.fill('#email_code', `${mail.slice(0, 3)} ${mail.slice(3)}`);
  await press(page, 'form[action="/enrol"] .btn');

  assert.equal(path(page), '/enrol/identity');
  const said = await text(page);
  assert.match(said, new RegExp(NAME));
  assert.doesNotMatch(said, /39 98 12 34/, 'the telephone number is masked');
  assert.equal((await press(page, 'form[action="/enrol/identity"] .btn')).status(), 422);
  await page.check('#respect_tlp');
  await press(page, 'form[action="/enrol/identity"] .btn');

  assert.equal(path(page), '/enrol/passphrase');
  assert.equal(await page.locator('input[type=password]').count(), 1, 'one field, not two');
  await page.fill('#password', 'trop court');
  assert.equal((await press(page, 'form[action="/enrol/passphrase"] .btn')).status(), 422);
  assert.equal(await page.inputValue('#password'), '');
  await page.fill('#password', PASSPHRASE);
  await press(page, 'form[action="/enrol/passphrase"] .btn');

  assert.equal(path(page), '/enrol/authenticator');
  const qr = page.locator('.qr svg');
  assert.equal(await qr.count(), 1, 'the QR code is inline SVG');
  const box = await qr.boundingBox();
  assert.ok(box.width >= 150 && Math.abs(box.width - box.height) < 2, `the QR code can be scanned: ${box.width} × ${box.height}`);
  assert.equal(await page.locator('main img').count(), 0);
  const key = (await text(page, 'main p.key')).replaceAll(/\s/g, '');
  assert.match(key, /^[A-Z2-7]{32,}$/, 'the key is there in text');
  assert.doesNotMatch(page.url(), new RegExp(key));
  person.totp_secret = key;
  await page.fill('#code', '12');
  assert.equal((await press(page, 'form[action="/enrol/authenticator"] .btn')).status(), 422);
  assert.equal((await text(page, 'main p.key')).replaceAll(/\s/g, ''), key, 'the key stays the same');
  await page.fill('#code', await freshCode(key));
  await press(page, 'form[action="/enrol/authenticator"] .btn');

  assert.equal(path(page), '/enrol/recovery-codes');
  const codes = await page.locator('.codes li').allInnerTexts();
  assert.equal(new Set(codes).size, 10);
  assert.equal((await press(page, 'form[action="/enrol/recovery-codes"] .btn')).status(), 422);
  assert.deepEqual(await page.locator('.codes li').allInnerTexts(), codes, 'the codes stay the same');
  await page.check('#kept');
  await press(page, 'form[action="/enrol/recovery-codes"] .btn');
  assert.equal(path(page), '/enrol/passkey');
  assert.equal(await page.locator('main button:visible').count(), 1, 'without script there is one button, and it works');
  assert.match(await text(page, '.steps'), /6 sur 7/);
  await press(page, 'form[action="/enrol/passkey"] .btn:visible');
  assert.equal(path(page), '/enrol/done');
  await press(page, 'main a.btn');
  assert.equal(path(page), '/');
  assert.match(await text(page), new RegExp(NAME));
  assert.match(await text(page), /appel/i, 'home says that the agency will call');
  await page.goto('/advisories');
  assert.equal(await page.locator('.row').count(), 0, 'nothing is shown before the call');
});

test('each page of the enrolment is sound', async (stage) => {
  const made = await vigie(stage.demo, 'contact', 'add', '--party', PARTY, '--email', 'gilles.armand@moulins.example', '--name', 'Gilles Armand');
  const page = await (await stage.context({ script: true })).newPage();
  const seen = watch(page);
  const wrong = [];
  const check = async (failed = false) => {
    const found = await inspect(page, { lang: 'fr', failed, origin: stage.demo.url }, seen);
    wrong.push(...found.wrong.map((what) => `${path(page)}${failed ? ' with mistakes' : ''}: ${what}`));
  };
  const send = () => press(page, `form[action="${path(page)}"] .btn`);
  await page.goto('/enrol');
  await page.fill('#letter_code', made.letter_code ?? made.letter);
  await page.fill('#email_code', made.email_code ?? made.email);
  await send();
  await check();
  await send();
  await check(true);
  await page.check('#respect_tlp');
  await send();
  await check();
  await page.fill('#password', PASSPHRASE);
  await send();
  await check();
  await page.fill('#code', await freshCode((await text(page, 'main p.key')).replaceAll(/\s/g, '')));
  await send();
  await check();
  await page.check('#kept');
  await send();
  await check();
  await press(page, 'button:has-text("Plus tard")');
  await check();
  await press(page, 'main a.btn');
  await check();
  assert.equal(wrong.join('\n'), '');
});

test('a vetting officer confirms after the call, and the newcomer reads', async (stage) => {
  const officer = await stage.as(stage.account('vetting', 0));
  await officer.goto('/');
  await press(officer, `main a:has-text("${NAME}")`);
  await press(officer, 'form[action$="/confirmation"] .btn');
  assert.equal(await officer.locator('form[action$="/confirmation"]').count(), 0);

  const page = await stage.as(person);
  await page.goto('/advisories');
  await press(page, '.rows h3 a');
  assert.equal(await page.locator('form[action$="/acknowledgement"]').count(), 1);
});
