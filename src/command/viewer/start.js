'use strict';

// Shows the chosen document, and shows it again after each save. The choice is in the address.

const choices = ['document', 'openapi', 'microversion'].map((name) => document.getElementById(name));
let documents = [];

function offer(select, texts, chosen) {
  select.replaceChildren(...texts.map((text) => {
    const option = document.createElement('option');
    option.textContent = text;
    return option;
  }));
  if (texts.includes(chosen)) select.value = chosen;
}

function offerVersions(chosen) {
  const found = documents.find((one) => one.name === choices[0].value);
  offer(choices[2], ['latest', 'all'].concat(found ? found.versions : []), chosen);
}

function show() {
  const [name, openapi, microversion] = choices.map((select) => select.value);
  history.replaceState(null, '', '?' + new URLSearchParams({ document: name, openapi: openapi, microversion: microversion }) + location.hash);
  document.title = name;
  SwaggerUIBundle({
    url: [name, openapi, microversion].map(encodeURIComponent).join('/') + '.json',
    dom_id: '#viewer',
    deepLinking: true,
    validatorUrl: null,
    supportedSubmitMethods: [],
  });
}

fetch('documents.json').then((answer) => answer.json()).then((listed) => {
  documents = listed;
  const wanted = new URLSearchParams(location.search);
  offer(choices[0], listed.map((one) => one.name), wanted.get('document'));
  if (wanted.has('openapi')) choices[1].value = wanted.get('openapi');
  offerVersions(wanted.get('microversion'));
  choices[0].addEventListener('change', () => offerVersions(choices[2].value));
  for (const select of choices) select.addEventListener('change', show);
  show();
});

let seen = null;
const source = new EventSource('../events');
source.addEventListener('page', (event) => {
  if (seen !== null && seen !== event.data) show();
  seen = event.data;
});
window.addEventListener('pagehide', () => source.close());
