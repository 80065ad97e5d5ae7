// An advisory on paper: marking, reader, party and copy number on each page, background graphics off.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Skip, press, test } from './helpers.mjs';

const run = promisify(execFile);

test('each page of a printed advisory says its marking, its reader and its copy', async (stage) => {
  await run('pdftotext', ['-v']).catch((error) => {
    if (error.code === 'ENOENT') throw new Skip('pdftotext is not here (Debian: poppler-utils)');
  });
  const reader = stage.account('contact', 0, 'parti-de-l-erable');
  const page = await stage.as(reader);
  await page.goto('/advisories');
  const links = await page.locator('.rows h3 a').evaluateAll((l) => l.slice(0, 6).map((a) => a.getAttribute('href')));
  const dir = await mkdtemp(join(tmpdir(), 'vigie-print.'));
  try {
    let longest = 0;
    for (const href of links) {
      await page.goto(href);
      const label = (await page.locator('main .mark .tlp').innerText()).trim();
      const file = join(dir, 'a.pdf');
      await writeFile(file, await page.pdf({ format: 'A4', printBackground: false }));
      const { stdout } = await run('pdftotext', ['-raw', file, '-']);
      const sheets = stdout.split('\f').slice(0, -1);
      longest = Math.max(longest, sheets.length);
      const copies = new Set();
      for (const [i, sheet] of sheets.entries()) {
        const where = `${href}, page ${i + 1} of ${sheets.length}`;
        const said = sheet.replaceAll(/[\u00a0\u202f]/g, ' ');
        assert.ok(said.split(label).length - 1 >= 2, `${where}: ${label} at the top and at the bottom`);
        assert.ok(said.includes(reader.name), `${where}: the reader`);
        assert.ok(said.includes('Parti de l’Érable'), `${where}: the party`);
        copies.add(said.match(/copie n° ([0-9a-f]{16})/)?.[1]);
        assert.ok(![...copies].includes(undefined), `${where}: the copy number`);
        assert.ok(!said.includes('Se déconnecter'), `${where}: no buttons on paper`);
      }
      assert.equal(copies.size, 1, `${href}: one copy number`);
    }
    assert.ok(longest >= 2, 'at least one of them takes more than one page');
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
});

test('a printed list says its highest marking and its reader', async (stage) => {
  const { name } = stage.account('contact', 0, 'parti-de-l-erable');
  const page = await stage.as(stage.account('contact', 0, 'parti-de-l-erable'));
  await page.goto('/advisories');
  const label = (await page.locator('main .mark .tlp').innerText()).trim();
  await page.emulateMedia({ media: 'print' });
  for (const part of ['.ph', '.pf']) {
    assert.equal(await page.locator(part).isVisible(), true, part);
    assert.equal((await page.locator(`${part} .tlp`).innerText()).trim(), label);
  }
  assert.match(await page.locator('.pf').innerText(), new RegExp(name));
});

test('what is for paper is not on the screen, nor for screen readers', async (stage) => {
  const page = await stage.as(stage.account('contact', 0, 'parti-de-l-erable'));
  await page.goto('/advisories');
  await press(page, '.rows h3 a');
  const parts = await page.locator('.po').evaluateAll((l) => l.map((e) => [e.getAttribute('aria-hidden'), e.checkVisibility()]));
  assert.ok(parts.length >= 3);
  for (const part of parts) assert.deepEqual(part, ['true', false]);
  await page.emulateMedia({ media: 'print' });
  const sizes = await page.locator('.ph .tlp, .pf .tlp').evaluateAll((l) => l.map((e) => parseFloat(getComputedStyle(e).fontSize)));
  assert.ok(sizes.length === 2 && sizes.every((px) => px >= 16), `12 point is 16 px: ${sizes}`);
});
