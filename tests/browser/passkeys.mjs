// Passkeys, with the authenticator that Chromium itself plays. The one place where a page of the portal runs a script.
import assert from 'node:assert/strict';
import { inspect, pictures, watch } from './checks.mjs';
import { path, press, test, text } from './helpers.mjs';

/** A device that keeps passkeys and knows its user, on this page. */
async function device(page) {
  const cdp = await page.context().newCDPSession(page);
  await cdp.send('WebAuthn.enable');
  const { authenticatorId } = await cdp.send('WebAuthn.addVirtualAuthenticator', {
    options: { protocol: 'ctap2', transport: 'internal', hasResidentKey: true, hasUserVerification: true, isUserVerified: true },
  });
  return {
    knows: (isUserVerified) => cdp.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified }),
    credentials: async () => (await cdp.send('WebAuthn.getCredentials', { authenticatorId })).credentials,
  };
}

/** Presses the button and waits for where the device's answer leads: it comes after the click, so `press` could be too early. */
const give = (page, at) => Promise.all([page.waitForURL((url) => url.pathname === at), page.click('form[data-passkey] .btn')]);

test('a contact adds a passkey, signs in by it in one screen and confirms by it', async (stage) => {
  const contact = stage.account('contact', 3);
  const page = await (await stage.context({ script: true })).newPage();
  const seen = watch(page);
  const wrong = [];
  const check = async (name, failed = false) => {
    const found = await inspect(page, { lang: 'fr', failed, origin: stage.demo.url }, seen);
    wrong.push(...found.wrong.map((what) => `${name}: ${what}`));
    await pictures(page, name, 'fr');
  };
  const own = await device(page);
  await stage.signIn(page, contact);
  await page.goto('/account');
  await press(page, 'main a:has-text("Ajouter une clé d’accès")');
  assert.equal(path(page), '/account/passkeys/new');
  await check('passkey-new');
  assert.equal(await page.inputValue('#name'), 'Clé d’accès 1');

  // The device does not know who holds it: a sentence, no page, and the button is there again.
  await own.knows(false);
  await page.click('form[data-passkey] .btn');
  await page.waitForSelector('[data-passkey-refused]:visible');
  assert.match(await text(page, '[data-passkey-refused]'), /n’a pas donné de clé d’accès/);
  assert.equal(path(page), '/account/passkeys/new');
  assert.ok(await page.isEnabled('form[data-passkey] .btn'));
  assert.equal((await own.credentials()).length, 0);
  await own.knows(true);

  await page.fill('#name', '');
  await give(page, '/account/passkeys');
  assert.match(await text(page, '.errs'), /Donnez un nom/);
  await check('passkey-new-mistakes', true);
  await page.fill('#name', 'Téléphone d’essai');
  await press(page, 'form[data-passkey] .btn');
  await page.waitForSelector('main .tasks');
  assert.equal(path(page), '/account/passkeys');
  assert.match(await text(page), /Téléphone d’essai/);
  await check('passkeys');
  const [kept] = await own.credentials().then((all) => all.filter((c) => c.isResidentCredential).slice(-1));
  assert.equal(Buffer.from(kept.userHandle, 'base64').length, 16, 'the device keeps sixteen random bytes of the person, no name');

  await press(page, '.who button');
  seen.console = seen.console.filter((said) => !said.startsWith('Clear-Site-Data')); // Chromium says what it forgot
  await page.goto('/login');
  await check('login-passkey');
  const buttons = await page.locator('main button:visible').allInnerTexts();
  assert.equal(buttons[0], 'Utiliser une clé d’accès', 'it is offered first');
  let screens = 0;
  page.on('response', (r) => { if (r.request().isNavigationRequest() && r.status() === 200) screens += 1; });
  await give(page, '/');
  assert.equal(screens, 1, 'one button, then home');
  assert.match(await text(page, '.who'), new RegExp(contact.name));

  await page.goto('/account/confirm?next=%2Faccount%2Fpasskeys');
  await check('confirm-passkey');
  await give(page, '/account/passkeys');
  assert.match(await text(page), /Dernière utilisation/);
  await press(page, 'button:has-text("Retirer")');
  assert.equal(path(page), '/account/passkeys');
  assert.doesNotMatch(await text(page), /Téléphone d’essai/);

  // The device still holds it; the portal does not.
  await press(page, '.who button');
  seen.console = seen.console.filter((said) => !said.startsWith('Clear-Site-Data')); // Chromium says what it forgot
  await page.goto('/login');
  await give(page, '/login/passkey');
  assert.match(await text(page, '.errs'), /Appuyez encore une fois/);
  await check('login-passkey-unknown', true);
  assert.equal(wrong.join('\n'), '');
});

test('without script the pages work, and no button is dead', async (stage) => {
  const page = await stage.as(stage.account('contact', 4));
  await page.goto('/account/passkeys/new');
  assert.equal(await page.locator('main button:visible').count(), 0);
  assert.match(await text(page), /exécute le script de cette page/);
  const visitor = await (await stage.context()).newPage();
  await visitor.goto('/login');
  assert.deepEqual(await visitor.locator('main button:visible').allInnerTexts(), ['Continuer']);
  assert.equal(await visitor.getByText('Utiliser une clé d’accès').isVisible(), false);
});

test('a browser that knows no passkeys is told so', async (stage) => {
  const context = await stage.context({ script: true });
  await context.addInitScript(() => { delete globalThis.PublicKeyCredential; });
  const page = await context.newPage();
  const seen = watch(page);
  await page.goto('/login');
  assert.deepEqual(await page.locator('main button:visible').allInnerTexts(), ['Continuer']);
  assert.deepEqual(seen.console, []);
});
