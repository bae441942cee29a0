
// Texts: arrays of a tag and what is in it, made into elements.

const PROSE = new Set(['p', 'h4', 'blockquote', 'pre', 'ul', 'ol', 'li', 'em', 'strong', 'code', 'a', 'br', 'hr', 'table', 'thead', 'tr', 'td']);

function prosePart(part) {
  if (typeof part === 'string') return part;
  const [tag, ...rest] = part;
  if (!PROSE.has(tag)) throw new Error('no text has ' + tag);
  if (tag === 'a') {
    const [target, ...inner] = rest;
    return element('a', { href: target, rel: 'noopener noreferrer' }, inner.map(prosePart));
  }
  if (tag === 'thead') {
    const cells = rest.map((cell) => element('th', { scope: 'col' }, cell.slice(1).map(prosePart)));
    return element('thead', null, element('tr', null, cells));
  }
  if (tag === 'table') {
    const head = rest.filter((row) => row[0] === 'thead');
    const body = rest.filter((row) => row[0] !== 'thead');
    const table = element('table', null, head.map(prosePart), element('tbody', null, body.map(prosePart)));
    return element('div', { class: 'wide', tabindex: '0', role: 'region', 'aria-label': 'A table' }, table);
  }
  return element(tag, tag === 'pre' ? { tabindex: '0' } : null, rest.map(prosePart));
}

/** All of a text. */
function prose(number) {
  return number === undefined ? [] : data.proses[number].map(prosePart);
}

function length(part) {
  return typeof part === 'string' ? part.length : part.slice(1).reduce((sum, inner) => sum + length(inner), 0);
}

function lastText(part) {
  return typeof part === 'string' ? part : part.length > 1 ? lastText(part[part.length - 1]) : '';
}

/** The first paragraph of a text, and the rest where somebody asks for it. */
function shortProse(number) {
  if (number === undefined) return [];
  const parts = data.proses[number];
  const fits = parts.length === 1 || parts.reduce((sum, part) => sum + length(part), 0) < 240;
  if (fits) return prose(number);
  // What a colon announces belongs to it.
  const head = /:\s*$/.test(lastText(parts[0])) ? 2 : 1;
  if (parts.length <= head) return prose(number);
  const more = element('details', { class: 'more' }, element('summary', null, 'more'));
  more.addEventListener('toggle', () => {
    if (more.open && more.childNodes.length === 1) fill(more, parts.slice(head).map(prosePart));
  });
  return parts.slice(0, head).map(prosePart).concat([more]);
}
