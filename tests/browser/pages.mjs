// Every page of every role, in both languages: structure, axe at three widths in both schemes, sizes, weight, requests.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT, WEIGHT, inspect, speak, watch } from './checks.mjs';
import { path, press, test } from './helpers.mjs';

const HELP = ['/help/genuine', '/help/tlp', '/help/emergency', '/help/accessibility', '/help/privacy', '/help/site-map'];
const first = async (page, at, selector) => {
  await page.goto(at);
  const link = page.locator(selector).first();
  return await link.count() ? link.getAttribute('href') : null;
};

/** Who sees which pages: `[path, options]`; a function finds what only the content knows. */
const ROLES = {
  visitor: async () => ['/', '/login', '/login/help', '/enrol', ...HELP, '/no-such-page'],
  contact: async (page, stage) => {
    const list = (query) => first(page, `/advisories${query}`, '.rows h3 a');
    const [unread, confirmed] = [await list('?state=to-read'), await list('?state=confirmed')];
    const next = await first(page, '/advisories?sort=date', '.pages a[rel=next]');
    const updated = await first(page, '/advisories?sort=date', '.row:has-text("Version 2") h3 a');
    const older = await first(page, updated, 'a[href*="/versions/"]');
    const withdrawn = await first(await stage.as(stage.account('author')), '/desk/advisories?state=withdrawn', '.rows h3 a');
    const provider = await first(page, '/providers', '.prov h3 a');
    return ['/', '/advisories', '/advisories?sort=severity', next, '/advisories?q=zzzz', unread, confirmed, older,
      withdrawn.replace('/desk', ''), '/providers',
      '/providers?need=response&available=yes', '/providers?q=zzzz&available=yes', provider, '/providers/regions?need=response',
      '/providers/comparison', await compared(page), '/providers?on=2024-03-01&known=2024-03-01', '/party', '/account', '/account/activity', '/no-such-page', '/desk'];
  },
  lead: async (page) => ['/', await first(page, '/advisories?state=confirmed', '.rows h3 a'), '/party', '/party/activity', '/party/activity?of=agency', '/account/activity'],
  author: async (page) => {
    const draft = await first(page, '/desk/advisories?state=draft&mine=yes', '.rows h3 a');
    const published = await first(page, '/desk/advisories?state=published', '.rows h3 a');
    const withdrawn = await first(page, '/desk/advisories?state=withdrawn', '.rows h3 a');
    const own = await first(page, '/desk/advisories?state=in-review&mine=yes', '.rows h3 a');
    const party = await first(page, '/desk/parties', 'th a');
    return ['/desk', '/desk/advisories', '/desk/advisories?state=withdrawn&mine=yes', '/desk/advisories/new', draft, `${draft}/content`,
      `${draft}/marking`, `${draft}/recipients`, `${draft}/preview`, published, withdrawn, own, '/desk/parties', party, '/account', '/audit'];
  },
  approver: async (page) => {
    const review = await first(page, '/desk', 'a[href$="/review"]');
    const published = await first(page, '/desk/advisories?state=published', '.rows h3 a');
    return ['/desk', '/desk/advisories', review, published, `${published}/withdrawal`];
  },
  vetting: async (page) => {
    const party = await first(page, '/desk/parties', 'th a');
    return ['/desk', '/desk/parties', '/desk/parties/new', party, await first(page, party, 'th a'), '/desk/providers', '/desk/providers/imports/new',
      '/desk/providers/words/new', await first(page, '/desk/providers?q=a', 'main .rows ul a'), '/desk/providers/schemes', '/desk/providers/schemes/new',
      '/desk/providers/schemes/PRIS'];
  },
  auditor: async () => ['/desk', '/audit', '/audit?actor=zzzz', '/audit/entries/1', '/audit/checkpoints', '/audit/verification',
    '/audit/exports/new', '/desk/parties', '/desk/advisories'],
  administrator: async (page) => ['/desk', '/account', '/audit', '/admin', '/admin/mail', '/admin/staff', '/admin/staff/new', await first(page, '/admin/staff', '.rows h3 a')],
};

/** The address of a comparison of the first three providers. */
async function compared(page) {
  await page.goto('/providers?sort=name');
  const slugs = await page.locator('.prov input[name=p]').evaluateAll((all) => all.slice(0, 3).map((box) => box.value));
  return `/providers/comparison?${slugs.map((slug) => `p=${slug}`).join('&')}`;
}

for (const [role, find] of Object.entries(ROLES)) {
  test(`${role}: every page, in French and English`, async (stage) => {
    const open = () => (role === 'visitor' ? stage.context({ script: true }).then((c) => c.newPage()) : stage.as(stage.account(role), { script: true }));
    const page = await open();
    const paths = (await find(page, stage)).filter(Boolean);
    const wrong = [];
    for (const lang of ['fr', 'en']) {
      await speak(page, lang);
      const titles = new Map();
      const waiting = [...paths];
      const work = async () => {
        const one = await page.context().newPage();
        const seen = watch(one);
        for (let at = waiting.shift(); at; at = waiting.shift()) {
          const answer = await one.goto(at);
          const weight = (await answer.body()).length + CSS;
          const found = await inspect(one, { lang, origin: stage.demo.url }, seen);
          if (weight > WEIGHT) found.wrong.push(`weighs ${weight} bytes with its style sheet, ${weight - WEIGHT} too many`);
          const other = titles.get(found.title);
          if (other && other !== path(one)) found.wrong.push(`has the title of ${other}: ${found.title}`);
          titles.set(found.title, path(one));
          wrong.push(...found.wrong.map((what) => `${lang} ${at}: ${what}`));
        }
      };
      await Promise.all([work(), work(), work()]);
    }
    await speak(page, 'fr');
    assert.equal(wrong.join('\n'), '');
  });
}

test('a form with mistakes is as sound as the page', async (stage) => {
  const page = await stage.as(stage.account('author'), { script: true });
  const seen = watch(page);
  const wrong = [];
  const draft = await first(page, '/desk/advisories?state=draft&mine=yes', '.rows h3 a');
  for (const at of ['/desk/advisories/new', `${draft}/content`, `${draft}/recipients`]) {
    await page.goto(at);
    for (const field of await page.locator('main input:not([type=hidden],[type=radio],[type=checkbox]), main textarea').all()) await field.fill('');
    if (at.endsWith('/content')) await page.fill('#indicators', 'nonsense');
    const answer = await press(page, 'main form[method=post] .btn');
    assert.equal(answer.status(), 422, at);
    const found = await inspect(page, { lang: 'fr', failed: true, origin: stage.demo.url }, seen);
    wrong.push(...found.wrong.map((what) => `${at}: ${what}`));
  }
  assert.equal(wrong.join('\n'), '');
});

test('a first visit of a reading page makes at most three requests', async (stage) => {
  const page = await stage.as(stage.account('contact'));
  const advisory = await first(page, '/advisories', '.rows h3 a');
  for (const at of ['/', '/advisories', advisory, '/providers']) {
    const fresh = await stage.as(stage.account('contact'));
    const network = await fresh.context().newCDPSession(fresh);
    const asked = [];
    await network.send('Network.enable');
    network.on('Network.responseReceived', ({ response }) => {
      if (!response.fromDiskCache && !response.url.startsWith('data:')) asked.push(response.url);
    });
    await fresh.goto(at, { waitUntil: 'networkidle' });
    assert.ok(asked.length >= 2 && asked.length <= 3, `${at}: ${asked.join(' ')}`);
    await fresh.context().close();
  }
});

test('not mine and not there look the same, but for nothing', async (stage) => {
  const page = await stage.as(stage.account('contact'));
  const bodies = [];
  for (const at of ['/advisories/2026-ZZZZ', '/advisories/2026-ZZZY', '/no-such-page']) {
    const answer = await page.goto(at);
    assert.equal(answer.status(), 404);
    bodies.push(await page.locator('main').innerHTML());
    assert.equal(path(page), at);
  }
  assert.equal(new Set(bodies).size, 1);
});

const STYLE = readFileSync(join(ROOT, 'static/vigie.css'), 'utf8');
const CSS = Buffer.byteLength(STYLE);

test('the style sheet is at most 16 KiB', () => assert.ok(CSS <= 16_384, `${CSS} bytes`));

test('token colours keep their contrast in both schemes', () => {
  const blocks = [...STYLE.matchAll(/:root\{(--page[^}]*)\}/g)].map((m) => Object.fromEntries([...m[1].matchAll(/--([\w-]+):(#[0-9a-f]{3,6})/g)].map((t) => [t[1], t[2]])));
  assert.equal(blocks.length, 2);
  const [light, dark] = [blocks[0], { ...blocks[0], ...blocks[1] }];
  const luminance = (hex) => {
    const full = hex.length === 4 ? hex.replace(/[0-9a-f]/g, '$&$&') : hex;
    const [r, g, b] = full.match(/\w\w/g).map((c) => parseInt(c, 16) / 255).map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const ratio = (a, b) => {
    const [hi, lo] = [luminance(a), luminance(b)].sort((x, y) => y - x);
    return (hi + 0.05) / (lo + 0.05);
  };
  const pairs = [['ink', 'page'], ['ink', 'surface'], ['muted', 'page'], ['muted', 'surface'], ['link', 'page'], ['link', 'surface'], ['hover', 'page'],
    ['visited', 'page'], ['page', 'ink'], ['crit', 'crit-b'], ['warn', 'warn-b'], ['info', 'info-b'], ['ok', 'ok-b'], ['neut', 'neut-b'], ['crit', 'page']];
  for (const [name, set] of [['light', light], ['dark', dark]]) {
    for (const [on, ground] of pairs) assert.ok(ratio(set[on], set[ground]) >= 4.5, `${name}: ${on} on ${ground} is ${ratio(set[on], set[ground]).toFixed(2)}`);
    for (const ground of ['page', 'surface']) assert.ok(ratio(set.edge, set[ground]) >= 3, `${name}: edge on ${ground}`);
    assert.ok(ratio(set.focus, set.dark) >= 3, `${name}: focus`);
  }
});
