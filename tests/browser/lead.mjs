// A party's lead contact: proposes somebody, sees it under way, takes it back, cuts a colleague, reads the activity. Without
// script, in both languages; each page is looked at as pages.mjs does.
import assert from 'node:assert/strict';
import { inspect, pictures, watch } from './checks.mjs';
import { here, path, press, test, text } from './helpers.mjs';

const PARTY = 'union-des-collines';
const WORDS = {
  fr: { proposed: /Proposé/, none: /Aucune proposition/, cut: /L’accès est coupé/, why: 'Elle tient l’informatique du siège.' },
  en: { proposed: /Proposed/, none: /No proposal/, cut: /The access is cut/, why: 'She runs the computers of the head office.' },
};

async function speak(page, lang) {
  await page.goto('/help/genuine');
  if (await page.locator('html').getAttribute('lang') !== lang) await press(page, `button[name=language][value=${lang}]`);
}

for (const [n, lang] of ['fr', 'en'].entries()) {
  const words = WORDS[lang];
  test(`a lead proposes somebody, sees it under way and takes it back (${lang})`, async (stage) => {
    const page = await stage.as(stage.account('lead', 0, PARTY));
    await speak(page, lang);
    await page.goto('/');
    await press(page, 'nav a[href="/party"]');
    await press(page, 'main a.btn');
    assert.equal(path(page), '/party/contacts/new');
    await pictures(page, 'lead-propose', lang);
    await press(page, 'form[action="/party/contacts"] .btn');
    assert.equal(await here(page), 'errs', 'the summary has the focus');
    assert.deepEqual(await page.locator('.errs a').evaluateAll((l) => l.map((a) => a.hash)), ['#name', '#role', '#email', '#phone', '#why']);
    await pictures(page, 'lead-propose-mistakes', lang);
    await page.fill('#name', 'Ana Chêne');
    await page.locator('label[for=role-contact]').click();
    await page.fill('#email', 'ana.chene@collines.example');
    await page.fill('#phone', '+33 6 99 00 00 77');
    await page.fill('#why', words.why);
    await press(page, 'form[action="/party/contacts"] .btn');
    assert.equal(path(page), '/party');
    const row = page.locator('#coming + table tbody tr', { hasText: 'Ana Chêne' });
    assert.match(await row.innerText(), words.proposed);
    await pictures(page, 'lead-party', lang);
    await press(page, row.locator('form[action$="/withdrawal"] button'));
    assert.equal(await page.getByText('Ana Chêne').count(), 0);
    assert.match(await text(page), words.none);
  });

  test(`a lead cuts a colleague, whose next request is refused (${lang})`, async (stage) => {
    const colleague = stage.account('contact', n, PARTY);
    const [page, theirs] = [await stage.as(stage.account('lead', 0, PARTY)), await stage.as(colleague)];
    await theirs.goto('/advisories');
    assert.equal(path(theirs), '/advisories');
    await speak(page, lang);
    await page.goto('/party');
    await press(page, page.locator('tbody tr', { hasText: colleague.name }).locator('a'));
    await pictures(page, 'lead-cut', lang);
    await press(page, 'main .btn.danger');
    assert.deepEqual(await page.locator('.errs a').evaluateAll((l) => l.map((a) => a.hash)), ['#reason'], 'a reason is asked for');
    await page.locator('label[for=reason-lost]').click();
    await press(page, 'main .btn.danger');
    assert.match(await text(page, 'h1'), words.cut);
    assert.ok(await page.locator('main time').count() === 1 && (await text(page)).includes(colleague.name));
    await pictures(page, 'lead-cut-done', lang);
    await theirs.goto('/advisories');
    assert.equal(path(theirs), '/login');
    await page.goto('/party/activity');
    assert.ok(await page.locator('tbody tr').count() > 0);
    await pictures(page, 'lead-activity', lang);
    // The other side: what the agency opened of the party's. An officer opens a record first.
    const officer = await stage.as(stage.account('vetting', 0));
    await officer.goto(`/desk/parties/${PARTY}`);
    await press(officer, officer.locator('th a').first());
    const name = await text(officer, 'h1');
    await press(page, '.tabs li:last-child a');
    const line = await page.locator('tbody tr').first().innerText();
    assert.ok(line.includes(name) && line.includes(stage.account('vetting', 0).name), line);
    await pictures(page, 'lead-opened', lang);
    await page.goto('/account');
    await press(page, 'main a[href="/account/activity"]');
    assert.ok(await page.locator('tbody tr').count() > 0);
    await pictures(page, 'own-activity', lang);
  });
}

test('the pages of a lead and of two officers are in order, in both languages', async (stage) => {
  const lead = await stage.as(stage.account('lead', 0, 'parti-de-l-erable'), { script: true, lately: true });
  const officer = await stage.as(stage.account('vetting', 0), { script: true, lately: true });
  await lead.goto('/party');
  const cut = await lead.locator('main a[href$="/revocation"]').first().getAttribute('href');
  await lead.goto('/party/contacts/new');
  await lead.fill('#name', 'Ana Chêne');
  await lead.locator('label[for=role-directory]').click();
  await lead.fill('#email', 'ana.chene@erable.example');
  await lead.fill('#phone', '+33 6 99 00 00 78');
  await lead.fill('#why', 'Elle tient l’informatique du siège.');
  await press(lead, 'form[action="/party/contacts"] .btn');
  // A party that waits, with a Cyrillic letter in its name, and one whose suspension waits.
  await officer.goto('/desk/parties/new');
  await officer.fill('#name', 'Pаrti de l’Érable');
  await officer.fill('#switchboard', '+33 1 99 00 00 78');
  await officer.fill('#source', 'https://annuaire.example');
  await press(officer, 'form[action="/desk/parties"] .btn');
  assert.match(await text(officer, '.warn-box'), /U\+0430/);
  const wrong = [];
  const look = async (page, lang, failed = false) => {
    const found = await inspect(page, { lang, failed, origin: stage.demo.url });
    wrong.push(...found.wrong.map((what) => `${lang} ${path(page)}${failed ? ' with mistakes' : ''}: ${what}`));
  };
  await look(officer, 'fr', true);
  await pictures(officer, 'party-lookalikes', 'fr');
  await officer.locator('#lookalikes_seen').check();
  await press(officer, 'form[action="/desk/parties"] .btn');
  const waiting = path(officer);
  const other = await stage.as(stage.account('vetting', 1), { script: true });
  await officer.goto('/desk/parties/alliance-du-fleuve');
  await officer.fill('#reason', 'Le standard ne répond plus.');
  await press(officer, 'form[action$="/suspension"] .btn');
  for (const lang of ['fr', 'en']) {
    for (const [page, paths] of [
      [lead, ['/party', '/party/contacts/new', cut, '/party/activity', '/party/activity?of=agency', '/account/activity']],
      [officer, [waiting, '/desk/parties', '/desk/parties/new']],
      [other, ['/desk/parties/alliance-du-fleuve']],
    ]) {
      await speak(page, lang);
      watch(page);
      for (const at of paths) {
        await page.goto(at);
        await look(page, lang);
      }
    }
    await pictures(other, 'party-decision', lang);
    await lead.goto(cut);
    await press(lead, 'main .btn.danger');
    await look(lead, lang, true);
  }
  assert.deepEqual(wrong, []);
  // The other officer refuses, and the party goes on.
  await other.goto('/desk/parties/alliance-du-fleuve');
  await other.locator('label[for=decision-refuse]').click();
  await press(other, 'form[action$="/decision"] .btn');
  assert.equal(await other.locator('form[action$="/decision"]').count(), 0);
});
