// The main job, as people do it: by clicking, without script.
import assert from 'node:assert/strict';
import { here, path, press, test, text } from './helpers.mjs';

const TITLE = 'Essai : la passerelle de messagerie doit être mise à jour';
const WORD = 'passerelle de messagerie doit';
let ref;

const go = (page, href) => press(page, `a[href="${href}"]`);

test('an author writes an advisory and sends it for review', async (stage) => {
  const page = await stage.as(stage.account('author', 0));
  await go(page, '/desk/advisories');
  await go(page, '/desk/advisories/new');
  await page.fill('#title', TITLE);
  await page.getByLabel('Français').check();
  await page.locator('input[name=model]').first().check();
  await press(page, 'form[action="/desk/advisories"] .btn');
  ref = path(page).split('/')[3];
  assert.match(ref, /^\d{4}-[A-Z0-9]{4}$/);
  assert.equal(await page.locator('form[action$="/submission"]').count(), 0, 'nothing to send yet');

  await go(page, `/desk/advisories/${ref}/content`);
  assert.equal(await page.inputValue('#title'), TITLE);
  await page.fill('#summary', 'Une faille permet de lire le courrier sans mot de passe.');
  await page.fill('#actions', 'Installer la version 4.2.1.\nChanger les mots de passe des administrateurs.');
  await page.fill('#body', '## Risques\n\nLecture du courrier.\n\n## Solution\n\nInstaller la version **4.2.1**.');
  await page.fill('#indicators', 'domain, relais.example, relais de l’attaquant');
  await page.fill('#references', 'https://example.org/bulletin');
  await press(page, `form[action="/desk/advisories/${ref}/content"] .btn`);
  assert.equal(path(page), `/desk/advisories/${ref}`);

  await go(page, `/desk/advisories/${ref}/marking`);
  await page.locator('label:has-text("TLP:AMBER+STRICT")').click();
  await page.locator('label[for=severity-high]').click();
  await press(page, 'form[action$="/marking"] .btn');

  await go(page, `/desk/advisories/${ref}/recipients`);
  assert.equal(await page.locator('input[name=audience]:checked').count(), 0, 'no audience is chosen beforehand');
  await page.locator('label[for=some]').click();
  await page.locator('label[for="party-parti-de-l-erable"]').click();
  await press(page, 'form[action$="/recipients"] .btn');
  assert.equal(await page.locator('.errs').count(), 1, 'a smaller audience needs a reason');
  assert.equal(await page.locator('#some').isChecked() && await page.locator('#party-parti-de-l-erable').isChecked(), true, 'choices are kept');
  await page.fill('#reason', 'Seul ce parti emploie ce logiciel.');
  await press(page, 'form[action$="/recipients"] .btn');

  await press(page, `a[href^="/desk/advisories/${ref}/preview"]`);
  await page.selectOption('#party', 'parti-de-l-erable');
  await press(page, 'form[action$="/preview"] .btn');
  assert.match(await text(page), /Installer la version 4\.2\.1/);
  assert.equal(await page.locator('main .now li').count(), 2);
  await page.selectOption('#party', 'alliance-du-fleuve');
  await press(page, 'form[action$="/preview"] .btn');
  assert.doesNotMatch(await text(page), /4\.2\.1|Essai/, 'the preview for a party without access shows nothing, not even the title');

  await go(page, `/desk/advisories/${ref}`);
  await press(page, 'form[action$="/submission"] .btn');
  assert.equal(await page.locator('form[action$="/submission"]').count(), 0);
  assert.equal(await page.locator(`a[href="/desk/advisories/${ref}/review"]`).count(), 0, 'nobody reviews their own text');
});

test('before it is published, its readers find nothing', async (stage) => {
  const page = await stage.as(stage.account('contact', 0, 'parti-de-l-erable'));
  assert.equal((await page.goto(`/advisories/${ref}`)).status(), 404);
  await page.goto('/advisories');
  assert.equal(await page.getByText(TITLE).count(), 0);
});

test('an approver sees who will read it, and publishes it', async (stage) => {
  const page = await stage.as(stage.account('approver', 0));
  await page.goto('/');
  await go(page, `/desk/advisories/${ref}/review`);
  const names = await text(page, '.people');
  for (const reader of stage.demo.accounts.filter((a) => a.party === 'parti-de-l-erable')) assert.match(names, new RegExp(reader.name));
  for (const other of stage.demo.accounts.filter((a) => a.party === 'alliance-du-fleuve')) assert.doesNotMatch(names, new RegExp(other.name));
  assert.match(await text(page), /Seul ce parti emploie ce logiciel/, 'the reason for a smaller audience is shown');
  await press(page, 'form[action$="/publication"] .btn');
  assert.match(await text(page), new RegExp(stage.account('approver', 0).name));
});

test('a contact reads it, confirms, and says what is under way', async (stage) => {
  const page = await stage.as(stage.account('contact', 0, 'parti-de-l-erable'));
  await page.goto('/');
  await go(page, '/advisories');
  await go(page, `/advisories/${ref}`);
  assert.equal(await page.locator('html').getAttribute('lang'), 'fr');
  const order = await page.locator('article h1, article .now, article #summary, article .md, article #indicators, article #sharing').evaluateAll((l) => l.map((e) => e.id || e.className || e.tagName));
  assert.deepEqual(order, ['H1', 'now', 'summary', 'md', 'indicators', 'sharing'], 'what to do comes before the analysis');
  assert.match(await text(page, 'article table'), /relais\[\.\]example/, 'indicators cannot be clicked by mistake');
  await press(page, 'form[action$="/acknowledgement"] .btn');
  assert.equal(path(page), `/advisories/${ref}`);
  await page.reload();
  assert.equal(await page.locator('input[name=state][value=read]').isChecked(), true);
  await page.locator('label[for=stand-acting]').click();
  await press(page, 'form[action$="/acknowledgement"] .btn');
  assert.equal(await page.locator('input[name=state][value=acting]').isChecked(), true);
  await go(page, '/advisories');
  assert.equal(await page.locator(`#confirmed + .rows a[href="/advisories/${ref}"]`).count(), 1, 'it moved to the confirmed ones');
});

test('the contact of another party finds nothing: page, list, search', async (stage) => {
  const page = await stage.as(stage.account('contact', 0, 'alliance-du-fleuve'));
  const shown = async (at) => {
    const answer = await page.goto(at);
    return [answer.status(), (await answer.text()).replaceAll(/(name="csrf" value=")[^"]*/g, '$1')];
  };
  assert.deepEqual(await shown(`/advisories/${ref}`), await shown('/advisories/2026-ZZZZ'), 'the same answer as for what does not exist');
  assert.equal((await page.goto(`/advisories/${ref}/indicators.csv`)).status(), 404);
  await page.goto('/advisories');
  await page.fill('#q', WORD);
  await press(page, 'form.find .btn');
  assert.equal(await page.locator(`.row a[href="/advisories/${ref}"]`).count(), 0, 'others with these words, but not this one');
  for (const at of ['/advisories?sort=date', '/advisories?sort=severity', `/search?q=${encodeURIComponent(WORD)}`, '/']) {
    await page.goto(at);
    assert.equal(await page.getByText(TITLE).count(), 0, at);
  }
});

test('the contact of the party finds it by a word of the text', async (stage) => {
  const page = await stage.as(stage.account('contact', 1, 'parti-de-l-erable'));
  await page.goto('/advisories');
  await page.fill('#q', WORD);
  await press(page, 'form.find .btn');
  assert.equal(await page.locator(`.row a[href="/advisories/${ref}"]`).count(), 1);
});

test('a provider’s telephone is two clicks from any page', async (stage) => {
  const page = await stage.as(stage.account('contact', 0, 'parti-de-l-erable'));
  for (const from of ['/', `/advisories/${ref}`, '/account', '/help/tlp']) {
    await page.goto(from);
    await go(page, '/providers');
    await press(page, '.needs a.tile[href*="need=response"]');
    assert.ok(await page.locator('.prov a[href^="tel:"]').count() > 0, from);
    assert.equal(await page.locator('.tile[aria-current]').count(), 1);
  }
  await press(page, '.prov h3 a');
  assert.match(await page.locator('main a[href^="tel:"]').first().getAttribute('href'), /^tel:\+?\d{6,}$/);
  await page.goto('/');
  assert.equal(await page.locator('.sos a').count(), 1, 'the emergency link is on every page');
});

test('the auditor sees all of it in the log', async (stage) => {
  const page = await stage.as(stage.account('auditor'));
  await page.goto('/desk');
  await press(page, 'nav a[href="/audit"]');
  await page.fill('#object', ref);
  await press(page, 'form.filters .btn');
  const log = await text(page, 'table.log');
  for (const [role, n] of [['author', 0], ['approver', 0], ['contact', 0]]) {
    const { name } = stage.account(role, n, role === 'contact' ? 'parti-de-l-erable' : undefined);
    assert.match(log, new RegExp(name));
  }
  const actions = await page.locator('table.log tbody tr').count();
  assert.ok(actions >= 8, `${actions} records: draft, content, marking, recipients, submission, publication, reading, confirmations`);
  assert.doesNotMatch(log, /passerelle/, 'the log shows no content');
  await press(page, 'table.log tbody th a');
  assert.match(await text(page), /[0-9a-f]{64}/);
  await page.goto('/audit');
  await page.fill('#actor', stage.account('contact', 0, 'alliance-du-fleuve').email);
  await page.fill('#object', ref);
  await press(page, 'form.filters .btn');
  assert.ok((await page.locator('table.log tbody tr').count()) >= 1, 'the attempt of the other party is there as well');
});

test('the auditor verifies the log and keeps a checkpoint', async (stage) => {
  const page = await stage.as(stage.account('auditor'));
  await page.goto('/audit');
  await press(page, 'main a[href="/audit/verification"]');
  await press(page, 'main form .btn');
  await page.waitForSelector('.ok-box', { timeout: 60_000 });
  assert.match(await text(page, '.ok-box'), /\d/, 'one sentence says how many records stand');
  await page.goto('/audit/entries/3');
  const proof = page.waitForEvent('download');
  await page.click('a[href$="/proof"]');
  assert.equal((await proof).suggestedFilename(), 'entry-3.tlog-proof');
  await page.goto('/audit/checkpoints');
  const kept = page.waitForEvent('download');
  await page.click('table.log tbody th a');
  assert.match((await kept).suggestedFilename(), /^checkpoint-\d+\.txt$/);
  assert.equal(await page.locator('.warn-box').count(), 1, 'that there is no witness is said');
  await page.goto('/audit/verification');
  await page.fill('#checkpoint', 'nonsense');
  await press(page, 'main form .btn');
  assert.equal(await page.inputValue('#checkpoint'), 'nonsense');
  assert.equal(await page.locator('#checkpoint[aria-invalid=true]').count(), 1);
});

test('the language changes and the page stays', async (stage) => {
  const page = await stage.as(stage.account('contact', 1, 'parti-de-l-erable'));
  await page.goto('/providers?need=response');
  const french = await text(page, 'h1');
  await press(page, 'button[name=language][value=en]');
  assert.equal(new URL(page.url()).search, '?need=response');
  assert.equal(await page.locator('html').getAttribute('lang'), 'en');
  assert.notEqual(await text(page, 'h1'), french);
  await page.goto(`/advisories/${ref}`);
  assert.equal(await page.locator('h1').getAttribute('lang'), 'fr', 'a text in another language says so');
  await press(page, 'button[name=language][value=fr]');
  assert.equal(await page.locator('html').getAttribute('lang'), 'fr');
});

test('signing out ends the session', async (stage) => {
  const context = await stage.context();
  const page = await context.newPage();
  await page.goto('/advisories');
  assert.equal(path(page), '/login', 'who is not signed in is asked to');
  await stage.signIn(page, stage.account('contact', 0, 'union-des-collines'));
  assert.equal(path(page), '/advisories', 'and comes back to where they were going');
  const cookies = await context.cookies();
  await press(page, 'form[action="/logout"] button');
  assert.equal(path(page), '/');
  await page.goto('/advisories');
  assert.equal(path(page), '/login');
  await context.addCookies(cookies);
  await page.goto('/advisories');
  assert.equal(path(page), '/login', 'the old cookie is worth nothing');
});

test('the keyboard alone signs somebody in', async (stage) => {
  const context = await stage.context();
  const page = await context.newPage();
  const { email, passphrase } = stage.account('contact', 1, 'union-des-collines');
  await page.goto('/login');
  await page.keyboard.press('Tab');
  const skip = page.locator('.skip');
  assert.equal(await here(page), 'skip');
  const box = await skip.boundingBox();
  assert.ok(box.x >= 0 && box.height >= 24, 'the skip link is visible when it has the focus');
  await page.keyboard.press('Enter');
  assert.equal(await here(page), 'content', 'it moves the focus to the content');
  await page.keyboard.press('Tab');
  assert.equal(await here(page), 'username');
  await page.keyboard.type(email);
  await page.keyboard.press('Tab');
  assert.equal(await here(page), 'password');
  await page.keyboard.type(passphrase);
  await Promise.all([page.waitForURL('**/login/code'), page.keyboard.press('Enter')]);
  const stops = [];
  for (let i = 0; i < 20; i += 1) {
    await page.keyboard.press('Tab');
    stops.push(await page.evaluate(() => document.activeElement.closest('header,nav,main,footer')?.tagName ?? document.activeElement.className));
  }
  const order = stops.filter((stop, i) => stop !== stops[i - 1]);
  assert.deepEqual(order.slice(0, 4), ['skip', 'HEADER', 'MAIN', 'FOOTER'], 'the order of the picture');
});
