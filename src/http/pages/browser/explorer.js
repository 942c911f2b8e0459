'use strict';

const { createElement, useSyncExternalStore } = React;

/** The response headers that show how the response was made. */
const SHOWN = [
  'x-cache',
  'x-ratelimit-limit',
  'x-ratelimit-remaining',
  'x-ratelimit-reset',
  'retry-after',
  'x-request-id',
  'x-cache-key', // may be long
];
const INTROSPECTION = 'IntrospectionQuery';

let answered = [];
const listeners = new Set();
function showAnswered(rows) {
  answered = rows;
  for (const listener of listeners) listener();
}

async function fetcher({ query, variables, operationName: named }, { headers = {} } = {}) {
  // Right after a tab is opened, GraphiQL still has the name of the previous one.
  const operationName = named && query.includes(named) ? named : undefined;
  const sent = withToken({ 'content-type': 'application/json', accept: 'application/json', ...headers });
  const { response, text, ms } = await send('/graphql', {
    method: 'POST',
    headers: sent,
    body: JSON.stringify({ query, variables, operationName }),
  });
  if (operationName !== INTROSPECTION) {
    const shown = SHOWN.flatMap((name) => (response.headers.has(name) ? [[name, response.headers.get(name)]] : []));
    showAnswered([['status', `${response.status} in ${Math.round(ms)} ms`], ...shown]);
  }
  const answer = JSON.parse(text);
  follow(answer, response.status === 401 && sent.authorization === `Bearer ${session()?.token}`);
  return answer;
}

/** Stores a new token and discards one that has ended, whichever request received it. */
function follow({ data }, hasEnded) {
  if (hasEnded) return forgetSession('The session has ended: sign in again.');
  const values = Object.values(data ?? {});
  const given = values.find((value) => typeof value?.token === 'string');
  if (given) return keepSession(given);
  if (data?.logout === true || typeof data?.logoutEverywhere === 'number') forgetSession();
}

function Answered() {
  const rows = useSyncExternalStore(
    (listener) => (listeners.add(listener), () => listeners.delete(listener)),
    () => answered,
  );
  const row = ([name, value]) =>
    createElement('div', { key: name }, createElement('dt', null, name), createElement('dd', null, value));
  const none = [['status', 'What an answer’s headers tell is shown here after each run.']];
  return createElement(
    'dl',
    { id: 'answered', 'aria-label': 'Headers of the answer' },
    (rows.length ? rows : none).map(row),
  );
}

const { email, password } = signInForm.elements;
const defaultTabs = examples({ email: email.value, password: password.value });
// GraphiQL reads the variables of the first tab from its storage only.
if (!sessionStorage.getItem('graphiql:tabState'))
  sessionStorage.setItem('graphiql:variables', defaultTabs[0].variables);
// Input may contain a password or a token: a reload keeps it, and closing the tab discards it.
ReactDOM.createRoot(document.getElementById('explorer')).render(
  createElement(
    GraphiQL,
    {
      fetcher,
      storage: window.sessionStorage,
      shouldPersistHeaders: true,
      introspectionQueryName: INTROSPECTION,
      defaultEditorToolsVisibility: 'variables',
      defaultTabs,
    },
    createElement(GraphiQL.Footer, null, createElement(Answered)),
  ),
);
