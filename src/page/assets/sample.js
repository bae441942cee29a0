
// Samples: their text, with each key held against the tree.

const MARKS = {
  u: { kind: 'undocumented', sign: '+', words: 'no row documents it' },
  t: { kind: 'wrong', sign: '≠', words: 'another type than documented' },
  n: { kind: 'null', sign: '∅', words: 'null, which the text does not mention' },
  v: { kind: 'wrong', sign: '≠', words: 'another value or form than documented' },
  m: { kind: 'missing', sign: '−', words: 'required, and missing here' },
  o: { kind: 'outside', sign: '◷', words: 'documented, but not in the version of this sample' },
};

/** The parts of a JSON text: blanks and signs, keys, values; each with its pointer and its node. Nothing if it is no JSON. */
function readJson(text, root) {
  const parts = [];
  let at = 0;
  const blanks = () => {
    const start = at;
    while (at < text.length && ' \t\r\n'.includes(text[at])) at += 1;
    if (at > start) parts.push({ text: text.slice(start, at) });
  };
  const sign = (wanted) => {
    if (text[at] !== wanted) throw new SyntaxError(wanted);
    parts.push({ text: wanted });
    at += 1;
  };
  const string = () => {
    const start = at;
    for (at += 1; at < text.length && text[at] !== '"'; at += 1) if (text[at] === '\\') at += 1;
    at += 1;
    return text.slice(start, at);
  };
  const value = (pointer, node, depth) => {
    if (depth > 200) throw new SyntaxError('depth');
    blanks();
    if (text[at] === '{') {
      sign('{');
      parts.push({ open: pointer });
      blanks();
      while (text[at] !== '}') {
        const written = string();
        const key = JSON.parse(written);
        const inner = memberOf(node, key);
        const to = pointer + '/' + escapeStep(key);
        parts.push({ text: written, key: key, pointer: to, node: inner });
        blanks();
        sign(':');
        value(to, inner, depth + 1);
        blanks();
        if (text[at] !== ',') break;
        sign(',');
        blanks();
      }
      sign('}');
    } else if (text[at] === '[') {
      sign('[');
      blanks();
      for (let number = 0; text[at] !== ']'; number += 1) {
        value(pointer + '/' + number, itemsOf(node), depth + 1);
        blanks();
        if (text[at] !== ',') break;
        sign(',');
      }
      blanks();
      sign(']');
    } else {
      const start = at;
      const written = text[at] === '"' ? string() : (text.slice(at).match(/^[-+.\w]+/) || [''])[0];
      JSON.parse(written);
      at = start + written.length;
      parts.push({ text: written, value: typeof JSON.parse(written), pointer: pointer, node: node });
    }
    blanks();
  };
  try {
    value('', root, 0);
    return at === text.length ? parts : null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

/** What is said of a key: a kind and words. */
function verdict(part, marks, body) {
  const mark = marks.get(part.pointer);
  if (mark) return { kind: MARKS[mark].kind, sign: MARKS[mark].sign, words: MARKS[mark].words };
  if (!body.d) return { kind: 'free', sign: '', words: 'no table describes this body' };
  if (isDocumented(part.node) && !part.node.k) return { kind: 'agrees', sign: '', words: 'as documented' };
  return { kind: 'free', sign: '', words: 'data, or in an object that no table describes' };
}

/** A sample beside its tree; `view.choose` is told which node was chosen. */
function sampleText(sample, body, view) {
  const shown = sample.s === undefined ? null : data.texts[sample.s];
  if (!shown) return [element('p', { class: 'calm' }, 'The file could not be read.')];
  const parts = shown.j && body ? readJson(shown.t, body.r) : null;
  if (!parts) {
    return [element('pre', { class: 'sample', tabindex: '0' }, shown.t), shown.c ? element('p', { class: 'calm' }, 'The rest is left out.') : null];
  }
  const marks = new Map();
  const missing = new Map();
  for (const [letter, pointer, key] of sample.m || []) {
    if (letter === 'm') missing.set(word(pointer), (missing.get(word(pointer)) || []).concat(key === undefined ? [] : [word(key)]));
    else marks.set(word(pointer), letter);
  }
  const tally = {};
  const lines = [];
  let line = null;
  const begin = (kind) => {
    line = element('span', { class: 'line' + (kind ? ' ' + kind : '') });
    lines.push(line);
  };
  begin('');
  let waiting = [];
  for (const part of parts) {
    if (part.open !== undefined) {
      waiting = waiting.concat((missing.get(part.open) || []).map((key) => [part.open, key]));
      continue;
    }
    if (part.key !== undefined) {
      const said = verdict(part, marks, body);
      tally[said.kind] = (tally[said.kind] || 0) + 1;
      if (said.sign) line.classList.add(said.kind);
      const isOut = part.node && !isActive(part.node, view.version);
      const attributes = { class: 'key ' + said.kind + (isOut ? ' out' : ''), title: said.words, type: 'button', 'aria-pressed': 'false',
        tabindex: said.sign ? '0' : '-1', 'data-path': part.node ? part.node.path : null, click: () => view.choose(part.node, part.pointer) };
      fill(line, [said.sign ? element('span', { class: 'sign' }, said.sign) : null, element('button', attributes, part.text)]);
    } else if (part.value !== undefined) {
      fill(line, [element('span', { class: 'value ' + part.value }, part.text)]);
    } else {
      const rows = part.text.split('\n');
      rows.forEach((row, number) => {
        if (number) {
          for (const [, key] of waiting) {
            begin('missing');
            tally.missing = (tally.missing || 0) + 1;
            fill(line, [element('span', { class: 'sign' }, MARKS.m.sign), indent(rows[rows.length - 1]) + '"' + key + '" is missing here']);
          }
          waiting = [];
          begin('');
        }
        fill(line, [row]);
      });
    }
  }
  for (const [, key] of waiting) {
    begin('missing');
    tally.missing = (tally.missing || 0) + 1;
    fill(line, [element('span', { class: 'sign' }, MARKS.m.sign), '"' + key + '" is missing here']);
  }
  const text = element('pre', { class: 'sample', tabindex: '0' }, lines);
  return [legend(tally), text, shown.c ? element('p', { class: 'calm' }, 'The rest is left out.') : null];
}

function indent(row) {
  return row.replace(/[^ \t]/g, '');
}

function legend(tally) {
  const words = { agrees: 'as documented', undocumented: '+ undocumented', wrong: '≠ wrong', null: '∅ null', missing: '− missing', outside: '◷ outside its version', free: 'data or not described' };
  const shown = Object.keys(words).filter((kind) => tally[kind]);
  return element('p', { class: 'legend' }, shown.map((kind) => [element('span', { class: 'mark ' + kind }, tally[kind] + ' ' + words[kind]), ' ']));
}
