// Pictures: of the main pages into shots/ with SHOTS=1; of the advisory for the README into docs/ with SCREENSHOT=1.
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { ROOT, pictures } from './checks.mjs';
import { press, test } from './helpers.mjs';

const href = (page, selector) => page.locator(selector).first().getAttribute('href');

/** An advisory worth showing: not confirmed yet, critical, with things to do. */
async function advisory(page) {
  await page.goto('/advisories?state=to-read&severity=critical');
  return href(page, '.rows h3 a');
}

const SETS = {
  visitor: async () => ({ start: '/', login: '/login', enrol: '/enrol', lost: '/login/help', genuine: '/help/genuine', tlp: '/help/tlp',
    emergency: '/help/emergency', accessibility: '/help/accessibility', privacy: '/help/privacy', 'site-map': '/help/site-map', absent: '/no-such-page' }),
  contact: async (page) => {
    const unread = await advisory(page);
    await page.goto('/advisories?state=confirmed');
    const confirmed = await href(page, '.rows h3 a');
    await page.goto('/providers');
    const provider = await href(page, '.prov h3 a');
    return { home: '/', advisories: '/advisories', search: '/advisories?q=zzzz', advisory: unread, confirmed, providers: '/providers',
      'providers-response': '/providers?need=response', 'providers-none': '/providers?q=zzzz&available=yes', provider, party: '/party',
      account: '/account', reserved: '/desk' };
  },
  lead: async (page) => {
    await page.goto('/advisories?state=confirmed');
    return { 'lead-confirmed': await href(page, '.rows h3 a'), 'account-activity': '/account/activity', 'agency-activity': '/party/activity?of=agency' };
  },
  author: async (page) => {
    await page.goto('/desk/advisories?state=draft&mine=yes');
    const draft = await href(page, '.rows h3 a');
    await page.goto('/desk/advisories?state=published');
    const published = await href(page, '.rows h3 a');
    return { desk: '/desk', 'desk-advisories': '/desk/advisories', new: '/desk/advisories/new', tasks: draft, content: `${draft}/content`,
      marking: `${draft}/marking`, recipients: `${draft}/recipients`, preview: `${draft}/preview`, 'tasks-published': published, parties: '/desk/parties' };
  },
  approver: async (page) => {
    await page.goto('/desk');
    const review = await href(page, 'a[href$="/review"]');
    await page.goto('/desk/advisories?state=published');
    return { 'desk-approver': '/desk', review, withdrawal: `${await href(page, '.rows h3 a')}/withdrawal` };
  },
  vetting: async (page) => {
    await page.goto('/desk/parties');
    const party = await href(page, 'th a');
    await page.goto(party);
    return { 'party-desk': party, 'party-new': '/desk/parties/new', contact: await href(page, 'th a') };
  },
  auditor: async () => ({
    audit: '/audit', 'audit-entry': '/audit/entries/5', checkpoints: '/audit/checkpoints', verification: '/audit/verification', 'audit-export': '/audit/exports/new',
  }),
};

for (const [role, find] of process.env.SHOTS ? Object.entries(SETS) : []) {
  test(`pictures for ${role}`, async (stage) => {
    const page = role === 'visitor' ? await (await stage.context()).newPage() : await stage.as(stage.account(role));
    const pages = Object.entries(await find(page));
    if (role === 'author') pages.push(['content-mistakes', async () => {
      await page.goto(pages.find(([name]) => name === 'content')[1]);
      await page.fill('#title', '');
      await page.fill('#indicators', 'nonsense');
      await press(page, 'form[action$="/content"] .btn');
    }]);
    if (role === 'visitor') pages.push(['login-mistakes', async () => {
      await page.goto('/login');
      await press(page, 'form[action="/login"] .btn');
    }]);
    for (const lang of ['fr', 'en']) {
      await page.goto('/help/genuine');
      if (await page.locator('html').getAttribute('lang') !== lang) await press(page, `button[name=language][value=${lang}]`);
      for (const [name, at] of pages) {
        if (typeof at === 'string') await page.goto(at);
        else await at();
        await pictures(page, name, lang);
      }
    }
    await page.goto('/help/genuine');
    await press(page, 'button[name=language][value=fr]');
  });
}

if (process.env.SCREENSHOT) test('the picture of the README', async (stage) => {
  const page = await stage.as(stage.account('contact', 0, 'parti-de-l-erable'));
  await page.goto(await advisory(page));
  await mkdir(join(ROOT, 'docs'), { recursive: true });
  await page.screenshot({ path: join(ROOT, 'docs/screenshot.png') });
});
