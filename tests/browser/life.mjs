// The advisory's life (UX 4.3 and 4.4), in both languages and without script: written by several hands, reviewed against what
// was approved before, released at a time, corrected, read, and proven to be the agency's.
import assert from 'node:assert/strict';
import { inspect, pictures, watch } from './checks.mjs';
import { path, press, test, text } from './helpers.mjs';

const ours = 'parti-de-l-erable';
const theirs = 'alliance-du-fleuve';
const go = (page, href) => press(page, `a[href="${href}"]`);

/** Opens somebody's page in a language of the pages. */
async function as(stage, role, n, lang, party) {
  const page = await stage.as(stage.account(role, n, party));
  await page.goto('/help/genuine');
  if (await page.locator('html').getAttribute('lang') !== lang) await press(page, `button[name=language][value=${lang}]`);
  return page;
}

/** What must hold on the page that is open now, in a second context with script for axe. */
async function sound(stage, page, name, lang, options = {}) {
  await pictures(page, `life-${name}`, lang);
  const context = await stage.context({ lang, script: true, storageState: await page.context().storageState() });
  const copy = await context.newPage();
  const seen = watch(copy);
  if (options.html) await copy.setContent(await page.content()); else await copy.goto(page.url());
  const found = await inspect(copy, { lang, origin: stage.demo.url }, seen);
  await context.close();
  assert.equal(found.wrong.join('\n'), '', `${name} ${lang}`);
}

// French comes last: the language is kept with the account, and what follows expects it.
for (const lang of ['en', 'fr']) {
  const T = lang === 'fr'
    ? { title: 'Courriels imitant la messagerie', second: 'Courriels imitant la messagerie du parti', other: 'Mail that imitates webmail', alert: 'Alerte : pièces jointes piégées', changed: 'Modifié depuis votre lecture', ours: 'en vigueur', notOurs: 'ne vient pas', readIn: 'Read in English' }
    : { title: 'Mail that imitates webmail', second: 'Mail that imitates the party’s webmail', other: 'Courriels imitant la messagerie', alert: 'Alert: trapped attachments', changed: 'Changed since you read it', ours: 'ours and current', notOurs: 'not ours', readIn: 'Lire en français' };
  let ref;

  test(`${lang}: an author writes in sections, in both languages, with an annex, a file and a co-author`, async (stage) => {
    const page = await as(stage, 'author', 0, lang);
    await page.goto('/desk/advisories/new');
    await page.fill('#title', T.title);
    await page.locator(`label[for=${lang}]`).click();
    await page.locator('label[for=model-threat-report]').click();
    await sound(stage, page, 'new', lang);
    await press(page, 'form[action="/desk/advisories"] .btn');
    ref = path(page).split('/')[3];
    const desk = `/desk/advisories/${ref}`;

    await go(page, `${desk}/content`);
    assert.match(await page.inputValue('#body'), /^## /, 'the model has left its headings');
    await page.fill('#actions', 'Bloquer le domaine\nPrévenir les équipes');
    await page.fill('#summary', 'Une campagne vise les partis.');
    await page.fill('#risks', '- Vol de courriels\n- Divulgation');
    await page.fill('#solution', 'Ouvrir la messagerie **depuis un favori**.');
    await page.fill('#indicators', 'domain, messagerie-parti.example, vu le 9 mars');
    await page.fill('#references', 'Bulletin — https://cert.example/bulletin');
    await sound(stage, page, 'content', lang);
    await press(page, 'button[name=then][value=preview]');
    assert.equal(await page.locator('#preview h2').count() > 2, true, 'the preview shows the sections');
    await press(page, `form[action="${desk}/content"] .btn`);

    await go(page, `${desk}/translation`);
    await page.fill('#title', T.other);
    await page.fill('#summary', 'A campaign targets parties.');
    await page.fill('#actions', 'Block the domain');
    await page.fill('#risks', 'Theft of mail');
    await press(page, `form[action="${desk}/translation"] .btn`);
    await go(page, `${desk}/translation`);
    await sound(stage, page, 'translation', lang);

    await go(page, desk);
    await go(page, `${desk}/marking`);
    await page.locator('label:has-text("TLP:AMBER+STRICT")').click();
    await page.locator('label[for=severity-high]').click();
    await page.locator('label[for=to_providers-yes]').click();
    await sound(stage, page, 'marking', lang);
    await press(page, 'form[action$="/marking"] .btn');
    await go(page, `${desk}/recipients`);
    await page.locator('label[for=some]').click();
    await page.locator(`label[for="party-${ours}"]`).click();
    await page.fill('#reason', 'Seul ce parti est visé.');
    await press(page, 'form[action$="/recipients"] .btn');

    await go(page, `${desk}/annexes`);
    await sound(stage, page, 'annexes', lang);
    await go(page, `${desk}/annexes/${ours}`);
    await page.fill('#body', 'Votre domaine **erable-messagerie.example** est imité.');
    await sound(stage, page, 'annex', lang);
    await press(page, 'form[action*="/annexes/"] .btn');
    await go(page, desk);

    await go(page, `${desk}/attachments`);
    await page.setInputFiles('#file', { name: 'Liste des domaines.csv', mimeType: 'text/csv', buffer: Buffer.from('domain\nmessagerie-parti.example\n') });
    await press(page, 'form[enctype] .btn');
    assert.match(await text(page, '.tasks'), /Liste des domaines\.csv/);
    await page.setInputFiles('#file', { name: 'rapport.pdf', mimeType: 'application/pdf', buffer: Buffer.from('MZ…') });
    const refused = await press(page, 'form[enctype] .btn');
    assert.equal(refused.status(), 422);
    assert.match(await text(page, '#file-e'), /PDF/);
    await page.goto(`${desk}/attachments`);
    await sound(stage, page, 'attachments', lang);

    await page.goto(desk);
    await go(page, `${desk}/authors`);
    await page.locator(`label:has-text("${stage.account('author', 1).name}")`).click();
    await sound(stage, page, 'authors', lang);
    await press(page, 'form[action$="/authors"] .btn');
    await page.goto(`${desk}/preview?party=${ours}&language=${lang}`);
    assert.match(await text(page), /erable-messagerie/);
    await sound(stage, page, 'preview', lang);
    await page.goto(`${desk}/preview?party=${theirs}`);
    assert.doesNotMatch(await text(page), /erable-messagerie|messagerie-parti/);
    await page.goto(desk);
    await sound(stage, page, 'tasks', lang);
    await press(page, 'form[action$="/submission"] .btn');
  });

  test(`${lang}: an approver reviews it and plans its release, the author takes it back`, async (stage) => {
    const desk = `/desk/advisories/${ref}`;
    const page = await as(stage, 'approver', 0, lang);
    await page.goto('/desk');
    await go(page, `${desk}/review`);
    assert.equal(await page.locator('ol.checks li').count(), 5);
    assert.match(await text(page, '.annex'), /erable-messagerie/);
    await sound(stage, page, 'review', lang);
    await page.fill('#publish_at', '2001-01-01T10:00');
    assert.equal((await press(page, 'form[action$="/publication"] .btn')).status(), 422);
    assert.equal(await page.inputValue('#publish_at'), '2001-01-01T10:00', 'what was typed is kept');
    await page.fill('#publish_at', new Date(Date.now() + 40 * 86_400_000).toISOString().slice(0, 16));
    await press(page, 'form[action$="/publication"] .btn');
    assert.equal(path(page), desk);
    await sound(stage, page, 'scheduled', lang);
    const reader = await as(stage, 'contact', 0, lang, ours);
    assert.equal((await reader.goto(`/advisories/${ref}`)).status(), 404, 'staff alone see what is planned');
    const author = await as(stage, 'author', 0, lang);
    await author.goto(desk);
    await press(author, 'form[action$="/recall"] .btn');
    assert.equal(await author.locator('.banner').count(), 1, 'the page says that the approval no longer holds');
    await sound(stage, author, 'void', lang);
    await press(author, 'form[action$="/submission"] .btn');
    await page.goto(`${desk}/review`);
    await press(page, 'form[action$="/publication"] .btn');
    assert.equal(await page.locator('.ok-box').count(), 1);
  });

  test(`${lang}: its reader sees what to do and what to share, and another party sees nothing`, async (stage) => {
    const page = await as(stage, 'contact', 0, lang, ours);
    await page.goto('/advisories');
    await go(page, `/advisories/${ref}`);
    assert.equal(await page.locator('main h1').innerText(), T.title);
    const order = await page.locator('article .now, article #summary, article .md, article .annex, article #indicators, article #sharing').evaluateAll((l) => l.map((e) => e.id || e.className));
    assert.deepEqual(order, ['now', 'summary', 'md', 'annex', 'md', 'indicators', 'sharing']);
    assert.match(await text(page, '.share'), lang === 'fr' ? /prestataire/ : /provider/);
    await sound(stage, page, 'advisory', lang);
    await press(page, '.langs a');
    assert.equal(await page.locator('main h1').innerText(), T.other);
    await sound(stage, page, 'other-language', lang);
    await page.goto(`/advisories/${ref}`);
    await press(page, 'form[action$="/acknowledgement"] .btn');
    const other = await as(stage, 'contact', 0, lang, theirs);
    assert.equal((await other.goto(`/advisories/${ref}`)).status(), 404);
    await other.goto('/search?q=erable-messagerie');
    assert.equal(await other.locator('.row').count(), 0);
  });

  test(`${lang}: a correction is reviewed word by word and its reader sees what changed`, async (stage) => {
    const desk = `/desk/advisories/${ref}`;
    const author = await as(stage, 'author', 0, lang);
    await author.goto(desk);
    await press(author, 'form[action$="/versions"] .btn');
    await go(author, `${desk}/content`);
    await author.fill('#title', T.second);
    await author.fill('#change_note', 'Un titre plus juste');
    await press(author, `form[action="${desk}/content"] .btn`);
    assert.equal(await author.locator('form[action$="/submission"]').count(), 0, 'the other language does not say yet what changed');
    await go(author, `${desk}/translation`);
    await author.fill('#change_note', 'A better title');
    await press(author, `form[action="${desk}/translation"] .btn`);
    await go(author, `${desk}/recipients`);
    await author.locator(`label[for="party-${theirs}"]`).click();
    await press(author, 'form[action$="/recipients"] .btn');
    await press(author, 'form[action$="/submission"] .btn');
    const approver = await as(stage, 'approver', 1, lang);
    await approver.goto(`${desk}/review`);
    assert.ok(await approver.locator('.diff ins').count() > 0, 'the word that is new is marked');
    assert.match(await text(approver, '#audience'), /Alliance du Fleuve/);
    await sound(stage, approver, 'review-changes', lang);
    await press(approver, 'form[action$="/publication"] .btn');

    const page = await as(stage, 'contact', 0, lang, ours);
    await page.goto('/advisories');
    assert.match(await text(page, '.rows'), new RegExp(T.changed));
    await go(page, `/advisories/${ref}`);
    await sound(stage, page, 'changed', lang);
    await page.goto(`/advisories/${ref}/changes/1`);
    assert.ok(await page.locator('.diff ins').count() > 0);
    await sound(stage, page, 'changes', lang);
    await page.goto('/search?q=messagerie');
    assert.ok(await page.locator('.snippet mark').count() > 0, 'why it was found is shown');
    await sound(stage, page, 'search', lang);
  });

  test(`${lang}: a document is checked, and the desk sees who has read`, async (stage) => {
    const page = await as(stage, 'contact', 0, lang, ours);
    await page.goto(`/advisories/${ref}`);
    const [download] = await Promise.all([page.waitForEvent('download'), page.locator('a[href$="/advisory.txt"]').click()]);
    await page.goto('/verify');
    await sound(stage, page, 'verify', lang);
    await page.setInputFiles('#file', await download.path());
    await press(page, 'form[action="/verify/file"] .btn');
    assert.match(await text(page, '#answer'), new RegExp(T.ours));
    await pictures(page, 'life-verify-ours', lang);
    await page.setInputFiles('#file', { name: 'faux.txt', mimeType: 'text/plain', buffer: Buffer.from('Vigie advisory, format 1\n') });
    await press(page, 'form[action="/verify/file"] .btn');
    assert.match(await text(page, '#answer'), new RegExp(T.notOurs));
    await pictures(page, 'life-verify-forged', lang);

    const desk = await as(stage, 'approver', 0, lang);
    await desk.goto(`/desk/advisories/${ref}`);
    await go(desk, `/desk/advisories/${ref}/readership`);
    await desk.locator('main summary').first().click();
    assert.match(await text(desk), new RegExp(stage.account('contact', 0, ours).name));
    await sound(stage, desk, 'readership', lang);
    await press(desk, 'form[action$="/reminder"] .btn');
    assert.equal(await desk.locator('.ok-box').count(), 1);
    await desk.goto('/desk/treatment');
    await sound(stage, desk, 'treatment', lang);
  });

  test(`${lang}: an urgent alert is out after three of its author's pages`, async (stage) => {
    const page = await as(stage, 'author', 1, lang);
    await page.goto('/desk/advisories/new');
    await page.fill('#title', T.alert);
    await page.locator(`label[for=${lang}]`).click();
    await page.locator('label[for=model-alert]').click();
    await press(page, 'form[action="/desk/advisories"] .btn');
    const alert = path(page).split('/')[3];
    assert.equal(path(page), `/desk/advisories/${alert}/alert`, 'the second page');
    await page.fill('#actions', 'Ne pas ouvrir les pièces jointes');
    await page.fill('#summary', 'Des pièces jointes piégées circulent.');
    await page.locator('label:has-text("TLP:GREEN")').click();
    await page.locator('label[for=severity-critical]').click();
    await sound(stage, page, 'alert', lang);
    await page.locator('label[for=all]').click();
    await press(page, 'form[action$="/alert"] .btn');
    assert.equal(path(page), `/desk/advisories/${alert}`, 'the third page');
    await press(page, 'form[action$="/submission"] .btn');
    const approver = await as(stage, 'approver', 0, lang);
    await approver.goto(`/desk/advisories/${alert}/review`);
    await press(approver, 'form[action$="/publication"] .btn');
    const reader = await as(stage, 'contact', 1, lang, theirs);
    assert.equal((await reader.goto(`/advisories/${alert}`)).status(), 200);
  });
}
