
// Findings.

const SEVERITIES = { e: 'error', w: 'warning', n: 'note' };
let findingNumber = null;

whenRead.push(() => {
  findingNumber = new Map(data.findings.map((finding, number) => [finding.id, number]));
});

function severity(finding) {
  return SEVERITIES[finding.s];
}

/** The counts of some findings by severity, as badges. */
function tally(numbers) {
  const counts = { e: 0, w: 0, n: 0 };
  for (const number of numbers || []) counts[data.findings[number].s] += 1;
  return Object.entries(counts).filter(([, many]) => many)
    .map(([letter, many]) => element('span', { class: 'tally ' + SEVERITIES[letter], title: count(many, SEVERITIES[letter] + 's') },
      String(many), element('span', { class: 'unseen' }, ' ' + (many === 1 ? SEVERITIES[letter] : SEVERITIES[letter] + 's'))));
}

function diff(hunk) {
  const lines = (kind, sign, texts) => texts.map((text) => element(kind, null, sign + ' ' + text + '\n'));
  return [element('p', { class: 'file' }, element('code', null, hunk.f + ':' + hunk.l)),
    element('pre', { class: 'diff', tabindex: '0' }, lines('span', ' ', hunk.c || []), lines('del', '-', hunk.a), lines('ins', '+', hunk.b))];
}

function repair(finding, one, number) {
  const command = 'apiref fix ' + (one.s ? '' : '--suggested ') + '--finding ' + finding.id;
  return element('details', { class: 'repair', open: number === 0 },
    element('summary', null, 'Fix: ', quoted(one.t), one.s ? null : element('small', null, ' (look at it)')),
    one.d.map(diff), element('p', { class: 'calm' }, element('code', null, command), ' proves and applies it.'));
}

/** A finding with all that is known of it; with its operations where it stands alone. */
function findingCard(number, alone, folded) {
  const finding = data.findings[number];
  const rule = data.rules[finding.r];
  const related = (finding.l || []).map(([place, label]) => element('li', null, element('code', null, word(place)), ' ' + label));
  const message = element('summary', { class: 'message' }, element('span', { class: 'tally ' + severity(finding) }, severity(finding)), ' ', quoted(finding.m));
  const parts = [
    message,
    element('p', { class: 'where' }, element('code', null, word(finding.p)), ' ',
      element('a', { href: '#findings&rule=' + rule.id }, rule.id), ' ',
      element('a', { href: '#finding=' + finding.id, class: 'anchor', 'aria-label': 'Address of this finding' }, '#'),
      finding.k ? ' known before' : null, finding.u ? badge('window', 'new') : null),
  ];
  if (finding.x) {
    const [before, token, after] = finding.x;
    parts.push(element('pre', { class: 'source', tabindex: '0' }, before.replace(/^\s+/, ''), element('mark', null, token), after));
  }
  if (finding.h) parts.push(element('p', { class: 'help' }, quoted(finding.h)));
  if (finding.b) parts.push(element('pre', { class: 'source', tabindex: '0' }, finding.b));
  if (related.length) {
    parts.push(element('details', { class: 'related', open: related.length < 3 },
      element('summary', null, count(related.length, 'related places')), element('ul', null, related)));
  }
  parts.push((finding.e || []).map((one, at) => repair(finding, one, at)));
  if (alone) parts.push(operationLinks(finding));
  return element('article', { class: 'finding ' + severity(finding), id: 'finding-' + finding.id, tabindex: '-1', 'aria-label': severity(finding) + ': ' + rule.id },
    element('details', { open: !folded }, parts));
}

/** A line with what is between backquotes as code. */
function quoted(text) {
  return text.split('`').map((part, at) => (at % 2 ? element('code', null, part) : part));
}

function operationLinks(finding) {
  const numbers = finding.o || [];
  if (!numbers.length) return null;
  const links = numbers.slice(0, 12).map((number) => element('li', null, operationLink(number, finding.id)));
  return element('details', { class: 'related', open: numbers.length < 3 }, element('summary', null, 'in ' + count(numbers.length, 'operations')),
    element('ul', null, links, numbers.length > 12 ? element('li', null, 'and ' + (numbers.length - 12) + ' more') : null));
}
