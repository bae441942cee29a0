
// What leads to an operation or a finding: chapters, the box, filters.

const MOST = 40;

whenRead.push(() => {
  operationsOf.known = null;
  keyIndex.known = null;
});

function operationsOf(document, chapter) {
  if (!operationsOf.known) {
    operationsOf.known = new Map();
    data.operations.forEach((operation, number) => {
      const key = operation.d + '.' + operation.c;
      operationsOf.known.set(key, (operationsOf.known.get(key) || []).concat([number]));
    });
  }
  return operationsOf.known.get(document + '.' + chapter) || [];
}

function entry(number) {
  const operation = data.operations[number];
  return element('li', null, element('a', { href: operationAddress(number), 'data-path': operation.id },
    element('span', { class: 'first' }, method(operation), ' ', operation.t), element('span', { class: 'second' }, operation.p)), tally(operation.i));
}

/** The list of chapters; what is in one is made when it is opened. */
function chapterList() {
  return data.documents.map((document, at) => element('section', null, data.documents.length > 1 ? element('h2', null, document.title) : null,
    document.chapters.map((chapter, number) => {
      const own = operationsOf(at, number);
      if (!own.length) return null;
      const list = element('ul', null);
      const details = element('details', { 'data-path': at + '.' + number }, element('summary', null, chapter.title, ' ', element('small', null, String(own.length))), list);
      details.addEventListener('toggle', () => openChapter(details));
      details.fillIn = () => { if (!list.childNodes.length) fill(list, own.map(entry)); };
      return details;
    })));
}

function openChapter(details) {
  if (details.open) details.fillIn();
  markCurrent();
}

/** Marks the operation that is shown, and opens its chapter. */
function showInList(number) {
  const operation = number === null ? null : data.operations[number];
  showInList.current = operation ? operation.id : null;
  if (operation) {
    const details = [...document.querySelectorAll('#chapters details')].find((one) => one.getAttribute('data-path') === operation.d + '.' + operation.c);
    if (details && !details.open) {
      details.fillIn();
      details.open = true;
    }
  }
  markCurrent(true);
}

function markCurrent(scroll) {
  for (const link of document.querySelectorAll('#chapters a')) {
    const isIt = showInList.current !== null && link.getAttribute('data-path') === visible(showInList.current);
    if (isIt) link.setAttribute('aria-current', 'page'); else link.removeAttribute('aria-current');
    if (isIt && scroll) link.scrollIntoView({ block: 'nearest' });
  }
}

/** The names of rows and keys, with the operations that have them; made when somebody first looks for something. */
function keyIndex() {
  if (keyIndex.known) return keyIndex.known;
  const known = new Map();
  const note = (name, number) => {
    const numbers = known.get(name) || new Set();
    numbers.add(number);
    known.set(name, numbers);
  };
  data.operations.forEach((operation, number) => {
    for (const one of operation.a || []) note(word(one.n), number);
    const walk = (node) => {
      for (const child of node.c || []) {
        if (!child.k) note(word(child.n), number);
        walk(child);
      }
    };
    for (const body of operation.b || []) walk(body.r);
  });
  keyIndex.known = known;
  return known;
}

function find(text) {
  const wanted = text.trim().toLowerCase();
  const hits = document.getElementById('hits');
  document.getElementById('chapters').hidden = Boolean(wanted);
  if (!wanted) {
    empty(hits);
    return;
  }
  const words = wanted.split(/\s+/);
  const has = (of) => words.every((one) => of.toLowerCase().includes(one));
  const operations = data.operations.flatMap((operation, number) => (has(operation.m + ' ' + operation.p + ' ' + operation.t) ? [number] : []));
  const rules = data.rules.filter((rule) => has(rule.id + ' ' + rule.summary));
  const keys = [...keyIndex()].filter(([name]) => has(name)).sort(([one], [other]) => one.length - other.length || (one < other ? -1 : 1));
  const group = (title, all, show) => (all.length ? element('section', null, element('h2', null, title, ' ', element('small', null, String(all.length))),
    element('ul', null, all.slice(0, MOST).map(show)), all.length > MOST ? element('p', { class: 'calm' }, 'and ' + (all.length - MOST) + ' more') : null) : null);
  const rule = (one) => element('li', null, element('a', { href: '#findings&rule=' + one.id }, element('span', { class: 'first' }, one.id), element('span', { class: 'second' }, one.summary)));
  const key = ([name, numbers]) => element('li', null, element('details', null, element('summary', null, element('code', null, name), ' ', element('small', null, 'in ' + numbers.size)),
    element('ul', null, [...numbers].slice(0, MOST).map(entry))));
  empty(hits, group('Operations', operations, entry), group('Rules', rules, rule), group('Keys', keys, key));
  if (!hits.childNodes.length) fill(hits, [element('p', { class: 'calm' }, 'Nothing is called so.')]);
}

// The list of findings.

function chapterOptions() {
  return data.documents.flatMap((document, at) => document.chapters.map((chapter, number) => [at + '.' + number, (data.documents.length > 1 ? document.title + ' › ' : '') + chapter.title])).concat([['none', 'outside of operations']]);
}

function findingsAddress(filter) {
  const parts = ['severity', 'rule', 'chapter'].filter((name) => filter[name]).map((name) => '&' + name + '=' + encode(filter[name]));
  return '#findings' + parts.join('');
}

function matching(filter) {
  return data.findings.flatMap((finding, number) => {
    const isOutside = filter.chapter === 'none' && !(finding.o || []).length;
    const inChapter = !filter.chapter || isOutside || (finding.o || []).some((at) => data.operations[at].d + '.' + data.operations[at].c === filter.chapter);
    const isIt = inChapter && (!filter.severity || severity(finding) === filter.severity) && (!filter.rule || data.rules[finding.r].id === filter.rule);
    return isIt ? [number] : [];
  });
}

function filterBox(name, label, options, filter) {
  const choices = [['', 'all']].concat(options).map(([value, text]) => element('option', { value: value, selected: value === (filter[name] || '') }, text));
  const select = element('select', { id: 'filter-' + name, change: () => { location.hash = findingsAddress({ ...filter, [name]: select.value }); } }, choices);
  return element('div', null, element('label', { for: 'filter-' + name }, label), select);
}

function ruleCard(id) {
  const rule = data.rules.find((one) => one.id === id);
  if (!rule) return null;
  return element('section', { class: 'rule' }, element('p', null, quoted(rule.explanation)),
    element('div', { class: 'sides' }, element('div', null, element('h3', null, 'Bad'), element('pre', { tabindex: '0' }, rule.bad)),
      element('div', null, element('h3', null, 'Good'), element('pre', { tabindex: '0' }, rule.good))),
    rule.fix ? element('p', { class: 'calm' }, 'Its fix: ' + rule.fix + '.') : null);
}

function findingsView(filter) {
  const numbers = matching(filter);
  const list = element('div', null);
  const more = element('button', { type: 'button', class: 'tab', click: () => show(100) });
  let shown = 0;
  const show = (some) => {
    fill(list, numbers.slice(shown, shown + some).map((number) => findingCard(number, true)));
    shown = Math.min(numbers.length, shown + some);
    more.hidden = shown >= numbers.length;
    more.textContent = 'Show more of ' + (numbers.length - shown);
  };
  show(50);
  list.showAll = () => show(numbers.length);
  const rules = data.rules.map((rule) => [rule.id, rule.id]).sort();
  const view = element('section', { 'aria-labelledby': 'findings-title' }, element('h1', { id: 'findings-title' }, count(numbers.length, 'findings')),
    element('div', { class: 'filters', role: 'group', 'aria-label': 'Filters' },
      filterBox('severity', 'Severity', Object.values(SEVERITIES).map((one) => [one, one]), filter),
      filterBox('rule', 'Rule', rules, filter), filterBox('chapter', 'Chapter', chapterOptions(), filter)),
    filter.rule ? ruleCard(filter.rule) : null, list, more);
  view.showAll = list.showAll;
  return view;
}

function chapterView(document, number) {
  const chapter = document.chapters[number];
  const own = operationsOf(data.documents.indexOf(document), number);
  return element('section', { 'aria-labelledby': 'chapter-title' }, element('p', { class: 'crumbs' }, document.title),
    element('h1', { id: 'chapter-title' }, chapter.title), element('div', { class: 'prose' }, prose(number === 0 ? document.prose : undefined), prose(chapter.prose)),
    element('ul', { class: 'entries' }, own.map(entry)));
}
