// The trees that the pages are made of.

const fs = require('node:fs');
const path = require('node:path');

/** Writes the texts of a tree below a folder: { path: text }. */
function write(folder, texts) {
  for (const [name, text] of Object.entries(texts)) {
    const file = path.join(folder, 'api-ref/source', name);
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(file, text);
  }
  fs.mkdirSync(path.join(folder, '.git'), { recursive: true });
  return folder;
}

const title = (text, sign) => `${text}\n${sign.repeat([...text].length)}\n\n`;

/** An operation with a table and samples: [bold line, file]. */
function operation({ name, call, text = '', request = '', response = '', samples = [] }) {
  const table = (head, rows) => (rows ? `${title(head, '~')}.. rest_parameters:: parameters.yaml\n\n${rows.split(' ').map((row) => `   - ${row}: ${row}\n`).join('')}\n` : '');
  const shown = samples.map(([bold, file]) => `**${bold}**\n\n.. literalinclude:: ${file}\n   :language: javascript\n\n`).join('');
  return `${title(name, '-')}.. rest_method:: ${call}\n\n${text}\n\nNormal response codes: 200\n\nError response codes: 400, 404\n\n${table('Request', request)}${table('Response', response)}${shown}`;
}

const box = (more) => `${JSON.stringify({ box: { id: 'b1', size: { height: 3, depth: 4 }, ...more } }, null, 4)}\n`;

/** Samples of versions from one to another, and two operations on one URL. */
function ranges(folder) {
  const shown = (versions, file) => [`Example Show a lid (${versions})`, `samples/${file}.json`];
  return write(folder, {
    'index.rst': title('Lid API', '=')
      + operation({ name: 'Show a lid', call: 'GET /lids/{id}', request: 'id', response: 'lid colour mark', samples: [shown('2.9', 'new'), shown('2.0 - 2.6', 'old')] })
      + operation({ name: 'Open a lid (open action)', call: 'POST /lids/{id}/action', request: 'id open', samples: [] })
      + operation({ name: 'Shut a lid (shut action)', call: 'POST /lids/{id}/action', request: 'id shut', samples: [] }),
    'parameters.yaml': `colour: {in: body, type: string, required: true, description: The colour., min_version: 2.3}
id: {in: path, type: string, required: true, description: The lid.}
lid: {in: body, type: object, required: true, description: The lid.}
mark: {in: body, type: string, required: true, description: The mark., min_version: 2.9}
open: {in: body, type: object, required: true, description: Opens it.}
shut: {in: body, type: object, required: true, description: Shuts it.}
`,
    'samples/old.json': '{"lid": {"colour": "red"}}\n',
    'samples/new.json': '{"lid": {"colour": "red", "mark": "a"}}\n',
  });
}

/** Every kind of disagreement, and microversions. */
function boxes(folder) {
  return write(folder, {
    'index.rst': `${title('Box API', '=')}.. include:: boxes.inc\n.. include:: lids.inc\n`,
    'boxes.inc': title('Boxes', '=') + 'A box holds things.\n\n'
      + operation({ name: 'Show a box', call: 'GET /boxes/{id}', text: 'Shows *one* box; see `the guide <https://example.org/guide>`_.', request: 'id fields',
        response: 'box size width height depth colour note lid', samples: [['Example Show a box (2.1)', 'samples/v2.1/box.json'], ['Example Show a box (2.9)', 'samples/v2.9/box.json']] })
      + operation({ name: 'Create a box', call: 'POST /boxes', request: 'box width colour', samples: [] }),
    'lids.inc': title('Lids', '=') + operation({ name: 'List lids', call: 'GET /lids', response: 'width', samples: [['Example List lids', 'samples/lids.json']] }),
    'parameters.yaml': `box: {in: body, type: object, required: true, description: The box.}
colour: {in: body, type: string, required: true, description: The colour.}
depth: {in: body, type: integer, required: true, description: The depth.}
fields: {in: query, type: string, required: false, description: What to show., min_version: 2.5}
height: {in: body, type: integer, required: true, description: The height.}
id: {in: path, type: string, required: true, description: The box.}
lid: {in: body, type: string, required: true, description: The lid., min_version: 2.9}
note: {in: body, type: string, required: true, description: What is written on it.}
size: {in: body, type: object, required: true, description: The size.}
width: {in: body, type: integer, required: true, description: The width in millimetres.}
`,
    'samples/v2.1/box.json': box({ width: 'wide', note: null, extra: true, lid: 'L1' }),
    'samples/v2.9/box.json': box({ width: 3, colour: 'red', note: 'a', lid: 'L1' }),
    'samples/lids.json': '{"width": 1}\n',
  });
}

/** A specification and traffic of the boxes, in files whose names would act if they were anything but texts. */
function witnesses(folder) {
  const [spec, traffic] = ['<img src=x onerror=alert(10)>.json', '<b>traffic.jsonl'].map((name) => path.join(folder, name));
  const properties = { id: { type: 'string' }, width: { type: 'string' }, note: { type: 'string' } };
  const schema = { type: 'object', properties: { box: { type: 'object', required: ['width'], properties } } };
  const responses = { 200: { content: { 'application/json': { schema } } } };
  const parameters = [{ name: 'fields', in: 'query', schema: { type: 'string' } }];
  fs.writeFileSync(spec, JSON.stringify({ openapi: '3.1.0', paths: { '/boxes/{id}': { get: { parameters, responses } } } }));
  const body = { box: { id: 'b1', width: 3, size: { height: 1, depth: 1 }, colour: 'red', lid: 'L' } };
  fs.writeFileSync(traffic, `${JSON.stringify({ method: 'GET', url: 'https://c/boxes/b1', status: 200, request_headers: {}, response_body: body })}\n`);
  return { spec, traffic };
}

const HOSTILE = ['<script>alert(1)</script>', '<img src=x onerror=alert(2)>', '</script><script>alert(3)</script>', '"><svg onload=alert(4)>',
  "' onfocus=alert(5) autofocus='", '<!--<script>', 'a\u202eb\u2066c\u200bd', '__proto__', 'constructor'];
const LINKS = '`a <javascript:alert(6)>`_ `b <data:text/html,x>`_ `c <https://example.org/>`_ `d <JaVaScRiPt:alert(7)>`__ javascript:alert(8)';

/** Every text would act if it were anything but a text. */
function hostile(folder) {
  const odd = '<img src=x onerror=alert(9)>';
  const texts = {};
  let index = '';
  let dictionary = '';
  HOSTILE.forEach((text, number) => {
    index += `${title(`Chapter ${text}`, '=')}Text ${text} ${LINKS}\n\n${title(`Show ${number} ${text}`, '-')}.. rest_method:: GET /things/${number}\n\n${text}\n\n${LINKS}\n\n`
      + `Normal response codes: 200\n\n${title('Response', '~')}.. rest_parameters:: parameters.yaml\n\n   - name: entry_${number}\n\n**Example ${text}**\n\n.. literalinclude:: ${odd}/${number}.json\n\n`;
    dictionary += `entry_${number}: {in: body, type: integer, required: true, description: ${JSON.stringify(`${text} ${LINKS}`)}}\n`;
    const sample = { name: text, 'javascript:alert(1)': null };
    texts[`${odd}/${number}.json`] = `{${[...Object.entries(sample), [text, text]].map(([key, value]) => `${JSON.stringify(key)}: ${JSON.stringify(value)}`).join(', ')}}`;
  });
  return write(folder, { 'index.rst': index, 'parameters.yaml': dictionary, ...texts });
}

module.exports = { ranges, witnesses, boxes, hostile, HOSTILE };
