import { graphql } from '../../support/graphql';
import { rest } from '../../support/rest';

export type Transport = 'GraphQL' | 'REST';
export const TRANSPORTS: readonly Transport[] = ['GraphQL', 'REST'];

/** A sign-in, over whichever transport a student has. */
export interface Attempt {
  email: string;
  password: string;
  /** What an earlier sign-in gave. */
  device?: string | null;
  /** Where it seems to come from, for a gateway behind a proxy. */
  address?: string;
}

/** What became of it, in the same words for both transports. */
export interface Outcome {
  /** `ok`, or the code of the error. */
  result: string;
  status: number;
  headers: Headers;
  /** Null unless it was successful. */
  token: string | null;
  /** For the next time. */
  device: string | null;
  text: string;
}

const LOGIN = 'mutation ($input: LoginInput!) { login(input: $input) { token } }';
export const WRONG = 'not the right one';

export async function attempt(
  url: string,
  transport: Transport,
  { email, password, device, address }: Attempt,
): Promise<Outcome> {
  const headers: Record<string, string> = {
    ...(device && { 'x-device-token': device }),
    ...(address && { 'x-forwarded-for': address }),
  };
  const input = { email, password };
  if (transport === 'REST') {
    const answer = await rest(url, 'POST /api/auth/student/login', { body: input, headers });
    return outcome(answer, answer.body['code'], answer.body['token']);
  }
  const answer = await graphql(url, LOGIN, { variables: { input }, headers });
  const { token } = (answer.body.data?.['login'] ?? {}) as { token?: string };
  return outcome(answer, answer.body.errors?.[0]?.extensions.code, token);
}

function outcome(
  { status, headers, text }: { status: number; headers: Headers; text: string },
  code: unknown,
  token: unknown,
): Outcome {
  return {
    result: typeof code === 'string' ? code : 'ok',
    status,
    headers,
    token: typeof token === 'string' ? token : null,
    device: headers.get('x-device-token'),
    text,
  };
}
