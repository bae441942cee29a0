
// Bodies as trees.

/** The node and the path of each point of a body: paths are pointers with `*` for items and data. */
function index(node, path, known) {
  node.path = path;
  known.set(path, node);
  for (const child of node.c || []) {
    const step = child.k ? (child.k === 'p' ? '*' + word(child.m[0]) + '*' + word(child.m[1]) : '*') : escapeStep(word(child.n));
    index(child, path + '/' + step, known);
  }
  return known;
}

function escapeStep(key) {
  return key.replace(/~/g, '~0').replace(/\//g, '~1');
}

function indexOf(body) {
  if (!body.known) body.known = index(body.r, '', new Map());
  return body.known;
}

/** What describes the member `key` of a node. */
function memberOf(node, key) {
  let values = null;
  for (const child of (node && node.c) || []) {
    if (!child.k && word(child.n) === key) return child;
    if (child.k === 'p') {
      const [before, after] = child.m.map(word);
      if (key.length > before.length + after.length && key.startsWith(before) && key.endsWith(after)) values = values || child;
    } else if (child.k === 'v') {
      values = values || child;
    }
  }
  return values;
}

function itemsOf(node) {
  return ((node && node.c) || []).find((child) => child.k === 'i') || null;
}

function isDocumented(node) {
  return Boolean(node && ((node.a && node.a.length) || node.s === 's'));
}

function activeRows(node, version) {
  return (node.a || []).filter((row) => holds(row.w, version));
}

/** Is there such a thing in the version? What no row declares is in all of them. */
function isActive(node, version) {
  return !(node.a && node.a.length) || activeRows(node, version).length > 0;
}

function typesOf(node, version) {
  const active = activeRows(node, version);
  const rows = active.length ? active : node.a || [];
  const types = [...new Set(rows.map((row) => word(row.t)))];
  const own = types.length ? types.join(' or ') : node.g !== undefined ? word(node.g) : node.c ? 'object' : 'any';
  const items = itemsOf(node);
  const nullable = rows.some((row) => row.z) && !own.includes('null') ? ' or null' : '';
  return (items && own.includes('array') ? own + ' of ' + typesOf(items, version) : own) + nullable;
}

/** What is in a node: of a list what is in its items. */
function contentOf(node) {
  const items = itemsOf(node);
  return items && node.c.length === 1 ? contentOf(items) : node.c || [];
}

function badge(kind, text, title) {
  return element('span', { class: 'badge ' + kind, title: title }, text);
}

function badges(node, version) {
  const rows = activeRows(node, version);
  const shown = [];
  if (rows.some((row) => row.q)) shown.push(badge('required', 'required'));
  if (node.s === 's') shown.push(badge('wrapper', 'wrapper', 'no row has it, samples show it around all others'));
  if (node.s === 'o' && node.k !== 'v') shown.push(badge('shown', 'only shown', 'no row has it, samples show it'));
  if (node.s === 't') shown.push(badge('shown', 'only named', 'only the description of the object around it names it'));
  if (node.y !== undefined) shown.push(badge('map', 'map', word(node.y)));
  if (node.k === 'p') shown.push(badge('map', 'pattern'));
  for (const row of node.a || []) {
    if (row.w) shown.push(badge(holds(row.w, version) ? 'window' : 'window out', range(row.w)));
  }
  return shown;
}

/** What the other witnesses say beside rows: a cell for each of them. */
function witnessCells(rows) {
  return (data.witnesses || []).map((name, at) => {
    const said = rows.flatMap((row) => (row.v && row.v[at] ? [row.v[at]] : []));
    const words = [...new Set(said.map(([words]) => word(words)))].join('; ');
    const agrees = said.every((one) => one[1]);
    return [name, words, agrees];
  });
}

function witnessText([name, words, agrees]) {
  if (!words) return element('span', { class: 'calm', title: name + ' says nothing of it' }, '–');
  return element('span', { class: 'witness ' + (agrees ? 'agrees' : 'differs'), title: name },
    words, element('span', { class: 'unseen' }, agrees ? ' (' + name + ' agrees)' : ' (' + name + ' differs)'));
}

/** The names of the other witnesses, above their columns. */
function witnessHeads() {
  const names = data.witnesses || [];
  return names.length ? element('div', { class: 'witnesses heads' }, names.map((name) => element('span', null, name))) : null;
}

function origin(row) {
  const lines = [element('li', null, 'row at ', element('code', null, word(row.p)), row.y === undefined ? null : ': ' + word(row.y))];
  if (row.i) {
    lines.push(element('li', null, 'entry ', element('code', null, word(row.i[0])), ' at ', element('code', null, word(row.i[1]))));
  }
  return lines;
}

/** The description of a row, its values and where it comes from. */
function about(row, several) {
  const parts = [several && row.w ? element('p', { class: 'window' }, range(row.w) + ': ' + word(row.t)) : null, shortProse(row.d)];
  if (row.f !== undefined) parts.push(element('p', { class: 'values' }, 'Format: ', element('code', null, word(row.f))));
  if (row.e) {
    const values = row.e.flatMap((value, at) => [at ? ', ' : null, element('code', null, word(value))]);
    parts.push(element('p', { class: 'values' }, 'One of ', values));
  }
  return parts;
}

/** A button, and the places that it shows and hides. */
function origins(rows) {
  const list = element('ul', { class: 'origins', hidden: true }, rows.flatMap(origin));
  const button = element('button', { class: 'from', type: 'button', 'aria-expanded': 'false', title: 'where it comes from', click: () => {
    list.hidden = !list.hidden;
    button.setAttribute('aria-expanded', String(!list.hidden));
  } }, 'source');
  return [button, list];
}

/** The tree of a body. `view` says what is open, at which version, and what to do when a name is chosen. */
function tree(body, view) {
  const known = indexOf(body);
  view.open = view.open || openAtFirst(known);
  const list = element('ul', { class: 'tree' }, contentOf(body.r).map((node) => branch(node, view)));
  const rootRows = (body.r.a || []).flatMap((row) => about(row, false));
  return [rootRows, witnessHeads(), list];
}

/** What is open in the beginning: all of a small tree, else the first two levels. */
function openAtFirst(known) {
  const open = new Set();
  const small = known.size <= 60;
  for (const path of known.keys()) if (small || path.split('/').length <= 2) open.add(path);
  return open;
}

function branch(node, view) {
  const inner = contentOf(node);
  const name = word(node.n);
  const isOut = !isActive(node, view.version);
  const rows = node.a || [];
  const item = element('li', { class: isOut ? 'node out' : 'node', 'data-path': node.path });
  const list = element('ul', null);
  const unfold = (open) => {
    if (open && !list.childNodes.length) fill(list, inner.map((child) => branch(child, view)));
    list.hidden = !open;
    if (open) view.open.add(node.path); else view.open.delete(node.path);
    toggle.setAttribute('aria-expanded', String(open));
  };
  const toggle = element('button', { class: 'toggle', type: 'button', 'aria-label': 'What is in ' + name, 'aria-expanded': 'false',
    click: () => unfold(list.hidden) }, element('span', null, '▸'));
  item.unfold = unfold;
  const head = element('div', { class: 'head' }, inner.length ? toggle : element('span', { class: 'toggle' }),
    element('button', { class: 'key' + (node.k ? ' data' : ''), type: 'button', 'aria-pressed': 'false', click: () => view.choose(node) }, name),
    element('span', { class: 'type' }, typesOf(node, view.version)), badges(node, view.version),
    isOut ? badge('window out', 'not in ' + view.version) : null);
  if (data.witnesses) fill(head, [element('div', { class: 'witnesses' }, witnessCells(rows).map((cell) => rows.length ? witnessText(cell) : element('span')))]);
  fill(item, [head]);
  const all = rows.concat(node.b || []);
  const described = all.flatMap((row) => about(row, rows.length > 1));
  if (all.length) {
    const [button, places] = origins(all);
    fill(head, [button]);
    described.push(places);
  }
  if (described.length) fill(item, [element('div', { class: 'about' }, described)]);
  if (inner.length) {
    fill(item, [list]);
    unfold(view.open.has(node.path));
  }
  return item;
}

/** Opens the way to a path in a tree that is shown, and returns its item. */
function reveal(root, path) {
  const steps = path.split('/');
  let found = null;
  for (let end = 2; end <= steps.length; end += 1) {
    const part = steps.slice(0, end).join('/');
    const item = [...root.querySelectorAll('li.node')].find((one) => one.getAttribute('data-path') === visible(part));
    if (!item) continue;
    found = item;
    if (end < steps.length) item.unfold(true);
  }
  return found;
}
