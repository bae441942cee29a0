// Opens each kind of page in a browser and uses it: node pages.cjs APIREF FOLDER

const { execFileSync, spawn } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');
const { pathToFileURL } = require('node:url');
const { chromium } = require('playwright-core');
const axe = require('axe-core').source;
const trees = require('./trees.cjs');

const [apiref, folder] = process.argv.slice(2);
const failures = [];
let checks = 0;

/** Notes what does not hold. */
function want(holds, words, found) {
  checks += 1;
  if (!holds) failures.push(words + (found === undefined ? '' : ': ' + JSON.stringify(found)));
}

/** The page of a tree, in a file of that name. */
function report(tree, name, more = []) {
  const file = path.join(folder, 'work', name);
  execFileSync(apiref, ['report', path.join(tree, 'api-ref/source'), '--root', tree, '-o', file, ...more], { stdio: ['ignore', 'inherit', 'pipe'] });
  return pathToFileURL(file).href;
}

/** A page in which every dialog, error and answer from elsewhere is a failure. */
async function open(browser, url, options = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, colorScheme: 'light', ...options });
  const page = await context.newPage();
  page.on('dialog', (dialog) => { want(false, 'a dialog', dialog.message()); dialog.dismiss(); });
  page.on('pageerror', (error) => want(false, 'an error of the script', error.stack));
  page.on('console', (message) => { if (['error', 'warning'].includes(message.type())) want(false, 'the console', message.text()); });
  const home = url.replace(/#.*/, '');
  const ours = [home, home + 'events', 'data:,'];
  page.on('response', (answer) => want(ours.includes(answer.url().replace(/#.*/, '')), 'an answer from elsewhere', answer.url()));
  page.on('framenavigated', (frame) => want(frame.url().replace(/#.*/, '') === home, 'another page', frame.url()));
  await page.goto(url);
  return page;
}

/** Goes to another place of the page. */
async function go(page, hash) {
  await page.evaluate((to) => { location.hash = to; }, hash);
  await page.waitForTimeout(50);
}

/** Nobody is shut out of what is shown now. */
async function judge(page, name) {
  await page.evaluate(axe);
  const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
  const { violations } = await page.evaluate((values) => axe.run(document, { runOnly: { type: 'tag', values }, resultTypes: ['violations'] }), tags);
  want(violations.length === 0, `axe on ${name}`, violations.map(({ id, nodes }) => [id, nodes.length, nodes[0].html.slice(0, 200)]));
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  want(wide <= 0, `${name} is wider than its window`, wide);
  await page.screenshot({ path: path.join(folder, 'shots', name + '.png') });
}

const texts = (page, selector) => page.$$eval(selector, (all) => all.map((one) => one.textContent.trim()));
const hash = (page) => page.evaluate(() => decodeURIComponent(location.hash));

async function overview(page) {
  want((await page.textContent('h1:visible')) === 'Box API', 'the title');
  want((await texts(page, '.matrix tbody th')).join() === 'Boxes,Lids', 'the chapters', await texts(page, '.matrix tbody th'));
  want((await page.$$('.matrix .cell.good')).length > 2 && (await page.$$('.matrix .cell.poor')).length > 0, 'coloured cells');
  await page.click('svg.chart a:has-text("sample-type")');
  await page.waitForSelector('#filter-rule');
  want((await hash(page)) === '#findings&rule=sample-type', 'a bar leads to its findings', await hash(page));
  want((await page.$$('article.finding')).length === 1, 'one finding of the rule');
}

async function findings(page) {
  await go(page, '#findings');
  const all = (await page.$$('article.finding')).length;
  await page.selectOption('#filter-severity', 'warning');
  await page.waitForFunction((many) => document.querySelectorAll('article.finding').length < many, all);
  want((await hash(page)) === '#findings&severity=warning', 'the filter is in the address', await hash(page));
  want((await page.$$('article.finding:not(.warning)')).length === 0, 'only warnings are left');
  await page.selectOption('#filter-chapter', '0.1');
  await page.waitForTimeout(50);
  want((await page.$$('article.finding')).length === 0, 'no finding of the other chapter');
  await go(page, '#findings');
  const id = (await page.getAttribute('article.finding:has(.diff)', 'id')).replace('finding-', '');
  await go(page, '#finding=' + id);
  want((await page.textContent('h1:visible')) === 'Show a box', 'the address of a finding leads to its operation');
  want((await page.evaluate(() => document.activeElement.id)) === 'finding-' + id, 'it is in focus');
  want((await page.$$('article.target details[open] .diff ins')).length > 0, 'its fix is shown as a difference');
}

async function operation(page) {
  await go(page, '#op=GET:/boxes/{id}');
  want((await page.textContent('h1:visible')) === 'Show a box', 'the operation');
  want((await page.getAttribute('.prose a', 'href')) === 'https://example.org/guide', 'a link of the text');
  want((await texts(page, '.codes .code')).join() === '200,400,404', 'the codes', await texts(page, '.codes .code'));
  want((await texts(page, '.parameters tbody th')).join() === 'id,fields', 'the parameters');
  await page.click('.tab:has-text("2.1")');
  const kinds = await page.$$eval('.sample .key, .sample .line', (all) => [...new Set(all.flatMap((one) => [...one.classList]))].sort());
  for (const kind of ['agrees', 'undocumented', 'wrong', 'null', 'outside', 'missing']) want(kinds.includes(kind), 'a mark', [kind, kinds]);
  want((await texts(page, '.line.missing')).join() === '−        "colour" is missing here' || (await texts(page, '.line.missing')).join().includes('"colour" is missing here'), 'what is missing', await texts(page, '.line.missing'));
  await page.click('.sample .key:has-text("width")');
  want((await texts(page, '.node.chosen > .head > .key')).join() === 'width', 'a key of the sample leads to the tree');
  await page.click('.tree .key:has-text("height")');
  want((await texts(page, '.sample .key.chosen')).join() === '"height"', 'a key of the tree leads to the sample', await texts(page, '.sample .key.chosen'));
  const size = page.locator('.node:has(> .head > .key:text-is("size"))');
  await size.locator('> .head > .toggle').click();
  want(!(await page.isVisible('.tree .key:text-is("height")')), 'a branch is closed');
  await page.click('.sample .key:has-text("height")');
  want(await page.isVisible('.tree .key:text-is("height")'), 'and opened by what is chosen in the sample');
}

async function slider(page) {
  await go(page, '#op=GET:/boxes/{id}');
  want((await page.getAttribute('#slider', 'aria-valuetext')) === 'all versions', 'all versions at first');
  want((await page.$$('.node.out')).length === 0, 'nothing is greyed');
  await page.focus('#slider');
  await page.keyboard.press('ArrowRight');
  const first = await page.getAttribute('#slider', 'aria-valuetext');
  want((await hash(page)) === '#op=GET:/boxes/{id}&v=' + first, 'the version is in the address', await hash(page));
  want((await texts(page, '.node.out > .head > .key')).join() === 'lid', 'what is not there is greyed', await texts(page, '.node.out > .head > .key'));
  want((await page.$$('.parameters tr.out')).length === 1, 'a parameter is greyed');
  want((await texts(page, '.tab[aria-pressed=true]')).join().includes('2.1'), 'the sample of the version');
  await page.keyboard.press('End');
  want((await page.$$('.node.out')).length === 0, 'nothing is greyed in the last version');
  want((await texts(page, '.tab[aria-pressed=true]')).join().includes('2.9'), 'the newest sample');
  await page.evaluate(() => document.activeElement.blur());
  await page.keyboard.press('[');
  want((await hash(page)).endsWith('&v=2.5'), 'a key goes a version back', await hash(page));
}

async function find(page) {
  await page.keyboard.press('/');
  await page.keyboard.type('width');
  want((await texts(page, '#hits summary code')).includes('width'), 'a key is found', await texts(page, '#hits summary code'));
  await page.fill('#find', 'sample-type');
  want((await texts(page, '#hits .first')).includes('sample-type'), 'a rule is found');
  await page.fill('#find', 'list lids');
  await page.click('#hits a');
  await page.waitForFunction(() => document.querySelector('#operation-title')?.textContent === 'List lids');
  await page.focus('#find');
  await page.keyboard.press('Escape');
  want((await page.inputValue('#find')) === '' && (await page.isVisible('#chapters')), 'Escape leaves the box');
  want((await page.getAttribute('#chapters a[aria-current=page]', 'href')) === '#op=GET:/lids', 'the list shows where one is');
  await page.keyboard.press('k');
  await page.waitForFunction(() => document.querySelector('#operation-title')?.textContent === 'Create a box');
  await page.keyboard.press('?');
  want(await page.isVisible('dialog[open]'), 'a key lists the keys');
  await judge(page, 'keys');
  await page.keyboard.press('Escape');
}

async function paper(page) {
  await go(page, '#op=GET:/boxes/{id}');
  await page.emulateMedia({ media: 'print' });
  await page.evaluate(() => window.dispatchEvent(new Event('beforeprint')));
  want((await page.$$('#view details:not([open])')).length === 0, 'on paper all is open');
  want(!(await page.isVisible('#side')), 'on paper there is no list');
}

async function everybody(browser, url) {
  for (const scheme of ['light', 'dark']) {
    for (const width of [1280, 360]) {
      const page = await open(browser, url, { colorScheme: scheme, viewport: { width, height: 900 } });
      for (const [name, to] of [['overview', '#overview'], ['findings', '#findings'], ['rule', '#findings&rule=sample-type'], ['operation', '#op=GET:/boxes/{id}'],
        ['version', '#op=GET:/boxes/{id}&v=2.1'], ['chapter', '#chapter=0.0']]) {
        await go(page, to);
        await page.evaluate(() => document.querySelectorAll('details, #side details').forEach((one) => { one.open = true; }));
        await judge(page, `${name}-${scheme}-${width}`);
      }
      await page.fill('#find', 'box');
      await judge(page, `found-${scheme}-${width}`);
      await page.context().close();
    }
  }
}

/** Nothing of a hostile tree acts, wherever one goes. */
async function harmless(browser, url) {
  const page = await open(browser, url);
  const places = ['#overview', '#findings', '#chapter=0.0', '#op=<img src=x onerror=alert(1)>', '#finding=__proto__', '#chapter=constructor', '#findings&rule=<script>&severity=__proto__', '#v=%'];
  places.push(...await page.evaluate(() => JSON.parse(document.getElementById('data').textContent).operations.map((one) => '#op=' + encodeURIComponent(one.id))));
  want(places.length > trees.HOSTILE.length + 5, 'operations');
  let shown = '';
  for (const place of places) {
    await go(page, place);
    await page.evaluate(() => {
      for (const one of document.querySelectorAll('details')) one.open = true;
      for (const one of document.querySelectorAll('.from, .toggle, .key, .tab')) one.click();
    });
    await page.waitForTimeout(20);
    shown += await page.textContent('body');
    const odd = await page.evaluate(() => [...document.querySelectorAll('*')].flatMap((one) => {
      const acts = [...one.attributes].filter(({ name, value }) => name.startsWith('on') || name === 'style' || /^\s*(javascript|data:text|vbscript)/i.test(value));
      const isOdd = ['IMG', 'IFRAME', 'OBJECT', 'EMBED', 'BASE', 'FORM'].includes(one.tagName);
      return acts.length || isOdd ? [one.outerHTML.slice(0, 200)] : [];
    }));
    want(odd.length === 0, `at ${place}`, odd);
    want((await page.$$('script')).length === 2, `a script at ${place}`);
    want(!/[\u202a-\u202e\u2066-\u2069\u200b]/.test(await page.evaluate(() => document.getElementById('columns').innerText)), `a hidden character at ${place}`);
  }
  for (const text of trees.HOSTILE) want(shown.includes(text.replace(/[\u200b\u202e\u2066]/g, (one) => `\\u{${one.codePointAt(0).toString(16)}}`)), 'the text is shown', text);
  for (const text of ['script', '<img', 'javascript:', 'a\u202e', '__proto__', 'constructor']) {
    await page.fill('#find', text);
    await page.waitForTimeout(20);
  }
  await page.screenshot({ path: path.join(folder, 'shots', 'hostile.png') });
}

/** A server that shows a tree, and where the page is. */
async function serve(tree) {
  const child = spawn(apiref, ['preview', path.join(tree, 'api-ref/source'), '--root', tree], { stdio: ['ignore', 'pipe', 'ignore'] });
  process.on('exit', () => child.kill());
  const ended = new Promise((done) => { child.on('exit', (code) => done(code)); });
  const address = await new Promise((done) => { child.stdout.on('data', (text) => done(String(text).trim())); });
  return { address, end: () => { child.kill('SIGINT'); return ended; } };
}

/** Saves as editors do: another file takes the name. */
function save(tree, name, change) {
  const file = path.join(tree, 'api-ref/source', name);
  fs.writeFileSync(file + '~', change(fs.readFileSync(file, 'utf8')));
  fs.renameSync(file + '~', file);
}

/** The documents in a viewer, which asks nobody but our server. */
async function viewer(browser, address) {
  const page = await browser.newPage();
  page.setDefaultTimeout(30000);
  page.on('console', (message) => { if (message.type() === 'error') want(false, 'the console of the viewer', message.text()); });
  page.on('pageerror', (error) => want(false, 'an error of the viewer', error.message));
  page.on('response', (answer) => want(answer.url().startsWith(address) || answer.url().startsWith('data:'), 'an answer from elsewhere', answer.url()));
  await page.goto(address + 'viewer/');
  await page.waitForSelector('.opblock:has-text("/boxes/{id}")');
  want((await page.textContent('#viewer .info .title')).startsWith('Box API'), 'the title of the document');
  await page.selectOption('#openapi', '3.0');
  await page.waitForSelector('#viewer :text("OAS 3.0")');
  want(page.url().includes('openapi=3.0'), 'the form is in the address', page.url());
  await page.screenshot({ path: path.join(folder, 'shots', 'viewer.png') });
  await page.close();
}

/** The page follows each save, and keeps its place. */
async function live(browser) {
  const tree = trees.boxes(path.join(folder, 'work/live'));
  const server = await serve(tree);
  const page = await open(browser, server.address + '#op=GET:/boxes/{id}&v=2.9');
  page.setDefaultTimeout(20000);
  await page.click('.node:has(> .head > .key:text-is("size")) > .head > .toggle');
  await page.click('.tab:has-text("2.1")');
  await page.evaluate(() => window.scrollTo(0, 300));
  const start = Date.now();
  save(tree, 'parameters.yaml', (text) => text.replace('The colour.', 'The colour of the outside.'));
  await page.waitForSelector('.tree .about:has-text("The colour of the outside.")');
  console.log(`from save to changed page: ${Date.now() - start} ms`);
  want((await hash(page)) === '#op=GET:/boxes/{id}&v=2.9', 'the address stays', await hash(page));
  want((await page.evaluate(() => window.scrollY)) === 300, 'the place stays', await page.evaluate(() => window.scrollY));
  want(!(await page.isVisible('.tree .key:text-is("height")')), 'what was closed stays closed');
  want((await texts(page, '.tab[aria-pressed=true]')).join().includes('2.1'), 'the sample stays');
  const before = Number(await page.textContent('#overview .numbers .error strong'));
  save(tree, 'samples/v2.1/box.json', (text) => text.replace('"wide"', '3'));
  await page.waitForFunction((many) => Number(document.querySelector('#overview .numbers .error strong').textContent) < many, before);
  const [there, gone] = ['source', 'gone'].map((name) => path.join(tree, 'api-ref', name));
  fs.renameSync(there, gone);
  await page.waitForFunction(() => document.getElementById('status').textContent.startsWith('Not now'));
  fs.renameSync(gone, there);
  await page.waitForFunction(() => !document.getElementById('status').textContent.startsWith('Not now'));
  save(tree, 'parameters.yaml', (text) => text.replace('The lid.', 'The lid on top.'));
  await page.waitForSelector('.tree .about:has-text("The lid on top.")');
  await judge(page, 'live');
  if (await page.$('header nav a[href="viewer/"]')) await viewer(browser, server.address);
  else console.log('the viewer is not part of this program');
  await page.context().close();
  want((await server.end()) === 0, 'Ctrl-C ends it');
}

/** What other witnesses say, in columns beside the rows. */
async function witnesses(browser) {
  const tree = trees.boxes(path.join(folder, 'work/witnesses'));
  const { spec, traffic } = trees.witnesses(tree);
  const url = report(tree, 'witnesses.html', ['--spec', spec, '--traffic', traffic]);
  const names = [path.basename(spec), path.basename(traffic)];
  for (const [width, name] of [[1280, 'witnesses'], [400, 'witnesses-narrow']]) {
    const page = await open(browser, url, { viewport: { width, height: 900 } });
    await go(page, '#op=GET:/boxes/{id}');
    const heads = await texts(page, '.body .witnesses.heads span');
    want(heads.slice(0, 2).join() === names.join(), 'a head for each witness', heads);
    const cells = async (key) => texts(page, `.node > .head:has(> .key:text-is("${key}")) > .witnesses > *`);
    want((await cells('width'))[0].startsWith('string, required'), 'what the specification says', await cells('width'));
    want((await cells('width'))[1].startsWith('in 1 of 1 answers'), 'what traffic shows', await cells('width'));
    want((await page.$$('.node > .head:has(> .key:text-is("width")) .witness.differs')).length === 1, 'one of them differs');
    want((await cells('note'))[1].startsWith('not in 1 answer'), 'what never comes', await cells('note'));
    if (width > 1000) want((await texts(page, '.parameters thead th')).join() === ['Name', 'In', 'Type', ...names, 'Description'].join(), 'columns of the table');
    await judge(page, name);
    await page.context().close();
  }
}

/** A sample that is said to be of several versions is shown for each of them. */
async function ranges(browser) {
  const page = await open(browser, report(trees.ranges(path.join(folder, 'work/ranges')), 'ranges.html'));
  for (const [version, tab, out] of [['2.3', '2.0', '2.9'], ['2.6', '2.0', '2.9'], ['2.9', '2.9', '2.0']]) {
    await go(page, '#op=GET:/lids/{id}&v=' + version);
    want((await texts(page, '.tab[aria-pressed=true]')).join().includes(tab), `the sample of ${version}`, await texts(page, '.tab[aria-pressed=true]'));
    const greyed = (await texts(page, '.tab.out')).join();
    want(greyed.includes(out) && !greyed.includes(tab), `what is not of ${version} is greyed`, greyed);
  }
  await go(page, '#op=POST:/lids/{id}/action');
  want((await page.textContent('h1:visible')).startsWith('Open a lid'), 'the first operation of a URL', await page.textContent('h1:visible'));
  await page.context().close();
}

/** What a change brought, and how many findings were open after each commit. */
async function history(browser) {
  const tree = trees.boxes(path.join(folder, 'work/history'));
  fs.rmSync(path.join(tree, '.git'), { recursive: true });
  const env = { ...process.env, GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_SYSTEM: '/dev/null' };
  const git = (...words) => execFileSync('git', ['-c', 'user.name=A', '-c', 'user.email=a@example.com', ...words], { cwd: tree, env, stdio: 'pipe' });
  let month = 0;
  const commit = (words) => {
    git('add', '--all');
    env.GIT_AUTHOR_DATE = env.GIT_COMMITTER_DATE = `2026-0${month += 1}-01T00:00:00Z`;
    git('commit', '--quiet', '--message', words);
  };
  git('init', '--quiet');
  commit('Describe boxes');
  save(tree, 'samples/v2.1/box.json', (text) => text.replace('"wide"', '3'));
  commit('Mend the width');
  save(tree, 'samples/lids.json', () => '{"width": 1, "weight": 2}\n');
  commit('Show a weight');
  const url = report(tree, 'history.html', ['--history', '--since', 'HEAD~1']);
  for (const scheme of ['light', 'dark']) {
    for (const width of [1280, 360]) {
      const page = await open(browser, url, { colorScheme: scheme, viewport: { width, height: 900 } });
      want((await texts(page, '#overview h2')).includes('Open findings over time'), 'the history', await texts(page, '#overview h2'));
      want((await page.$$('#overview svg path.warning')).length > 0, 'a line of warnings');
      want((await page.textContent('#overview')).includes('1 new'), 'what the change brought');
      await judge(page, `history-${scheme}-${width}`);
      await page.context().close();
    }
  }
}

async function main() {
  const browser = await chromium.launch({ executablePath: process.env.CHROMIUM, args: ['--no-sandbox'] });
  const boxes = report(trees.boxes(path.join(folder, 'work/boxes')), 'boxes.html');
  await live(browser).catch((error) => want(false, 'live', String(error.message).slice(0, 600)));
  for (const [name, use] of Object.entries({ overview, findings, operation, slider, find, paper })) {
    const page = await open(browser, boxes);
    page.setDefaultTimeout(20000);
    try {
      await use(page);
    } catch (error) {
      want(false, name, String(error.message).slice(0, 600));
    }
    await page.context().close();
  }
  await everybody(browser, boxes);
  await witnesses(browser).catch((error) => want(false, 'witnesses', String(error.message).slice(0, 600)));
  await ranges(browser).catch((error) => want(false, 'ranges', String(error.message).slice(0, 600)));
  await history(browser).catch((error) => want(false, 'history', String(error.message).slice(0, 600)));
  await harmless(browser, report(trees.hostile(path.join(folder, 'work/hostile')), '<img src=x onerror=alert(1)>.html'));
  await browser.close();
  console.log(`${checks} checks, ${failures.length} failures`);
  for (const failure of failures) console.log('FAILED ' + failure);
  process.exit(failures.length ? 1 : 0);
}

main().catch((error) => {
  console.error(error);
  process.exit(1);
});
