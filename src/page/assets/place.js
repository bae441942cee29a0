
// Where one is: the address says it all, so that it can be sent to somebody.

const main = document.getElementById('main');
const overview = document.getElementById('overview');
const view = document.getElementById('view');
const slider = document.getElementById('slider');
const now = { kind: null, number: null, version: '', finding: '' };

/** The parts of the address: `#name=value&...`. */
function address() {
  const parts = {};
  for (const part of location.hash.slice(1).split('&')) {
    const at = part.indexOf('=');
    const [name, value] = at < 0 ? [part, ''] : [part.slice(0, at), part.slice(at + 1)];
    try {
      parts[name] = decodeURIComponent(value);
    } catch (error) {
      parts[name] = value;
    }
  }
  return parts;
}

/** The operation of an address; of several on one URL the first, unless one is named. */
function operationOf(id) {
  const number = operationNumber.get(id);
  if (number !== undefined || !id) return number;
  const first = data.operations.findIndex((operation) => operation.id.startsWith(id + ';'));
  return first < 0 ? undefined : first;
}

function go() {
  const parts = address();
  let number = operationOf(parts.op);
  let finding = parts.finding || '';
  if (finding && number === undefined && findingNumber.has(finding)) number = (data.findings[findingNumber.get(finding)].o || [])[0];
  if (number !== undefined) showOperation(number, parts.v || '', finding);
  else if (findingNumber.has(finding)) showFindings({}, finding);
  else if ('findings' in parts) showFindings(parts, '');
  else if (parts.chapter !== undefined) showChapter(parts.chapter);
  else if (now.kind === null || 'overview' in parts || location.hash === '') showOverview();
}

function turn(kind, title, ...content) {
  const isNew = now.kind !== kind || now.title !== title;
  now.kind = kind;
  now.title = title;
  overview.hidden = kind !== 'overview';
  empty(view, content);
  document.getElementById('slider-box').hidden = true;
  document.title = visible(title);
  for (const link of document.querySelectorAll('header nav a')) {
    if (link.getAttribute('href') === '#' + kind) link.setAttribute('aria-current', 'page'); else link.removeAttribute('aria-current');
  }
  if (isNew) window.scrollTo(0, 0);
  return isNew;
}

function showOverview() {
  showInList(null);
  turn('overview', data.documents.map((document) => document.title).join(', '));
}

function showFindings(parts, finding) {
  showInList(null);
  now.finding = finding;
  const shown = findingsView({ severity: parts.severity, rule: parts.rule, chapter: parts.chapter });
  turn('findings', 'Findings', shown);
  if (finding) {
    shown.showAll();
    focusFinding(finding);
  }
}

function showChapter(name) {
  const [at, number] = name.split('.').map(Number);
  const document = data.documents[at];
  if (!document || !document.chapters[number]) return;
  showInList(null);
  turn('chapter', document.chapters[number].title, chapterView(document, number));
}

function showOperation(number, version, finding) {
  const operation = data.operations[number];
  const isOther = now.number !== number || now.kind !== 'operation';
  Object.assign(now, { number: number, version: version, finding: finding });
  if (isOther) showInList(number);
  turn('operation', operation.m + ' ' + operation.p + ' – ' + operation.t, operationView(number, version));
  showSlider(data.documents[operation.d].versions || [], version);
  if (finding) focusFinding(finding);
}

function focusFinding(id) {
  const card = document.getElementById('finding-' + id);
  if (!card) return;
  card.classList.add('target');
  card.querySelector('details').open = true;
  card.focus({ preventScroll: true });
  card.scrollIntoView({ block: 'center' });
}

// The slider: the first step is all versions together.

function showSlider(versions, version) {
  document.getElementById('slider-box').hidden = versions.length < 2;
  const isOther = /^\d+\.\d+$/.test(version) && !versions.includes(version);
  slider.versions = [''].concat(isOther ? versions.concat([version]).sort(compare) : versions);
  slider.max = String(slider.versions.length - 1);
  slider.value = String(Math.max(0, slider.versions.indexOf(version)));
  tellVersion();
}

function tellVersion() {
  const version = slider.versions[Number(slider.value)];
  const told = version || 'all versions';
  slider.setAttribute('aria-valuetext', told);
  document.getElementById('slider-value').textContent = told;
  return version;
}

function slide() {
  const version = tellVersion();
  history.replaceState(null, '', operationAddress(now.number, version, now.finding));
  const top = window.scrollY;
  now.version = version;
  empty(view, operationView(now.number, version));
  window.scrollTo(0, top);
}

function step(by) {
  if (document.getElementById('slider-box').hidden) return;
  slider.value = String(Number(slider.value) + by);
  slide();
}

// Keys.

const KEYS = [['/', 'find'], ['o', 'overview'], ['f', 'findings'], ['j', 'next operation'], ['k', 'operation before'],
  ['[', 'a version back'], [']', 'a version on'], ['?', 'this list'], ['Escape', 'leave the box']];

function walk(by) {
  const next = now.kind === 'operation' ? now.number + by : 0;
  if (next >= 0 && next < data.operations.length) location.hash = operationAddress(next, now.version);
}

function pressed(event) {
  const inField = event.target instanceof Element && event.target.matches('input, select, textarea');
  if (event.key === 'Escape' && event.target.id === 'find') {
    event.target.value = '';
    find('');
    main.focus();
    return;
  }
  if (inField || event.ctrlKey || event.metaKey || event.altKey || !keysWanted.checked) return;
  const actions = { '/': () => document.getElementById('find').focus(), o: () => { location.hash = '#overview'; }, f: () => { location.hash = '#findings'; },
    j: () => walk(1), k: () => walk(-1), '[': () => step(-1), ']': () => step(1), '?': openHelp };
  if (Object.hasOwn(actions, event.key)) {
    event.preventDefault();
    actions[event.key]();
  }
}

const help = document.getElementById('help');
const keysWanted = element('input', { type: 'checkbox', id: 'keys-wanted', checked: true });

function openHelp() {
  if (!help.open) help.showModal();
}

fill(help, [element('h2', { id: 'help-title' }, 'Keys'),
  element('dl', null, KEYS.map(([key, words]) => [element('dt', null, element('kbd', null, key)), element('dd', null, words)])),
  element('p', null, keysWanted, ' ', element('label', { for: 'keys-wanted' }, 'single keys act')),
  element('button', { type: 'button', class: 'tab', click: () => help.close() }, 'Close')]);

/** On paper everything is open. */
function unfoldAll() {
  for (const item of view.querySelectorAll('li.node')) if (item.unfold && item.querySelector(':scope > ul')) item.unfold(true);
  for (const details of view.querySelectorAll('details')) details.open = true;
}

read(document.getElementById('data').textContent);
empty(document.getElementById('chapters'), chapterList());
document.getElementById('find').addEventListener('input', (event) => find(event.target.value));
document.getElementById('help-open').addEventListener('click', openHelp);
document.addEventListener('keydown', pressed);
slider.addEventListener('input', slide);
window.addEventListener('hashchange', go);
window.addEventListener('beforeprint', unfoldAll);
go();
