import { setTimeout as sleep } from 'node:timers/promises';
import { send } from '../../support/http';

/** What is asked, whoever asks it. */
export interface Question {
  transport: 'POST /graphql' | 'GET /graphql' | 'REST';
  /** The document; the address for REST. */
  text: string;
  variables?: Record<string, unknown>;
  operationName?: string;
  accept?: string;
}

/** What of an answer must not depend on who asked before. */
export interface Said {
  status: number;
  contentType: string | null;
  text: string;
}

export interface Answer extends Said {
  cache: string | null;
}

/** Answers repeat it, and so no two differ by it. */
const REQUEST_ID = 'never-mixed';

/** @param token null for somebody who is not signed in */
export async function ask(url: string, question: Question, token: string | null): Promise<Answer> {
  for (;;) {
    const { status, headers, text } = await sent(url, question, token);
    // A busy machine may say so; the client then tries again.
    if (status !== 503)
      return { status, text, contentType: headers.get('content-type'), cache: headers.get('x-cache') };
    await sleep(100);
  }
}

function sent(url: string, { transport, text, variables, operationName, accept }: Question, token: string | null) {
  const headers = {
    'x-request-id': REQUEST_ID,
    ...(token !== null && { authorization: `Bearer ${token}` }),
    ...(accept !== undefined && { accept }),
  };
  switch (transport) {
    case 'REST':
      return send(url + text, { headers });
    case 'GET /graphql': {
      const given = { query: text, ...(variables && { variables: JSON.stringify(variables) }) };
      return send(`${url}/graphql?${new URLSearchParams(given).toString()}`, { headers });
    }
    case 'POST /graphql': {
      const body = JSON.stringify({ query: text, variables, operationName });
      return send(`${url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body,
      });
    }
  }
}

export const said = ({ status, contentType, text }: Answer): Said => ({ status, contentType, text: text.trimEnd() });

/** Complete and without errors; a GraphQL response with 200 may be neither. */
export const isFaultless = ({ status, text }: Said): boolean => status === 200 && !text.startsWith('{"errors":');

/** The same question as another text, which finds no answer that was recorded for this one. */
export const inOtherWords = (question: Question): Question => ({
  ...question,
  text: question.text + (question.transport === 'REST' ? '?&' : ' '),
});
