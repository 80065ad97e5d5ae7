// A database that was put back: nothing is answered until two administrators have opened the portal again.
import assert from 'node:assert/strict';
import { inspect, pictures } from './checks.mjs';
import { freshCode, path, press, startBrowser, startRestored, test, text } from './helpers.mjs';

test('a portal that was put back is opened by two administrators', async (stage) => {
  const demo = await startRestored(stage.demo.binary);
  let browser;
  try {
    browser = await startBrowser(demo);
    const visitor = async (script) => {
      const context = await browser.newContext({ baseURL: demo.url, locale: 'fr-FR', javaScriptEnabled: script });
      context.setDefaultTimeout(10_000);
      return context.newPage();
    };
    const [one, two] = demo.accounts.filter((a) => a.role === 'administrator');
    const enter = async (account, script) => {
      const page = await visitor(script);
      await page.goto('/login');
      await page.fill('#username', account.email);
      await page.fill('#password', account.passphrase);
      await press(page, 'form[action="/login"] .btn');
      await page.fill('#code', await freshCode(account.totp_secret));
      await press(page, 'form[action="/login/code"] .btn');
      return page;
    };
    const wrong = [];
    const look = async (page, name) => {
      for (const lang of ['fr', 'en']) {
        if (await page.locator('html').getAttribute('lang') !== lang) await press(page, `button[name=language][value=${lang}]`);
        const found = await inspect(page, { lang, origin: demo.url });
        wrong.push(...found.wrong.map((what) => `${lang} ${name}: ${what}`));
        await pictures(page, name, lang);
      }
      await press(page, 'button[name=language][value=fr]');
    };
    const reader = await visitor(false);
    assert.equal((await reader.goto('/advisories')).status(), 503);
    assert.match(await text(reader, 'h1'), /verrouillé/);
    await pictures(reader, 'restored-closed', 'fr');

    // With script for those who inspect the page; the other goes without.
    const first = await enter(one, true);
    await press(first, 'main a[href="/admin/restored"]');
    await look(first, 'restored');
    await first.goto('/admin/restored');
    await press(first, 'main form .btn');
    assert.equal(path(first), '/admin/restored');
    assert.equal(await first.locator('main form').count(), 0, 'nobody is both');
    await look(first, 'restored-waits');
    assert.equal((await reader.goto('/advisories')).status(), 503, 'one is not enough');

    const second = await enter(two, false);
    await press(second, 'main a[href="/admin/restored"]');
    await press(second, 'main form .btn');
    assert.equal(path(second), '/admin');
    await reader.goto('/advisories');
    assert.equal(path(reader), '/login', 'the portal is open again');
    assert.deepEqual(wrong, []);
  } finally {
    await browser?.close();
    await demo.stop();
  }
});
