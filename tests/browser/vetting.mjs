// Two officers bring somebody in (UX §4.5), one cuts access (§4.9), and people see to their own means. Without script.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { SHOTS, inspect, pictures, watch } from './checks.mjs';
import { freshCode, path, press, test, text } from './helpers.mjs';

/** Counts the screens somebody sees, checks each, and takes its pictures with SHOTS=1. */
export class Tour {
  constructor(stage, page, lang, name) {
    Object.assign(this, { stage, page, lang, name, screens: 0, wrong: [], seen: watch(page) });
  }
  async screen(name, failed = false) {
    this.screens += 1;
    const found = await inspect(this.page, { lang: this.lang, failed, origin: this.stage.demo.url }, this.seen);
    this.wrong.push(...found.wrong.map((what) => `${path(this.page)} (${name}): ${what}`));
    await pictures(this.page, `${this.name}-${name}`, this.lang);
  }
  done(most) {
    assert.equal(this.wrong.join('\n'), '');
    assert.ok(this.screens <= most, `${this.screens} screens, ${most} at most`);
  }
}

/** Puts the pages into a language by the button in the footer. */
export async function speak(page, lang) {
  await page.goto('/help/genuine');
  if (await page.locator('html').getAttribute('lang') !== lang) await press(page, `button[name=language][value=${lang}]`);
}

/** The date and time a while ago, as a field wants it, in the portal's zone. */
const ago = (minutes) => new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Paris', dateStyle: 'short', timeStyle: 'short' })
  .format(Date.now() - minutes * 60_000).replace(' ', 'T');

/** Gives a code where the portal asks for one before an act that matters. */
export async function confirmed(page, account) {
  if (path(page) !== '/account/confirm') return;
  await page.fill('#code', await freshCode(account.totp_secret));
  await press(page, 'form[action="/account/confirm"] .btn');
}

const PEOPLE = {
  fr: { name: 'Sabine Morel', email: 'sabine.morel@erable.example' },
  en: { name: 'Hugo Lambert', email: 'hugo.lambert@erable.example' },
};

for (const lang of ['fr', 'en']) {
  const person = PEOPLE[lang];
  const [one, two] = lang === 'fr' ? [0, 1] : [1, 0];

  test(`the first officer proposes and verifies, in ${lang}`, async (stage) => {
    const account = stage.account('vetting', one);
    const page = await stage.as(account, { script: true });
    await speak(page, lang);
    const tour = new Tour(stage, page, lang, 'vet');
    await page.goto('/desk');
    await tour.screen('1-desk');
    await press(page, 'a[href="/desk/contacts/new"]');
    await tour.screen('2-propose');
    await page.selectOption('#party', { index: 1 });
    await page.fill('#name', person.name);
    await page.fill('#email', person.email);
    await page.fill('#phone', '+33 6 39 98 55 66');
    await page.fill('#why', lang === 'fr' ? 'Responsable des outils numériques' : 'In charge of digital tools');
    await press(page, 'form[action="/desk/contacts"] .btn');
    await confirmed(page, account);
    assert.match(path(page), /\/vetting$/);
    await tour.screen('3-verify');
    await page.check('#call-back');
    await page.fill('#met_at', ago(20));
    await page.fill('#number', '+33 6 39 98 55 66');
    await page.fill('#source', lang === 'fr' ? 'Registre officiel des partis' : 'Official register of parties');
    await page.fill('#spoken_to', 'Claire Dumas');
    assert.equal((await press(page, 'form[action$="/vetting"] .btn')).status(), 422, 'the number that the person gave');
    assert.equal(await page.inputValue('#spoken_to'), 'Claire Dumas', 'nothing typed is lost');
    await page.fill('#number', '+33 1 99 00 44 00');
    await press(page, 'form[action$="/vetting"] .btn');
    await confirmed(page, account);
    await tour.screen('4-check');
    assert.match(await text(page), /\+33 1 99 00 44 00/);
    await press(page, 'form[action$="/submission"] .btn');
    await confirmed(page, account);
    assert.match(path(page), /^\/desk\/contacts\/\w+$/);
    await tour.screen('5-sent');
    person.path = path(page);
    await page.goto(`${person.path}/vetting`);
    assert.equal(await page.locator('form[action$="/decision"]').count(), 0, 'who wrote it down does not decide');
    tour.done(5);
  });

  test(`the second officer decides and prints the letter, in ${lang}`, async (stage) => {
    const account = stage.account('vetting', two);
    const page = await stage.as(account, { script: true });
    await speak(page, lang);
    const tour = new Tour(stage, page, lang, 'decide');
    await page.goto('/desk');
    await press(page, `main a:has-text("${person.name}")`);
    await tour.screen('1-evidence');
    await press(page, 'form[action$="/decision"] .btn');
    const failed = new Tour(stage, page, lang, 'decide');
    await failed.screen('mistakes', true);
    failed.done(1);
    await page.check('#approve');
    await page.fill('#reason', lang === 'fr' ? 'Le standard confirme la demande' : 'The switchboard confirms');
    if (await page.locator('#lookalikes_seen').count()) await page.check('#lookalikes_seen');
    await press(page, 'form[action$="/decision"] .btn');
    await confirmed(page, account);
    assert.match(path(page), /\/letter$/);
    await tour.screen('2-letter');
    await press(page, 'form[action$="/letter"] .btn');
    await confirmed(page, account);
    await tour.screen('3-printed');
    const code = (await text(page, '.paper .key')).trim();
    assert.match(code, /^([2-9A-HJKMNP-Z]{4}-){2}[2-9A-HJKMNP-Z]{4}$/);
    person.letter = code;
    if (process.env.SHOTS) await page.pdf({ path: join(SHOTS, `letter-${lang}.pdf`) });
    await press(page, 'main .btns a.btn');
    assert.ok(!(await text(page)).includes(code), 'the code is shown once');
    tour.done(4);
  });

  test(`access is cut in four screens, in ${lang}`, async (stage) => {
    const account = stage.account('vetting', two);
    const page = await stage.as(account, { script: true });
    await speak(page, lang);
    const tour = new Tour(stage, page, lang, 'cut');
    await page.goto(person.path);
    await tour.screen('1-contact');
    await press(page, 'a[href$="/revocation"]');
    await tour.screen('2-reason');
    assert.equal((await press(page, 'form[action$="/revocation"] .btn')).status(), 422);
    await page.check('#reason-lost');
    await press(page, 'form[action$="/revocation"] .btn');
    if (path(page) === '/account/confirm') await tour.screen('3-confirm');
    await confirmed(page, account);
    await tour.screen('4-done');
    assert.equal(await page.locator('main time').count(), 1);
    await press(page, 'a[href$="/restoration"]');
    const back = new Tour(stage, page, lang, 'cut');
    await back.screen('5-restoration');
    back.done(1);
    // Whoever holds the letter finds it dead.
    const stranger = await (await stage.context({ lang })).newPage();
    await stranger.goto('/enrol');
    await stranger.fill('#letter_code', person.letter);
    await stranger.fill('#email_code', '123456');
    assert.equal((await press(stranger, 'form[action="/enrol"] .btn')).status(), 422);
    tour.done(4);
  });
}

test('one sees to one’s own means of sign-in', async (stage) => {
  const account = stage.account('contact', 5);
  for (const lang of ['fr', 'en']) {
    const page = await (await stage.context({ lang, script: true })).newPage();
    await stage.signIn(page, account);
    await speak(page, lang);
    const tour = new Tour(stage, page, lang, 'means');
    for (const [name, at] of [['account', '/account'], ['passphrase', '/account/passphrase'], ['authenticator', '/account/authenticator'],
      ['sessions', '/account/sessions'], ['codes', '/account/recovery-codes'], ['confirm', '/account/confirm']]) {
      await page.goto(at);
      await tour.screen(name);
    }
    await page.goto('/account/authenticator');
    await press(page, 'form[action="/account/authenticator/key"] .btn');
    await tour.screen('authenticator-key');
    account.totp_secret = (await text(page, 'main p.key')).replaceAll(/\s/g, '');
    await page.fill('#code', await freshCode(account.totp_secret));
    await press(page, 'form[action="/account/authenticator"] .btn');
    assert.equal(path(page), '/account');
    await page.goto('/account/recovery-codes');
    await press(page, 'form[action="/account/recovery-codes"] .btn');
    await tour.screen('codes-drawn');
    const codes = await page.locator('.codes li').allInnerTexts();
    assert.equal(codes.length, 10);
    await page.check('#kept');
    await press(page, 'form[action="/account/recovery-codes/kept"] .btn');
    // The telephone is lost: a code of the sheet, then a new app.
    const lost = await (await stage.context({ lang, script: true })).newPage();
    await lost.goto('/login');
    await lost.fill('#username', account.email);
    await lost.fill('#password', account.passphrase);
    await press(lost, 'form[action="/login"] .btn');
    await press(lost, 'a[href="/login/recovery"]');
    const way = new Tour(stage, lost, lang, 'recovery');
    await way.screen('1-code');
    await lost.fill('#recovery_code', codes[0].toLowerCase());
    await press(lost, 'form[action="/login/recovery"] .btn');
    await lost.goto('/advisories');
    assert.equal(path(lost), '/account/authenticator', 'nothing else opens');
    await way.screen('2-app');
    await press(lost, 'form[action="/account/authenticator/key"] .btn');
    account.totp_secret = (await text(lost, 'main p.key')).replaceAll(/\s/g, '');
    await lost.fill('#code', await freshCode(account.totp_secret));
    await press(lost, 'form[action="/account/authenticator"] .btn');
    assert.equal(path(lost), '/account');
    await page.goto('/account');
    assert.match(path(page), /^\/login/, 'the other session has ended');
    tour.done(10);
    way.done(2);
  }
});
