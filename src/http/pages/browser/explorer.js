'use strict';

const { createElement, useSyncExternalStore } = React;

/** Of the headers of an answer, those that tell how it was made. */
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
  // For a moment after a tab was opened, GraphiQL still has the name of the one before.
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

/** A token that is given is kept, one that has ended is forgotten, whoever asked for it. */
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
// Of the tab that is open at first, GraphiQL takes the variables from its storage only.
if (!sessionStorage.getItem('graphiql:tabState'))
  sessionStorage.setItem('graphiql:variables', defaultTabs[0].variables);
// What is typed may hold a password or a token: a reload loses nothing, closing the tab all.
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
