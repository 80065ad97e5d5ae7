// What the tests share: the demo, the browser, codes of authenticator apps, signing in, and small questions to a page.
import { spawn, execFile } from 'node:child_process';
import { createHash, createHmac, X509Certificate } from 'node:crypto';
import { rmSync } from 'node:fs';
import { copyFile, mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { createInterface } from 'node:readline';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { chromium } from 'playwright-core';

const CHROMIUM = process.env.VIGIE_TEST_CHROMIUM ?? '/usr/bin/chromium';
const STEP = 30_000;

/** Tests register themselves here; run.mjs runs them in this order. */
export const tests = [];
let file = '';
export const inFile = (name) => { file = name; };
export const test = (name, run) => tests.push({ file, name, run });
/** Thrown by a test that cannot run here. */
export class Skip extends Error {}

// ---- the demo -----------------------------------------------------------------------------------------------------

const freePort = () => new Promise((resolve, reject) => {
  const probe = createServer().once('error', reject).listen(0, '127.0.0.1', () => {
    const { port } = probe.address();
    probe.close(() => resolve(port));
  });
});

/** Starts `vigie demo --json` in a folder of its own and waits until it serves. `before` works on the folder first. */
export async function startDemo(binary, before = async () => {}) {
  const dir = await mkdtemp(join(tmpdir(), 'vigie-browser.'));
  const args = ['demo', '--data-dir', join(dir, 'data'), '--listen', `127.0.0.1:${await freePort()}`, '--json'];
  await before(join(dir, 'data'), args);
  const child = spawn(binary, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  process.once('exit', () => {
    child.kill('SIGKILL');
    rmSync(dir, { recursive: true, force: true });
  });
  let said = '';
  child.stderr.on('data', (text) => { said = (said + text).slice(-4000); });
  const stop = async () => {
    if (child.exitCode === null && child.signalCode === null) {
      const ended = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGTERM');
      const late = setTimeout(() => child.kill('SIGKILL'), 5000);
      await ended;
      clearTimeout(late);
    }
    await rm(dir, { recursive: true, force: true });
  };
  try {
    const line = await new Promise((resolve, reject) => {
      createInterface({ input: child.stdout }).once('line', resolve);
      child.once('error', reject);
      child.once('exit', (code) => reject(new Error(`the demo ended with ${code}: ${said}`)));
      setTimeout(() => reject(new Error(`the demo was not ready after 90 s: ${said}`)), 90_000).unref();
    });
    return { ...JSON.parse(line), binary, stop, said: () => said };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** A demo whose database was put back: more was signed than it holds. */
export const startRestored = (binary) => startDemo(binary, async (data, args) => {
  const run = (...words) => promisify(execFile)(binary, words);
  const first = spawn(binary, args, { stdio: ['ignore', 'pipe', 'ignore'] });
  await new Promise((resolve) => createInterface({ input: first.stdout }).once('line', resolve));
  const ended = new Promise((resolve) => first.once('exit', resolve));
  first.kill('SIGTERM');
  await ended;
  await copyFile(join(data, 'vigie.db'), join(data, 'yesterday.db'));
  await run('database', 'key', '--data-dir', data);
  await run('audit', 'checkpoint', '--data-dir', data);
  for (const end of ['-wal', '-shm']) await rm(join(data, `vigie.db${end}`), { force: true });
  await copyFile(join(data, 'yesterday.db'), join(data, 'vigie.db'));
});

/** Makes a portal with `vigie init` and serves it on its own port; staff sign in by code there. */
export async function startFresh(binary) {
  const dir = await mkdtemp(join(tmpdir(), 'vigie-fresh.'));
  const url = `https://localhost:${await freePort()}`;
  const env = { ...process.env, VIGIE_AUTHENTICATION__STAFF_REQUIRES_PASSKEY: 'false' };
  const data_dir = join(dir, 'data');
  const made = await promisify(execFile)(binary, ['init', '--data-dir', data_dir, '--origin', url]);
  const code = /^setup code: (\S+)$/m.exec(made.stdout)[1];
  const child = spawn(binary, ['serve', '--data-dir', data_dir], { stdio: ['ignore', 'pipe', 'ignore'], env });
  process.once('exit', () => {
    child.kill('SIGKILL');
    rmSync(dir, { recursive: true, force: true });
  });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  await Promise.race([
    new Promise((resolve) => createInterface({ input: child.stdout }).once('line', resolve)),
    ended.then((status) => { throw new Error(`the fresh portal ended with ${status}`); }),
  ]);
  const stop = async () => {
    child.kill('SIGTERM');
    await ended;
    await rm(dir, { recursive: true, force: true });
  };
  return { url, data_dir, code, stop };
}

/** Runs `vigie …` beside the demo and reads the JSON it prints. */
export async function vigie(demo, ...args) {
  const { stdout } = await promisify(execFile)(demo.binary, [...args, '--data-dir', demo.data_dir, '--json']);
  return JSON.parse(stdout);
}

// ---- the browser --------------------------------------------------------------------------------------------------

/** Chromium that trusts this one server's key, and can reach nothing else. */
export async function startBrowser(demo) {
  const leaf = new X509Certificate(await readFile(join(demo.data_dir, 'tls/server.pem')));
  const key = createHash('sha256').update(leaf.publicKey.export({ type: 'spki', format: 'der' })).digest('base64');
  return chromium.launch({
    executablePath: CHROMIUM, handleSIGINT: false, handleSIGTERM: false, handleSIGHUP: false, // run.mjs ends what it started
    args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
      '--disable-component-update', '--disable-sync', '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost',
      `--ignore-certificate-errors-spki-list=${key}`],
  });
}

// ---- people -------------------------------------------------------------------------------------------------------

/** The code an authenticator app shows at a time (RFC 6238: SHA-1, 30 s, 6 digits). */
export function totp(secret, at = Date.now()) {
  const bits = [...secret.replace(/[\s=]/g, '').toUpperCase()]
    .map((c) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(c).toString(2).padStart(5, '0')).join('');
  const key = Buffer.from(bits.match(/.{8}/g).map((byte) => parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(at / STEP)));
  const mac = createHmac('sha1', key).update(counter).digest();
  const number = mac.readUInt32BE(mac[19] & 15) & 0x7fffffff;
  return String(number % 1_000_000).padStart(6, '0');
}

const lastStep = new Map();
/** A code that this person has not used yet; waits for the next one when the present one is spent. */
export async function freshCode(secret) {
  const step = () => Math.floor(Date.now() / STEP);
  // A code about to change could be old when it arrives.
  if (step() <= (lastStep.get(secret) ?? 0) || Date.now() % STEP > STEP - 1500) {
    await new Promise((resolve) => setTimeout(resolve, STEP - (Date.now() % STEP) + 200));
  }
  lastStep.set(secret, step());
  return totp(secret);
}

/** The stage on which tests play: the demo, the browser, and who is signed in. */
export class Stage {
  #sessions = new Map();
  constructor(demo, browser) {
    this.demo = demo;
    this.browser = browser;
  }

  /** The n-th account of a role (of a party, if one is named). */
  account(role, n = 0, party) {
    const found = this.demo.accounts.filter((a) => a.role === role && (!party || a.party === party))[n];
    if (!found) throw new Error(`the demo has no account ${role} ${n} ${party ?? ''}`);
    return found;
  }

  /** A new context: no script in pages unless asked for, French unless told. */
  async context({ lang = 'fr', script = false, width = 1280, height = 900, ...more } = {}) {
    const context = await this.browser.newContext({
      baseURL: this.demo.url, locale: lang === 'fr' ? 'fr-FR' : 'en-GB', javaScriptEnabled: script,
      viewport: { width, height }, ...more,
    });
    context.setDefaultTimeout(10_000);
    return context;
  }

  /** Signs somebody in by the pages, passphrase then code. */
  async signIn(page, account) {
    if (!new URL(page.url(), this.demo.url).pathname.startsWith('/login')) await page.goto('/login');
    await page.fill('#username', account.email);
    await page.fill('#password', account.passphrase);
    await press(page, 'form[action="/login"] .btn');
    await page.fill('#code', await freshCode(account.totp_secret));
    await press(page, 'form[action="/login/code"] .btn');
    if (page.url().includes('/login')) throw new Error(`${account.email} could not sign in: ${await page.locator('main').innerText()}`);
  }

  /**
   * A page of somebody who is signed in; signs each person in once and keeps the session for the next time. With `lately` not for long: after
   * ten minutes acts that matter would ask for a factor first, and what a test sees would depend on how fast the machine is.
   */
  async as(account, { lately = false, ...options } = {}) {
    const kept = this.#sessions.get(account.email);
    const storageState = kept && (!lately || Date.now() - kept.since < 6 * 60_000) ? kept.state : undefined;
    const context = await this.context({ ...options, storageState });
    const page = await context.newPage();
    if (!storageState) {
      await this.signIn(page, account);
      this.#sessions.set(account.email, { state: await context.storageState(), since: Date.now() });
    }
    return page;
  }
}

// ---- a page -------------------------------------------------------------------------------------------------------

/** Clicks, and waits for the page that follows. */
export async function press(page, selector) {
  const target = typeof selector === 'string' ? page.locator(selector).first() : selector;
  const [answer] = await Promise.all([
    page.waitForResponse((r) => r.request().isNavigationRequest() && ![302, 303].includes(r.status())),
    target.click(),
  ]);
  await page.waitForLoadState('load');
  return answer;
}

export const path = (page) => new URL(page.url()).pathname;
export const here = (page) => page.evaluate(() => document.activeElement?.id || document.activeElement?.className || document.activeElement?.tagName);
export const text = async (page, selector = 'main') => (await page.locator(selector).first().innerText()).replace(/[\u00a0\u202f]/g, ' ');
