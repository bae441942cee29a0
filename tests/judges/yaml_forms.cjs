// Compares a YAML document with its JSON form, as the `yaml` package reads it: as YAML 1.2, then as YAML 1.1.
//
//     node yaml_forms.cjs DOCUMENT.yaml DOCUMENT.json
'use strict';

const fs = require('node:fs');
const yaml = require('yaml');

const isObject = (value) => value !== null && typeof value === 'object';

// Where two values differ, as lines.
function* differences(left, right, pointer) {
  if (!isObject(left) || !isObject(right) || Array.isArray(left) !== Array.isArray(right)) {
    if (!Object.is(left, right)) {
      yield `${pointer || '/'}: YAML has ${show(left)}, JSON has ${show(right)}`;
    }
    return;
  }
  for (const key of new Set([...Object.keys(left), ...Object.keys(right)])) {
    const place = `${pointer}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`;
    if (!Object.hasOwn(left, key) || !Object.hasOwn(right, key)) {
      yield `${place}: only in ${Object.hasOwn(left, key) ? 'YAML' : 'JSON'}`;
    } else {
      yield* differences(left[key], right[key], place);
    }
  }
}

const show = (value) => `${JSON.stringify(value)} (${value instanceof Date ? 'date' : typeof value})`;

const [yamlPath, jsonPath] = process.argv.slice(2);
const text = fs.readFileSync(yamlPath, 'utf8');
const expected = JSON.parse(fs.readFileSync(jsonPath, 'utf8'));
for (const version of ['1.2', '1.1']) {
  // Anchors are never written, so that no alias has to be followed.
  const document = yaml.parseDocument(text, { version, maxAliasCount: 0 });
  const found = [...document.errors, ...document.warnings].map((error) => error.message);
  if (found.length === 0) {
    found.push(...differences(document.toJS(), expected, ''));
  }
  for (const line of found.slice(0, 20)) {
    console.log(`YAML ${version}: ${line}`);
    process.exitCode = 1;
  }
}
