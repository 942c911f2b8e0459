'use strict';

const METHODS = ['get', 'post', 'put', 'patch', 'delete'];

function operationsOf({ paths }) {
  return Object.entries(paths).flatMap(([path, item]) =>
    METHODS.filter((method) => item[method]).map((method) => ({
      method: method.toUpperCase(),
      path,
      operation: item[method],
    })),
  );
}

function section(document, entry) {
  const { method, path, operation } = entry;
  const body = operation.requestBody?.content['application/json'].schema;
  const parameters = (operation.parameters ?? []).map((one) => ({
    ...one,
    type: `${typeOf(document, one.schema)}, in ${one.in}`,
  }));
  return make(
    'section',
    { id: operation.operationId, 'aria-labelledby': `${operation.operationId}-title` },
    make('h3', { id: `${operation.operationId}-title` }, make('code', {}, `${method} ${path}`)),
    make('p', {}, ...prose(operation.summary), operation.security?.length === 0 ? ' Needs no token.' : ''),
    ...prose(operation.description),
    fieldTable('Parameters', `${method} ${path}`, parameters),
    fieldTable('Body', `${method} ${path}`, body ? fieldsOf(document, resolve(document, body)) : []),
    answers(document, entry),
    make('details', {}, make('summary', {}, `Try ${method} ${path}`), trialOf(document, entry)),
  );
}

function answers(document, { method, path, operation: { responses } }) {
  const rows = Object.entries(responses).map(([status, response]) => {
    const { description, content } = resolve(document, response);
    const schema = content?.['application/json']?.schema;
    const fields = Object.entries(schema?.properties ?? {});
    const inWords = fields.map(([name, property]) => `${name}: ${typeOf(document, property)}`).join(', ');
    return {
      name: status,
      type: inWords || (schema ? typeOf(document, schema) : ''),
      description,
      required: true,
    };
  });
  return fieldTable('Answers', `${method} ${path}`, rows);
}

function render(document) {
  const entries = operationsOf(document);
  const tags = [...new Set(entries.flatMap(({ operation }) => operation.tags ?? ['other']))];
  const of = (tag) => entries.filter(({ operation }) => (operation.tags ?? ['other']).includes(tag));
  const links = (tag) =>
    of(tag).map(({ method, path, operation }) =>
      make('li', {}, make('a', { href: `#${operation.operationId}` }, make('code', {}, `${method} ${path}`))),
    );
  const schemas = Object.entries(document.components.schemas);
  part.replaceChildren(
    make(
      'p',
      {},
      ...prose(document.info.description),
      ' Version ',
      document.info.version,
      '. ',
      make('a', { href: '/api/openapi.json' }, 'The OpenAPI document'),
      ' is what this page is made of.',
    ),
    make('nav', { 'aria-label': 'Routes' }, ...tags.map((tag) => make('ul', { 'aria-label': tag }, ...links(tag)))),
    ...tags.flatMap((tag) => [make('h2', {}, tag), ...of(tag).map((entry) => section(document, entry))]),
    make('h2', {}, 'Records'),
    ...schemas.map(([name, schema]) =>
      make(
        'section',
        { id: name },
        make('h3', {}, name),
        make('p', {}, ...prose(schema.description)),
        fieldTable('Fields', name, fieldsOf(document, schema)),
      ),
    ),
  );
  if (location.hash) window.document.getElementById(location.hash.slice(1))?.scrollIntoView();
}

const part = document.getElementById('reference');
send('/api/openapi.json')
  .then(({ text }) => render(JSON.parse(text)))
  .catch((error) => part.replaceChildren(make('p', { role: 'alert' }, error.message)));
