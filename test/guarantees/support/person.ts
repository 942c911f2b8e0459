import type { Account } from '../../support/app';
import { ask, type HttpAnswer, type HttpQuestion } from './http';

/** Someone with an account, who signs in again whenever Redis has forgotten them. */
export class Person {
  readonly id: string;
  private token: string | undefined;
  private signingIn: Promise<void> | undefined;

  constructor(
    private readonly account: Account,
    private readonly anyReplica: () => string,
  ) {
    this.id = account.id;
    this.token = account.token;
  }

  /** Asks `url`, signed in. @returns null where the connection broke */
  async ask(url: string, question: HttpQuestion): Promise<HttpAnswer | null> {
    if (this.token === undefined) await this.signIn();
    const { token } = this;
    const answer = await ask(url, { ...question, token });
    if (answer?.status === 401 && this.token === token) this.token = undefined;
    return answer;
  }

  private signIn(): Promise<void> {
    this.signingIn ??= this.trySigningIn().finally(() => (this.signingIn = undefined));
    return this.signingIn;
  }

  private async trySigningIn(): Promise<void> {
    while (this.token === undefined) {
      const { email, password } = this.account;
      const variables = { input: { email, password } };
      const answer = await ask(this.anyReplica(), {
        path: '/graphql',
        body: JSON.stringify({ query: LOGIN, variables }),
      });
      this.token = (answer?.body as SignedIn | null)?.data?.signedIn?.token;
      const isDown = answer === null || answer.status === 503;
      if (this.token === undefined && !isDown) throw new Error(`not signed in: ${JSON.stringify(answer.body)}`);
      if (this.token === undefined) await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}

interface SignedIn {
  data?: { signedIn?: { token: string } | null } | null;
}

const LOGIN = 'mutation ($input: LoginInput!) { signedIn: login(input: $input) { token } }';
