// The one door to the page: texts are set as texts, and only these elements and attributes are made.

let data = null;
/** What is done whenever data was read. */
const whenRead = [];

function read(text) {
  data = JSON.parse(text);
  for (const action of whenRead) action();
}

const ATTRIBUTES = new Set(['class', 'id', 'href', 'type', 'scope', 'colspan', 'title', 'rel', 'for', 'role', 'hidden', 'open',
  'tabindex', 'value', 'selected', 'checked', 'aria-label', 'aria-expanded', 'aria-pressed', 'aria-current', 'aria-labelledby',
  'aria-live', 'data-path', 'dir']);
const TAGS = new Set(['a', 'article', 'aside', 'blockquote', 'br', 'button', 'code', 'dd', 'del', 'details', 'div', 'dl', 'dt', 'em',
  'form', 'h1', 'h2', 'h3', 'h4', 'hr', 'input', 'ins', 'kbd', 'label', 'li', 'mark', 'ol', 'option', 'p', 'pre', 'section', 'select',
  'small', 'span', 'strong', 'summary', 'table', 'tbody', 'td', 'th', 'thead', 'tr', 'ul']);
// Characters that act on a text or hide in it, but for line breaks and tabs.
const HIDDEN = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ufffe\uffff]|[\u{e0000}-\u{e007f}]/gu;
const SAFE = /^(https?:\/\/|mailto:|#)[^\s\u0000-\u001f]*$/i;

function word(number) {
  return data.words[number];
}

/** A text as it can be seen. */
function visible(text) {
  return String(text).replace(HIDDEN, (letter) => '\\u{' + letter.codePointAt(0).toString(16) + '}');
}

/** An element with attributes, listeners (functions) and children: elements, texts, lists of them, or nothing. */
function element(tag, attributes, ...children) {
  if (!TAGS.has(tag)) throw new Error('no element ' + tag);
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes || {})) {
    if (typeof value === 'function') {
      made.addEventListener(name, value);
    } else if (value === false || value === null || value === undefined) {
      continue;
    } else if (!ATTRIBUTES.has(name) || (name === 'href' && !SAFE.test(value))) {
      throw new Error('no attribute ' + name);
    } else {
      made.setAttribute(name, value === true ? '' : visible(value));
    }
  }
  fill(made, children);
  return made;
}

function fill(parent, children) {
  for (const child of children) {
    if (Array.isArray(child)) fill(parent, child);
    else if (child instanceof Node) parent.append(child);
    else if (child !== null && child !== undefined && child !== false && child !== '') parent.append(visible(child));
  }
}

function empty(parent, ...children) {
  parent.replaceChildren();
  fill(parent, children);
}

function count(number, plural) {
  return number + ' ' + (number === 1 ? plural.replace(/s$/, '') : plural);
}

// Versions are pairs of integers, as texts.

function compare(one, other) {
  const [a, b] = [one, other].map((version) => version.split('.').map(Number));
  return a[0] - b[0] || a[1] - b[1];
}

/** Is the version in the window? Without one everything is. */
function holds(ends, version) {
  if (!ends || !version) return true;
  return (!ends[0] || compare(ends[0], version) <= 0) && (!ends[1] || compare(version, ends[1]) <= 0);
}

function range(ends) {
  if (!ends) return '';
  if (ends[0] && ends[1]) return ends[0] === ends[1] ? 'only ' + ends[0] : ends[0] + ' to ' + ends[1];
  return ends[0] ? 'from ' + ends[0] : 'until ' + ends[1];
}
