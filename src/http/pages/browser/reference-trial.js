'use strict';

/** A form that sends the request and shows the whole response. */
function trialOf(document, { method, path, operation }) {
  const parameters = operation.parameters ?? [];
  const inputs = parameters.map((parameter) => {
    const input = make('input', {
      name: parameter.name,
      autocomplete: 'off',
      placeholder: String(parameter.schema.default ?? ''),
    });
    input.required = parameter.required === true;
    return { ...parameter, input };
  });
  const schema = operation.requestBody?.content['application/json'].schema;
  const body = schema ? make('textarea', { rows: '8', spellcheck: 'false', 'aria-label': 'Body' }) : null;
  if (body) body.value = JSON.stringify(exampleOf(document, schema), null, 2);
  const answer = make('div', { 'aria-live': 'polite' });
  const form = make(
    'form',
    { class: 'trial', 'aria-label': `Try ${method} ${path}` },
    ...inputs.map(({ name, input }) => make('label', {}, make('code', {}, name), ' ', input)),
    body,
    make('button', {}, 'Send'),
    answer,
  );
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    answer.replaceChildren('Sending');
    try {
      const { url, headers } = address(path, inputs);
      const type = body ? { 'content-type': 'application/json' } : {};
      const init = {
        method,
        headers: withToken({ accept: 'application/json', ...type, ...headers }),
        body: body?.value,
      };
      const { response, text, ms } = await send(url, init);
      answer.replaceChildren(...shown(url, method, response, text, ms));
      follow(operation, response, text);
    } catch (error) {
      answer.replaceChildren(make('p', { role: 'alert' }, error.message));
    }
  });
  return form;
}

/** Empty parameters are not sent. */
function address(path, inputs) {
  const given = inputs.filter(({ input }) => input.value !== '');
  const of = (where) => given.filter((one) => one.in === where).map(({ name, input }) => [name, input.value]);
  const filled = of('path').reduce((url, [name, value]) => url.replace(`{${name}}`, encodeURIComponent(value)), path);
  const query = new URLSearchParams(of('query')).toString();
  return { url: query ? `${filled}?${query}` : filled, headers: Object.fromEntries(of('header')) };
}

function shown(url, method, response, text, ms) {
  const headers = [...response.headers].map(([name, value]) => `${name}: ${value}`).join('\n');
  const box = (label, content) => make('pre', { tabindex: '0', role: 'region', 'aria-label': label }, content);
  return [
    make('p', {}, make('code', {}, `${method} ${url}`), ` answered ${response.status} in ${Math.round(ms)} ms`),
    box('Headers of the answer', headers),
    box('Body of the answer', indented(text)),
  ];
}

function indented(text) {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}

/** A sign-in or sign-out here also applies to the explorer. */
function follow(operation, response, text) {
  if (response.status === 401 && session() && operation.security?.length !== 0) {
    return forgetSession('The session has ended: sign in again.');
  }
  if (!response.ok) return;
  const { token, expiresAt, user } = JSON.parse(text);
  if (token) return keepSession({ token, expiresAt, user: user && { ...user, role: user.role?.toUpperCase() } });
  if (/^logout/.test(operation.operationId)) forgetSession();
}
