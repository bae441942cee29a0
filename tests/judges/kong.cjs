// Prints the declarative configuration that openapi-2-kong makes of a document.
//
//     node kong.cjs DOCUMENT
'use strict';

const fs = require('node:fs');
const { generateFromString } = require('openapi-2-kong');

async function main(path) {
  const configuration = await generateFromString(fs.readFileSync(path, 'utf8'), 'kong-declarative-config', ['apiref']);
  for (const document of configuration.documents) {
    process.stdout.write(`${JSON.stringify(document, null, 2)}\n`);
  }
}

main(process.argv[2]).catch((error) => {
  console.log(error.message);
  process.exitCode = 1;
});
