'use strict';

/** An element with attributes, and children that are elements or text. */
function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

/** Descriptions mark code with backticks, as in Markdown. */
const prose = (text = '') => text.split('`').map((piece, nth) => (nth % 2 === 1 ? make('code', {}, piece) : piece));

/** The target of a JSON pointer in the document. */
function resolve(document, schema) {
  if (!schema?.$ref) return schema ?? {};
  const path = schema.$ref.slice(2).split('/');
  return resolve(
    document,
    path.reduce((part, name) => part[name], document),
  );
}

/** A type in a few words. */
function typeOf(document, schema) {
  if (schema.$ref) return schema.$ref.split('/').at(-1);
  if (schema.enum) return schema.enum.map((value) => JSON.stringify(value)).join(' or ');
  if (schema.type === 'array') return `list of ${typeOf(document, schema.items)}`;
  if (schema.anyOf ?? schema.oneOf)
    return (schema.anyOf ?? schema.oneOf).map((one) => typeOf(document, one)).join(' or ');
  const type = [schema.type ?? 'anything'].flat().join(' or ');
  return schema.format ? `${type} (${schema.format})` : type;
}

/** An example value, with a limited depth. */
function exampleOf(document, schema, depth = 0) {
  const known = resolve(document, schema);
  if (known.enum) return known.enum[0];
  const type = [known.type].flat()[0];
  switch (type) {
    case 'object':
      return Object.fromEntries(
        Object.entries(known.properties ?? {}).map(([name, property]) => [
          name,
          depth > 3 ? null : exampleOf(document, property, depth + 1),
        ]),
      );
    case 'array':
      return [exampleOf(document, known.items, depth + 1)];
    case 'integer':
    case 'number':
      return 1;
    case 'boolean':
      return true;
    case 'string':
      return known.format === 'date-time' ? '2026-11-23T09:00:00.000Z' : '';
    default:
      return null;
  }
}

/** The fields of an object: name, type, meaning. Empty without fields. */
function fieldTable(label, of, rows) {
  if (rows.length === 0) return null;
  const cells = rows.map(({ name, type, description, required }) =>
    make(
      'tr',
      {},
      make('th', { scope: 'row' }, make('code', {}, name), required ? '' : ' (optional)'),
      make('td', {}, type),
      make('td', {}, ...prose(description)),
    ),
  );
  return make(
    'div',
    { class: 'wide', tabindex: '0', role: 'region', 'aria-label': `${label} of ${of}` },
    make('table', {}, make('caption', {}, label), ...cells),
  );
}

const fieldsOf = (document, schema) =>
  Object.entries(schema.properties ?? {}).map(([name, property]) => ({
    name,
    type: typeOf(document, property),
    description: property.description ?? resolve(document, property).description,
    required: schema.required?.includes(name),
  }));
