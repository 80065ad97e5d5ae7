// Runs the browser tests: node run.mjs PATH/TO/vigie [part of a file's or test's name]…
// One line per test, "N passed, N failed" at the end; exit code 1 if anything failed.
import { resolve } from 'node:path';
import { Skip, Stage, inFile, startBrowser, startDemo, tests } from './helpers.mjs';

const [binary, ...only] = process.argv.slice(2);
if (!binary) {
  console.error('usage: node run.mjs PATH/TO/vigie [part of a name]…');
  process.exit(2);
}
const FILES = ['flows', 'life', 'mistakes', 'enrolment', 'passkeys', 'vetting', 'setup', 'print', 'pages', 'shots', 'lead', 'restored', 'directory', 'self-check'];
for (const file of FILES) {
  inFile(file);
  await import(`./${file}.mjs`);
}

let demo;
let browser;
let ending;
/** Ends what this run started; once, whatever happens. */
const end = () => (ending ??= (async () => {
  await browser?.close().catch(() => {});
  await demo?.stop();
})());
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => end().then(() => process.exit(130)));

const began = Date.now();
const seconds = (since) => `${((Date.now() - since) / 1000).toFixed(1)} s`;
const count = { passed: 0, failed: 0, skipped: 0 };
try {
  demo = await startDemo(resolve(binary));
  browser = await startBrowser(demo);
  const stage = new Stage(demo, browser);
  for (const { file, name, run } of tests) {
    const full = `${file}: ${name}`;
    if (only.length && !only.some((part) => full.includes(part))) continue;
    const since = Date.now();
    try {
      await run(stage);
      count.passed += 1;
      console.log(`ok    ${full} (${seconds(since)})`);
    } catch (error) {
      if (error instanceof Skip) {
        count.skipped += 1;
        console.log(`skip  ${full}: ${error.message}`);
        continue;
      }
      count.failed += 1;
      console.log(`FAIL  ${full} (${seconds(since)})\n      ${String(error.stack ?? error).replaceAll('\n', '\n      ')}`);
    } finally {
      await Promise.all(browser.contexts().map((context) => context.close()));
    }
  }
} catch (error) {
  count.failed += 1;
  console.log(`FAIL  start: ${error.stack ?? error}`);
} finally {
  await end();
}
if (count.skipped) console.log(`${count.skipped} skipped`);
console.log(`took ${seconds(began)}`);
console.log(`${count.passed} passed, ${count.failed} failed`);
process.exit(count.failed ? 1 : 0);
