// Makes the pictures of README and of the book from our own reference: node pictures.cjs APIREF REFERENCE FOLDER
//
// In a copy of the reference one type is wrong and one key is not documented, so that there is something to see.

const { execFileSync, spawnSync } = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { pathToFileURL } = require('node:url');
const { chromium } = require('playwright-core');

const [apiref, reference, folder] = process.argv.slice(2);
const work = fs.mkdtempSync(path.join(os.tmpdir(), 'apiref-pictures-'));
const COLOURS = { 1: 'font-weight:700', 31: 'color:#ff8f87', 32: 'color:#86d69c', 33: 'color:#f2bf66', 34: 'color:#8cb8ff', 36: 'color:#7fd4d4', 91: 'color:#ff8f87', 92: 'color:#86d69c', 93: 'color:#f2bf66', 94: 'color:#8cb8ff', 96: 'color:#7fd4d4' };

/** Puts one text in place of another in a file of the copy. */
function change(name, from, to) {
  const file = path.join(work, 'api-ref/source', name);
  const text = fs.readFileSync(file, 'utf8');
  if (!text.includes(from)) throw new Error(`${name} has no ${from}`);
  fs.writeFileSync(file, text.replace(from, to));
}

/** What a terminal shows, as markup. */
function terminal(text) {
  const escaped = text.replace(/[&<>]/g, (sign) => `&#${sign.charCodeAt(0)};`);
  const coloured = escaped.replace(/\u001b\[([0-9;]*)m/g, (_, codes) => `</span><span style="${codes.split(';').map((code) => COLOURS[Number(code)] || '').filter(Boolean).join(';')}">`);
  return `<meta charset="utf-8"><body style="margin:0;background:#12161b"><pre style="display:inline-block;margin:0;padding:18px 22px;color:#dfe4ea;font:14px/1.45 'DejaVu Sans Mono',monospace"><span>${coloured}</span></pre>`;
}

async function main() {
  fs.cpSync(reference, path.join(work, 'api-ref'), { recursive: true });
  fs.mkdirSync(path.join(work, '.git'));
  change('v2/parameters.yaml', 'sign.\n  in: body\n  required: true\n  type: string', 'sign.\n  in: body\n  required: true\n  type: integer');
  change('v2/samples/snapshots-list-detailed-response.json', '"status":', '"colour": "blue",\n            "status":');
  const source = path.join(work, 'api-ref/source');
  const told = spawnSync(apiref, ['check', source, '--root', work, '--color', 'always', '--limit', '1'], { encoding: 'utf8' }).stdout;
  const page = path.join(work, 'report.html');
  execFileSync(apiref, ['report', source, '--root', work, '-o', page], { stdio: 'ignore' });
  const browser = await chromium.launch({ executablePath: process.env.CHROMIUM, args: ['--no-sandbox'] });
  const shoot = async (name, url, options, before) => {
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, colorScheme: 'light', ...options });
    const tab = await context.newPage();
    await tab.goto(url);
    if (before) await before(tab);
    await tab.screenshot({ path: path.join(folder, name + '.png') });
    await context.close();
  };
  const shell = path.join(work, 'terminal.html');
  fs.writeFileSync(shell, terminal('$ apiref check\n' + told));
  await shoot('terminal', pathToFileURL(shell).href, { viewport: { width: 1180, height: 620 } });
  const home = pathToFileURL(page).href;
  await shoot('overview', home + '#overview');
  await shoot('operation', home + '#op=GET:/v2/{project_id}/snapshots/detail', { colorScheme: 'dark' }, (tab) => tab.evaluate(() => {
    const body = [...document.querySelectorAll('section.body')].pop();
    body.querySelector('.sample .key.wrong, .sample .key.undocumented').click();
    body.scrollIntoView();
  }));
  await browser.close();
  fs.rmSync(work, { recursive: true });
}

main().catch((error) => {
  console.error(error);
  process.exitCode = 1;
});
