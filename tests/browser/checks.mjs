// What must hold on every page, whoever reads it (UX.md, section 8).
import { createRequire } from 'node:module';
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { press } from './helpers.mjs';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const RULES = { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'], resultTypes: ['violations'], iframes: false, preload: false };
/** What the scheme can change. */
const COLOURS = { runOnly: { type: 'rule', values: ['color-contrast', 'link-in-text-block'] }, resultTypes: ['violations'], iframes: false, preload: false };
export const WIDTHS = [1280, 390, 320];
export const WEIGHT = 40 * 1024;
export const SITE = 'Vigie';
export const ROOT = join(dirname(fileURLToPath(import.meta.url)), '../..');
/** Where pictures go. */
export const SHOTS = join(ROOT, 'tests/browser/shots');

const filesIn = (folder, end) => readdirSync(join(ROOT, folder), { recursive: true }).filter((f) => f.endsWith(end)).map((f) => readFileSync(join(ROOT, folder, f), 'utf8'));
/** Keys that templates name and that no sentence contains by itself ("sign-in" is an English word). */
const KEYS = (() => {
  const sentences = filesIn('locales', '.ftl').map((t) => t.replace(/^[\w-]+ =/gm, '')).join('\n');
  const used = filesIn('templates', '.html').flatMap((t) => [...t.matchAll(/f\.tw?2?n?\("([\w-]+)"/g)].map((m) => m[1]));
  return [...new Set(used)].filter((key) => key.includes('-') && !sentences.includes(key));
})();

/** Pictures of the page as it stands, in both widths and schemes; only with SHOTS=1. */
export async function pictures(page, name, lang) {
  if (!process.env.SHOTS) return;
  mkdirSync(SHOTS, { recursive: true });
  for (const width of [390, 1280]) {
    await page.setViewportSize({ width, height: width === 390 ? 844 : 900 });
    for (const colorScheme of ['dark', 'light']) {
      await page.emulateMedia({ colorScheme });
      await page.screenshot({ path: join(SHOTS, `${name}-${lang}-${width}-${colorScheme}.png`), fullPage: true });
    }
  }
}

/** Runs axe on the page as it stands. */
export async function axe(page, rules = RULES) {
  if (!await page.evaluate(() => 'axe' in globalThis)) await page.evaluate(AXE);
  return page.evaluate(async (asked) => {
    const { violations } = await globalThis.axe.run(document, asked);
    return violations.map((v) => `axe ${v.id}: ${v.nodes.slice(0, 3).map((n) => n.html.slice(0, 160)).join(' | ')}`);
  }, rules);
}

/** Structure, words and weights: what neither width nor colours change. Runs inside the page. */
const structure = ({ lang, site, failed, keys }) => {
  const wrong = [];
  const must = (holds, says) => { if (!holds) wrong.push(says); };
  const all = (selector) => [...document.querySelectorAll(selector)];
  const shown = (el) => el.checkVisibility();
  const short = (el) => el.outerHTML.slice(0, 140);

  must(document.documentElement.lang === lang, `lang is ${document.documentElement.lang}, not ${lang}`);
  must(/^\S.* – \S/.test(document.title) && document.title.endsWith(` – ${site}`), `title is "${document.title}"`);
  if (failed) must(/^(Erreur|Error)/.test(document.title), `title of a mistaken form is "${document.title}"`);
  must(all('h1').length === 1, `${all('h1').length} h1`);
  let last = 1; // what is said before the h1 is an h2
  for (const h of all('h1,h2,h3,h4,h5,h6')) {
    const level = Number(h.tagName[1]);
    must(level <= last + 1, `heading skips from ${last} to ${level}: ${h.textContent.trim().slice(0, 60)}`);
    must(h.textContent.trim() !== '', 'empty heading');
    last = level;
  }
  for (const one of ['header', 'main', 'footer']) must(all(`body > ${one}, body > * > ${one}`).length === 1, `no single ${one}`);
  for (const nav of all('nav')) must(nav.getAttribute('aria-label'), `nav without a name: ${short(nav)}`);
  must(!document.querySelector('[style],style'), 'style in the page');
  // One script, of our own, where a passkey is asked for.
  const scripts = all('script');
  must(scripts.length <= 1 && scripts.every((s) => /^\/static\/passkey\.js\?v=/.test(s.getAttribute('src')) && s.text === ''), 'a script in the page');
  must(scripts.length === 0 || document.querySelector('form[data-passkey]'), 'a script with nothing to do');
  for (const el of all('*')) {
    for (const a of el.attributes) must(!a.name.startsWith('on'), `handler ${a.name}: ${short(el)}`);
  }
  const ids = all('[id]').map((el) => el.id);
  must(new Set(ids).size === ids.length, `an id twice: ${ids.filter((id, i) => ids.indexOf(id) !== i)}`);
  for (const el of all('input:not([type=hidden]),select,textarea').filter(shown)) {
    must([...el.labels ?? []].some((l) => l.textContent.trim() && shown(l)), `field without a visible label: ${short(el)}`);
    must(!el.placeholder, `placeholder: ${short(el)}`);
    if (/one-time-code/.test(el.autocomplete)) must(el.maxLength === -1, `maxlength on a code: ${short(el)}`);
    if (el.form?.method === 'post') must(el.form.noValidate, `form without novalidate: ${el.form.action}`);
  }
  for (const group of all('input[type=radio]')) must(group.closest('fieldset')?.querySelector('legend'), `radio without fieldset: ${short(group)}`);
  for (const time of all('time')) {
    must(/^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d)?(\.\d+)?([+-]\d\d:\d\d|Z))?$/.test(time.dateTime), `time without offset: ${short(time)}`);
  }
  for (const link of all('a[href^="#"]')) must(document.getElementById(link.hash.slice(1)), `link into nothing: ${link.hash}`);
  const marks = all('.mark .tlp');
  if (marks.length) must(document.querySelector('main .mark .tlp') && document.querySelector('footer .mark .tlp'), 'TLP is not both at the top and in the footer');
  // A key without a sentence shows itself.
  for (const [word] of document.body.innerText.matchAll(/[a-z]+(?:-[a-z0-9]+)+/g)) must(!keys.includes(word), `a sentence is missing: ${word}`);
  return { wrong, title: document.title };
};

/** What is wider than the window. Runs inside the page. */
const sideways = () => {
  const { scrollWidth, clientWidth } = document.documentElement;
  if (scrollWidth <= clientWidth) return [];
  const far = [...document.querySelectorAll('body *')].filter((el) => el.getBoundingClientRect().right > clientWidth + 0.5
    && !el.closest('.vh,.skip,.table-wrap,.po'));
  return [`scrolls sideways (${scrollWidth}): ${far.slice(-1).map((el) => el.outerHTML.replace(/\s+/g, ' ').slice(0, 140))}`];
};

/** Sizes that depend on the width. Runs inside the page. */
const sizes = () => {
  const wrong = [];
  const short = (el) => el.outerHTML.replace(/\s+/g, ' ').slice(0, 140);
  for (const el of document.querySelectorAll('a[href],button,input:not([type=hidden]),select,textarea,summary')) {
    if (!el.checkVisibility() || el.closest('.vh,.skip')) continue;
    const { width, height } = el.getBoundingClientRect();
    const inline = getComputedStyle(el).display === 'inline';
    if (!inline && (width < 24 || height < 24)) wrong.push(`target of ${width.toFixed(1)} × ${height.toFixed(1)}: ${short(el)}`);
    const field = el.matches('.btn,button,select,textarea,input:not([type=checkbox],[type=radio])');
    if (field && height < 43.99) wrong.push(`only ${height.toFixed(1)} high: ${short(el)}`);
  }
  return wrong;
};

/** Spaces text as WCAG 1.4.12 has it; the page's own policy forbids a style element, not a constructed sheet. */
const spaced = (on) => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync('*{line-height:1.5!important;letter-spacing:.12em!important;word-spacing:.16em!important}p{margin-bottom:2em!important}');
  document.adoptedStyleSheets = on ? [sheet] : [];
};

/** Watches a page: what its console says and what it asks for. */
export function watch(page) {
  const seen = { console: [], requests: [], weight: 0 };
  page.on('console', (m) => {
    // A refusal's own status is what the page is about.
    if (!/^Failed to load resource: the server responded with a status of 4(03|04|09|22|29)/.test(m.text())) seen.console.push(m.text());
  });
  page.on('pageerror', (e) => seen.console.push(String(e)));
  page.on('request', (r) => seen.requests.push(r.url()));
  return seen;
}

/**
 * Everything about the page that is open now. Gives back what is wrong, and its title.
 * Colours do not depend on the language, and 390 has the rules of 320: English pages go to axe in one scheme, at the
 * widest and the narrowest; dark is looked at there as well.
 */
export async function inspect(page, { lang, failed = false, origin }, seen) {
  const wrong = [];
  const add = (where, found) => found.forEach((what) => wrong.push(where ? `${where}: ${what}` : what));
  await page.evaluate(() => document.querySelectorAll('details').forEach((d) => { d.open = true; }));
  const said = await page.evaluate(structure, { lang, site: SITE, failed, keys: KEYS });
  add('', said.wrong);
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: 900 });
    add(width, await page.evaluate(sideways));
    add(width, await page.evaluate(sizes));
    if (lang !== 'fr' && width === 390) continue;
    for (const colorScheme of lang === 'fr' && width !== 390 ? ['light', 'dark'] : ['light']) {
      await page.emulateMedia({ colorScheme });
      add(`${width} ${colorScheme}`, await axe(page, colorScheme === 'dark' ? COLOURS : RULES));
    }
  }
  await page.evaluate(spaced, true);
  for (const width of [320, 640, 1280]) {
    await page.setViewportSize({ width, height: 900 });
    add(`text spacing, ${width}`, await page.evaluate(sideways));
  }
  await page.evaluate(spaced, false);
  await page.emulateMedia({ colorScheme: 'light' });
  if (seen) {
    add('console', seen.console.splice(0));
    add('request', seen.requests.splice(0).filter((url) => !url.startsWith(`${origin}/`)));
  }
  return { wrong: [...new Set(wrong)], title: said.title };
}

/** Puts the pages into a language by the button in the footer. */
export async function speak(page, lang) {
  await page.goto('/help/genuine');
  if (await page.locator('html').getAttribute('lang') !== lang) await press(page, `button[name=language][value=${lang}]`);
}
