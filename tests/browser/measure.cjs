// How large pages are, and how soon they are there: node measure.cjs PAGE...
//
// Prints a line for each page: its size, its first paint, and how long it takes to open each kind of place, the slowest of several.

const fs = require('node:fs');
const path = require('node:path');
const { pathToFileURL } = require('node:url');
const { chromium } = require('playwright-core');

/** So many operations are opened. */
const MOST = 200;

const milliseconds = (time) => `${Math.round(time)} ms`;

/** The time until the page shows what it was asked for and has been laid out. */
const timed = (page, act, value) => page.evaluate(async ([code, given]) => {
  const start = performance.now();
  new Function('given', code)(given);
  await new Promise((done) => { requestAnimationFrame(() => setTimeout(done)); });
  return performance.now() - start;
}, [act, value]);

async function measure(browser, file) {
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
  await page.goto(pathToFileURL(path.resolve(file)).href);
  await page.waitForSelector('#overview h1');
  const paint = await page.evaluate(() => performance.getEntriesByType('paint').find((one) => one.name === 'first-contentful-paint').startTime);
  const ready = await page.evaluate(() => performance.getEntriesByType('navigation')[0].domComplete);
  const operations = await page.evaluate(() => JSON.parse(document.getElementById('data').textContent).operations.map((one) => one.id));
  const step = Math.max(1, Math.floor(operations.length / MOST));
  const go = (hash) => timed(page, 'location.hash = given;', hash);
  let slowest = 0;
  for (let at = 0; at < operations.length; at += step) slowest = Math.max(slowest, await go('#op=' + encodeURIComponent(operations[at])));
  const findings = await go('#findings');
  const found = await timed(page, "const box = document.getElementById('find'); box.value = given; box.dispatchEvent(new Event('input', { bubbles: true }));", 'id');
  const size = (fs.statSync(file).size / 1e6).toFixed(1);
  console.log(`${path.basename(file)}: ${size} MB, ${operations.length} operations; first paint ${milliseconds(paint)}, complete ${milliseconds(ready)}; `
    + `slowest operation ${milliseconds(slowest)}, findings ${milliseconds(findings)}, find ${milliseconds(found)}`);
  await page.close();
}

async function main() {
  const browser = await chromium.launch({ executablePath: process.env.CHROMIUM, args: ['--no-sandbox'] });
  for (const file of process.argv.slice(2)) await measure(browser, file);
  await browser.close();
}

main().catch((error) => {
  console.error(error);
  process.exitCode = 1;
});
