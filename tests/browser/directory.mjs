// Finding a provider in a hurry, keeping the register true, and the directory that everybody may see.
import assert from 'node:assert/strict';
import { inspect, speak, watch } from './checks.mjs';
import { path, press, test, text } from './helpers.mjs';

const HEADER = 'provider,siren,country,regions,languages,website,phone,email,on_call,scheme,scheme_version,offer,scopes,level,national_security,decision_no,decision_date,valid_from,valid_to,status,conditions,source\n';

for (const [lang, need] of [['fr', 'Réagir à une attaque'], ['en', 'Respond to an attack']]) {
  test(`a need leads to a number on one screen (${lang})`, async (stage) => {
    const page = await stage.as(stage.account('contact'));
    await speak(page, lang);
    await page.goto('/');
    await page.click('nav a[href="/providers"]');
    await page.click(`.needs a:has-text("${need}")`);
    assert.ok((await text(page, '#results')).startsWith(need));
    const number = page.locator('.prov a[href^="tel:"]').first();
    const box = await number.boundingBox();
    assert.ok(box && box.y < page.viewportSize().height, 'the first number stands on the first screen');
    await speak(page, 'fr');
  });
}

test('from any page a telephone number is two clicks away', async (stage) => {
  const page = await stage.as(stage.account('contact'));
  await page.goto('/advisories');
  const advisory = await page.locator('.rows h3 a').first().getAttribute('href');
  for (const at of ['/', '/advisories', advisory, '/party', '/account', '/help/tlp', '/no-such-page']) {
    await page.goto(at);
    await press(page, 'nav a[href="/providers"]');
    assert.ok(await page.locator('.prov a[href^="tel:"]').count() > 0, at);
  }
});

test('a list goes from one officer to another and then to the parties', async (stage) => {
  const [one, other] = [await stage.as(stage.account('vetting')), await stage.as(stage.account('vetting', 1), { script: true })];
  await one.goto('/desk/providers');
  await press(one, 'main a.btn[href$="/imports/new"]');
  await one.fill('#reason', 'liste officielle');
  await one.check('#gone-keep');
  const row = (name, status) => `${name},,FR,Bretagne,fr,,+33 1 99 00 00 12,,24/7,PRIS,3.1,Urgence,,,,B-1,2026-01-10,2026-01-10,2030-01-09,${status},,\n`;
  const choose = (csv) => one.setInputFiles('#file', { name: 'liste.csv', mimeType: 'text/csv', buffer: Buffer.from(HEADER + csv) });
  await choose(row('Phare du Test', 'wonderful'));
  assert.equal((await press(one, 'main form .btn')).status(), 422);
  assert.equal(await one.inputValue('#reason'), 'liste officielle');
  assert.ok((await text(one, 'main > ul')).includes('wonderful'));
  await choose(row('Phare du Test', 'qualified'));
  await press(one, 'main form .btn');
  const change = path(one);
  assert.ok(change.startsWith('/desk/providers/changes/') && await one.locator('#decision').count() === 0);
  for (const lang of ['en', 'fr']) {
    await speak(other, lang);
    await other.goto('/desk');
    await press(other, `main a[href="${change}"]`);
    assert.ok((await text(other)).includes('Phare du Test'));
    assert.deepEqual((await inspect(other, { lang, origin: stage.demo.url }, watch(other))).wrong, []);
  }
  await other.check('#decision-approve');
  await press(other, 'main form .btn');
  assert.ok(await other.locator('.ok-box').isVisible());
  const reader = await stage.as(stage.account('contact'));
  await reader.goto('/providers?q=pahre+du+test&need=response');
  assert.ok((await text(reader, '.prov h3')).includes('Phare du Test'), 'a slip of the finger finds it too');
});

test('two providers are chosen and stand side by side', async (stage) => {
  const page = await stage.as(stage.account('contact'));
  await page.goto('/providers?sort=name');
  const boxes = page.locator('.prov input[name=p]');
  await boxes.nth(0).check();
  await boxes.nth(2).check();
  await press(page, 'form[action="/providers/comparison"] .btn');
  assert.equal(await page.locator('thead th').count(), 2);
});

test('everybody sees who is qualified, and the portal sees nobody', async (stage) => {
  const context = await stage.context({ script: true });
  const page = await context.newPage();
  const seen = watch(page);
  const wrong = [];
  for (const at of ['/directory', '/directory?lang=en&need=response']) {
    await page.goto(at);
    const found = await inspect(page, { lang: at.includes('en') ? 'en' : 'fr', origin: stage.demo.url }, seen);
    wrong.push(...found.wrong.map((what) => `${at}: ${what}`));
  }
  const card = await page.locator('.prov h3 a').first().getAttribute('href');
  await page.goto(card);
  wrong.push(...(await inspect(page, { lang: 'en', origin: stage.demo.url }, seen)).wrong.map((what) => `${card}: ${what}`));
  assert.equal(wrong.join('\n'), '');
  assert.ok(await page.locator('a.call').isVisible());
  assert.deepEqual(await context.cookies(), []);
});
