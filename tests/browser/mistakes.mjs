// What people do wrong, and what the pages say to it. Without script.
import assert from 'node:assert/strict';
import { here, path, press, test, text, totp } from './helpers.mjs';

/** Words with every kind of space alike. */
const flat = (words) => words.replace(/\s+/g, ' ').trim();

/** The summary: first in main, with the focus, each line a link to its field, the same words there. */
async function summary(page, fields) {
  assert.equal(await here(page), 'errs', 'the summary has the focus');
  assert.equal(await page.locator('main > :first-child').getAttribute('class'), 'errs', 'it comes first');
  assert.match(await page.title(), /^(Erreur|Error)/);
  const links = await page.locator('.errs a').evaluateAll((l) => l.map((a) => [a.hash.slice(1), a.textContent.trim()]));
  assert.deepEqual([...new Set(links.map(([field]) => field))].sort(), [...fields].sort());
  for (const [field, says] of links) {
    const target = page.locator(`[id="${field}"]`);
    assert.equal(await target.count(), 1, `${field} is on the page`);
    assert.ok(flat(await text(page, `[id="${field}-e"]`)).includes(flat(says)), `the same words at the field: ${says}`);
    assert.doesNotMatch(says, /invalide|interdit|oups|invalid|forbidden/i);
    if (await target.evaluate((el) => el.matches('input,textarea,select'))) {
      assert.equal(await target.getAttribute('aria-invalid'), 'true');
      assert.match(await target.getAttribute('aria-describedby'), new RegExp(`(^| )${field}-e( |$)`));
    }
  }
  return links;
}

test('sign-in: one message for every failure, the name is kept, the passphrase is not', async (stage) => {
  const page = await (await stage.context()).newPage();
  const known = stage.account('contact', 1, 'cercle-des-moulins').email;
  const said = [];
  for (const username of ['personne@nulle-part.example', known]) {
    await page.goto('/login');
    await page.fill('#username', username);
    await page.fill('#password', 'ce n’est pas la bonne phrase');
    const answer = await press(page, 'form[action="/login"] .btn');
    assert.equal(answer.status(), 422);
    await summary(page, ['username']);
    assert.equal(await page.inputValue('#username'), username);
    assert.equal(await page.inputValue('#password'), '');
    said.push((await page.locator('main').innerHTML()).replaceAll(username, ''));
  }
  const plain = (html) => html.replaceAll(/(value|data-options)="[^"]*"/g, ''); // the token and the challenge are new on each page
  assert.equal(plain(said[0]), plain(said[1]), 'nobody learns who has an account');
  await page.goto('/login');
  await press(page, 'form[action="/login"] .btn');
  await summary(page, ['username', 'password']);
});

test('sign-in: a wrong code says why and gives another try; spaces and dashes are read over', async (stage) => {
  const page = await (await stage.context()).newPage();
  const account = stage.account('contact', 0, 'cercle-des-moulins');
  await page.goto('/login');
  await page.fill('#username', account.email.toUpperCase());
  await page.fill('#password', account.passphrase);
  await press(page, 'form[action="/login"] .btn');
  assert.equal(path(page), '/login/code');
  const right = totp(account.totp_secret);
  await page.fill('#code', right === '000000' ? '000001' : '000000');
  assert.equal((await press(page, 'form[action="/login/code"] .btn')).status(), 422);
  await summary(page, ['code']);
  assert.match(await text(page, '.errs'), /\d/, 'the server’s time is told: a wrong clock is the usual cause');
  assert.equal(await page.inputValue('#code'), '');
  const code = totp(account.totp_secret);
  await page.fill('#code', ` ${code.slice(0, 3)}-${code.slice(3)} `);
  await press(page, 'form[action="/login/code"] .btn');
  assert.equal(path(page), '/');
});

test('content: each mistake names its field and its line, and nothing typed is lost', async (stage) => {
  const page = await stage.as(stage.account('author', 1));
  await page.goto('/desk/advisories/new');
  await press(page, 'form[action="/desk/advisories"] .btn');
  await summary(page, ['title']);
  await page.fill('#title', 'Un brouillon avec des fautes');
  await page.getByLabel('Français').check();
  await page.locator('input[name=model]').first().check();
  await press(page, 'form[action="/desk/advisories"] .btn');
  const task = path(page);
  await press(page, `a[href="${task}/content"]`);
  const typed = {
    title: '', summary: 'Un résumé.', actions: 'Un\nDeux\nTrois\nQuatre\nCinq\nSix', body: '## Risques\n\nDu texte.',
    indicators: 'domain, bon.example\nnimportequoi, x\nipv4, 999.1.1.1', references: 'https://example.org/a\nUn ouvrage',
  };
  for (const [field, value] of Object.entries(typed)) await page.fill(`#${field}`, value);
  const answer = await press(page, 'form[action$="/content"] .btn');
  assert.equal(answer.status(), 422);
  const links = await summary(page, ['title', 'actions', 'indicators']);
  const of = (field) => links.filter(([f]) => f === field).map(([, says]) => says).join(' ');
  assert.match(of('indicators'), /2/, 'the line is named');
  assert.match(of('actions'), /5|cinq/, 'and how many may be there');
  for (const [field, value] of Object.entries(typed)) assert.equal(await page.inputValue(`#${field}`), value, `${field} is kept`);
});

test('recipients: TLP:RED asks for people, not parties', async (stage) => {
  const page = await stage.as(stage.account('author', 1));
  await page.goto('/desk/advisories?state=draft&mine=yes');
  await press(page, '.rows a:has-text("Un brouillon avec des fautes")');
  const task = path(page);
  await page.goto(`${task}/marking`);
  await press(page, 'form[action$="/marking"] .btn');
  await summary(page, ['tlp', 'severity']);
  await page.locator('label:has-text("TLP:RED")').click();
  await page.locator('label[for=severity-high]').click();
  await press(page, 'form[action$="/marking"] .btn');
  await press(page, `a[href="${task}/recipients"]`);
  assert.equal(await page.locator('input[name=party]').count(), 0);
  assert.equal(await page.locator('#all').count(), 0);
  await press(page, 'form[action$="/recipients"] .btn');
  assert.ok((await page.locator('.errs a').count()) >= 1);
  assert.equal(await here(page), 'errs');
});

test('two people at one text: the second is told, and keeps their text', async (stage) => {
  const author = stage.account('author', 1);
  const [one, two] = [await stage.as(author), await stage.as(author)];
  for (const page of [one, two]) {
    await page.goto('/desk/advisories?state=draft&mine=yes');
    await press(page, '.rows a:has-text("Un brouillon avec des fautes")');
    await press(page, 'a[href$="/content"]');
    await page.fill('#body', '## Risques\n\nDu texte.');
    await page.fill('#summary', page === one ? 'Le premier résumé.' : 'Le second résumé.');
  }
  await press(one, 'form[action$="/content"] .btn');
  const answer = await press(two, 'form[action$="/content"] .btn');
  assert.equal(answer.status(), 409);
  assert.match(await two.content(), /Le second résumé\./, 'what the second wrote is still there');
});

test('a form that is too old gives back what was typed', async (stage) => {
  const page = await stage.as(stage.account('author', 1));
  await page.goto('/desk/advisories/new');
  await page.fill('#title', 'Un titre qui ne doit pas se perdre');
  await page.locator('form[action="/desk/advisories"] input[name=csrf]').evaluate((el) => { el.value = 'old'; });
  const answer = await press(page, 'form[action="/desk/advisories"] .btn');
  assert.equal(answer.status(), 403);
  assert.match(await page.content(), /Un titre qui ne doit pas se perdre/);
  await press(page, 'main form .btn');
  assert.match(await text(page, 'h1'), /Un titre qui ne doit pas se perdre/, 'sent again, it is taken as usual');
});

test('what is not one’s own: a page for another role, and another’s text', async (stage) => {
  const page = await stage.as(stage.account('contact', 1, 'parti-de-l-erable'));
  for (const at of ['/desk', '/desk/advisories', '/audit']) {
    const answer = await page.goto(at);
    assert.equal(answer.status(), 403, at);
    assert.equal(await page.locator('h1').count(), 1);
  }
  const author = await stage.as(stage.account('author', 0));
  assert.equal((await author.goto('/audit')).status(), 403);
});
