'use strict';

/** Storage of the tab: a reload keeps it, and closing the tab ends it. */
const SESSION = 'stms-session';

const signInForm = document.getElementById('sign-in');
const signedIn = document.getElementById('signed-in');

/**
 * Null if no user is signed in, or if the token has expired. @returns {{ token: string, expiresAt?: string, user?: object }
 * | null}
 */
function session() {
  const kept = JSON.parse(sessionStorage.getItem(SESSION) ?? 'null');
  return kept && !(Date.parse(kept.expiresAt) < Date.now()) ? kept : null;
}

function keepSession(kept) {
  sessionStorage.setItem(SESSION, JSON.stringify(kept));
  showSession();
}

function forgetSession(why = '') {
  sessionStorage.removeItem(SESSION);
  showSession(why);
}

function showSession(why = '') {
  const kept = session();
  signInForm.hidden = kept !== null;
  signedIn.hidden = kept === null;
  signInForm.querySelector('[role=alert]').textContent = why;
  const who = kept?.user?.name ? `${kept.user.name}${kept.user.role ? ` (${kept.user.role})` : ''}` : '';
  const until = kept?.expiresAt ? `, until ${new Date(kept.expiresAt).toLocaleTimeString('en-GB')} at the latest` : '';
  signedIn.querySelector('span').textContent = `Signed in${who && ` as ${who}`}${until}. The token is sent along.`;
}

/** Headers of the session, which the given headers override. */
function withToken(headers) {
  const own = Object.keys(headers).some((name) => name.toLowerCase() === 'authorization');
  const token = session()?.token;
  return token && !own ? { ...headers, authorization: `Bearer ${token}` } : headers;
}

/** @throws Error with a sentence for the user, if there was no response */
async function send(url, init) {
  const began = performance.now();
  try {
    const response = await fetch(url, init);
    const text = await response.text();
    return { response, text, ms: performance.now() - began };
  } catch (error) {
    throw new Error('There was no answer: is the gateway there?', { cause: error });
  }
}

async function runOperation(query, variables) {
  const { text } = await send('/graphql', {
    method: 'POST',
    headers: withToken({ 'content-type': 'application/json', accept: 'application/json' }),
    body: JSON.stringify({ query, variables }),
  });
  return JSON.parse(text);
}

signInForm.addEventListener('submit', async (event) => {
  event.preventDefault();
  const { email, password } = signInForm.elements;
  const query = `mutation SignIn($email: String!, $password: String!) {
    login(input: { email: $email, password: $password }) { token expiresAt user { name role } }
  }`;
  try {
    const { data, errors } = await runOperation(query, { email: email.value, password: password.value });
    if (data?.login) return keepSession(data.login);
    forgetSession(errors?.[0]?.message ?? 'The gateway gave no token.');
  } catch (error) {
    forgetSession(error.message);
  }
});

signInForm.elements.demo?.addEventListener('change', ({ target }) => {
  signInForm.elements.email.value = target.value;
  signInForm.elements.password.value = target.selectedOptions[0].dataset.password;
});

signedIn.querySelector('button').addEventListener('click', async () => {
  // The page signs out in any case. If the gateway is unreachable, the session itself ends by its lifetime.
  const told = await runOperation('mutation SignOut { logout }').catch((error) => ({ errors: [error] }));
  forgetSession(told.errors ? `Signed out here; the gateway said: ${told.errors[0].message}` : '');
});

showSession();
