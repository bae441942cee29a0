
// An operation: its text, and its bodies with their samples beside them.

let operationNumber = null;
/** What is open and chosen in an operation, kept as long as the page is. */
const kept = new Map();

whenRead.push(() => {
  operationNumber = new Map(data.operations.map((operation, number) => [operation.id, number]));
});

function method(operation) {
  return element('span', { class: 'method ' + operation.m.toLowerCase().replace(/[^a-z]/g, '') }, operation.m);
}

function encode(text) {
  return encodeURIComponent(text).replace(/%2F/g, '/').replace(/%3A/g, ':').replace(/%7B/g, '{').replace(/%7D/g, '}').replace(/%3B/g, ';');
}

function operationAddress(number, version, finding) {
  return '#op=' + encode(data.operations[number].id) + (version ? '&v=' + encode(version) : '') + (finding ? '&finding=' + encode(finding) : '');
}

function operationLink(number, finding) {
  const operation = data.operations[number];
  return element('a', { href: operationAddress(number, '', finding) }, operation.m + ' ' + operation.p + ' – ' + operation.t);
}

function parameterTable(parameters, version, title) {
  if (!parameters.length) return null;
  const rows = parameters.map((one) => {
    const isOut = !holds(one.r.w, version);
    const marks = [one.r.q || one.l === 'path' ? badge('required', 'required') : null, one.r.w ? badge(isOut ? 'window out' : 'window', range(one.r.w)) : null];
    return element('tr', { class: isOut ? 'out' : null }, element('th', { scope: 'row' }, element('code', null, word(one.n))),
      element('td', null, one.l), element('td', null, element('span', { class: 'type' }, word(one.r.t)), ' ', marks),
      witnessCells([one.r]).map((cell) => element('td', null, witnessText(cell))),
      element('td', { class: 'about' }, about({ ...one.r, w: null }, false), origins([one.r])));
  });
  return element('section', null, element('h2', null, title), element('div', { class: 'wide', tabindex: '0', role: 'region', 'aria-label': title },
    element('table', { class: 'parameters' }, element('thead', null, element('tr', null, ['Name', 'In', 'Type', ...(data.witnesses || []), 'Description']
      .map((head) => element('th', { scope: 'col' }, head)))), element('tbody', null, rows))));
}

function codeList(operation) {
  if (!operation.s) return null;
  const items = operation.s.map((code) => element('li', null, element('span', { class: 'code ' + (code.e ? 'error' : 'success'), title: word(code.p) }, code.c), ' ', prose(code.d)));
  return element('section', null, element('h2', null, 'Status codes'), element('ul', { class: 'codes' }, items));
}

/** Is the sample of a later version, or of earlier ones that are said to end? */
function isElsewhen(sample, version) {
  if (!sample.v || !version) return false;
  return sample.w ? !holds(sample.w, version) : compare(sample.v, version) > 0;
}

/** The newest sample that a version has; the first one of all versions. */
function fitting(samples, version) {
  let best = 0;
  samples.forEach((sample, at) => {
    if (!version || !sample.v || isElsewhen(sample, version)) return;
    const held = samples[best];
    if (!held.v || isElsewhen(held, version) || compare(held.v, sample.v) < 0) best = at;
  });
  return best;
}

/** The samples of a direction as tabs, and the chosen one. */
function samplePane(samples, body, view, redraw) {
  if (!samples.length) return element('p', { class: 'calm' }, 'No sample is shown.');
  if (view.chosen === undefined) view.sample = fitting(samples, view.version);
  else view.sample = Math.min(view.chosen, samples.length - 1);
  const buttons = samples.map((sample, at) => {
    const marks = (sample.m || []).length;
    const label = word(sample.t) + (sample.v && !word(sample.t).includes(sample.v) ? ' (' + sample.v + ')' : '');
    return element('button', { type: 'button', class: 'tab' + (isElsewhen(sample, view.version) ? ' out' : ''), 'aria-pressed': String(at === view.sample), click: () => { view.chosen = at; redraw(); } },
      label, marks ? element('span', { class: 'tally warning' }, String(marks), element('span', { class: 'unseen' }, ' disagree')) : null);
  });
  const sample = samples[view.sample];
  const file = sample.s === undefined ? null : data.texts[sample.s].f;
  const version = sample.v ? 'judged at ' + sample.v + (sample.q ? ', as written' : ', inferred') : null;
  const how = (sample.y || []).map((piece) => element('li', null, word(piece)));
  return [samples.length > 1 ? element('div', { class: 'tabs', role: 'group', 'aria-label': 'Samples' }, buttons) : element('h4', null, word(sample.t)),
    element('p', { class: 'where' }, file ? element('code', null, file) : null, version ? ' ' + version : null),
    how.length ? element('details', { class: 'origin' }, element('summary', null, 'why this version'), element('ul', null, how)) : null,
    sampleText(sample, body, view)];
}

/** The bodies of a direction, each form with its samples; samples that show none stand with the first one. */
function bodySections(operation, direction, state, version) {
  const forms = (operation.b || []).map((body, number) => [body, number]).filter(([body]) => body.x === direction);
  const samples = (operation.e || []).filter((one) => one.x === direction);
  const loose = samples.filter((one) => one.b === undefined);
  if (!forms.length) return loose.length ? [bodySection(null, direction, loose, state, version)] : [];
  return forms.map(([body, number], at) => {
    const own = samples.filter((one) => one.b === number).concat(at ? [] : loose);
    return bodySection(body, direction, own, state, version);
  });
}

function bodySection(body, direction, samples, state, version) {
  const title = (direction === 'request' ? 'Request' : 'Response') + ' body' + (body && body.f ? ': ' + body.f : '');
  const view = state[title] = state[title] || {};
  view.version = version;
  const left = element('div', { class: 'left' });
  const right = element('div', { class: 'right' });
  view.choose = (node, pointer) => choose(left, right, body, node, pointer);
  const drawSample = () => empty(right, samplePane(samples, body, view, drawSample));
  const described = body && (contentOf(body.r).length || (body.r.a || []).length);
  fill(left, described ? tree(body, view) : [element('p', { class: 'calm' }, 'No table describes this body.')]);
  if (body && body.h) fill(left, [element('p', { class: 'calm' }, 'Rows without a place: ', body.h.map((name) => [element('code', null, word(name)), ' ']))]);
  drawSample();
  const window = body && body.w ? badge(holds(body.w, version) ? 'window' : 'window out', range(body.w)) : null;
  return element('section', { class: 'body', 'data-path': direction }, element('h2', null, title, ' ', window), element('div', { class: 'sides' }, left, right));
}

/** Shows in the tree and in the sample what was chosen in either. */
function choose(left, right, body, node, pointer) {
  for (const chosen of document.querySelectorAll('.chosen')) chosen.classList.remove('chosen');
  for (const pressed of document.querySelectorAll('#view .key[aria-pressed="true"]')) pressed.setAttribute('aria-pressed', 'false');
  if (!node) {
    say('No row documents this key.');
    return;
  }
  const item = reveal(left, node.path);
  const keys = [...right.querySelectorAll('button.key')].filter((one) => one.getAttribute('data-path') === visible(node.path));
  const heads = item ? [item.querySelector('button.key')] : [];
  for (const one of keys.concat(heads)) {
    one.setAttribute('aria-pressed', 'true');
    one.classList.add('chosen');
  }
  if (item) item.classList.add('chosen');
  const other = pointer === undefined ? keys[0] : item;
  if (other) other.scrollIntoView({ block: 'nearest' });
  say(pointer === undefined ? (keys.length ? 'Shown ' + count(keys.length, 'times') + ' in the sample.' : 'The sample does not show it.')
    : isDocumented(node) ? 'Its row is marked in the tree.' : 'No row has it.');
}

/** Says something for a while, or until something else is said. */
function say(text, stays) {
  const status = document.getElementById('status');
  status.textContent = visible(text);
  clearTimeout(say.timer);
  if (!stays) say.timer = setTimeout(() => { status.textContent = ''; }, 4000);
}

/** All of an operation at a version. */
function operationView(number, version) {
  const operation = data.operations[number];
  const state = kept.get(operation.id) || {};
  kept.set(operation.id, state);
  const document = data.documents[operation.d];
  const isOut = !holds(operation.w, version);
  const sent = (operation.a || []).filter((one) => !one.x);
  const answered = (operation.a || []).filter((one) => one.x);
  const others = (operation.e || []).filter((one) => !one.x);
  const findings = operation.i || [];
  return element('article', { class: 'operation' + (isOut ? ' out' : ''), 'aria-labelledby': 'operation-title' },
    element('p', { class: 'crumbs' }, element('a', { href: '#chapter=' + operation.d + '.' + operation.c }, document.title + ' › ' + document.chapters[operation.c].title)),
    element('h1', { id: 'operation-title' }, operation.t),
    element('p', { class: 'route' }, method(operation), ' ', element('code', null, operation.p), ' ',
      operation.w ? badge(isOut ? 'window out' : 'window', range(operation.w)) : null, operation.o ? badge('deprecated', 'deprecated') : null),
    element('p', { class: 'where' }, element('code', null, word(operation.f))),
    element('div', { class: 'prose' }, prose(operation.x)),
    findings.length ? element('section', null, element('h2', null, 'Findings'), findings.map((at) => findingCard(at, false, findings.length > 3))) : null,
    parameterTable(sent, version, 'Parameters'),
    parameterTable(answered, version, 'Response headers'),
    codeList(operation),
    bodySections(operation, 'request', state, version),
    bodySections(operation, 'response', state, version),
    others.length ? element('section', null, element('h2', null, 'Other samples'), others.map((sample) => samplePane([sample], null, {}, () => {}))) : null);
}
