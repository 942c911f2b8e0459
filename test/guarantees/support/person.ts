import { ask, type HttpAnswer, type HttpQuestion } from './http';

export type Role = 'STUDENT' | 'TRAINER';

/** Someone with an account, who signs in again whenever Redis has forgotten them. */
export class Person {
  private token: string | undefined;
  private signingIn: Promise<void> | undefined;

  constructor(
    readonly role: Role,
    readonly email: string,
    readonly id: string,
    private readonly anyReplica: () => string,
  ) {}

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
      const variables = { input: { email: this.email, password: PASSWORD } };
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

/** Makes an account through the GraphQL door. */
export async function register(anyReplica: () => string, role: Role, name: string, details: object): Promise<Person> {
  const email = `${name}@example.org`;
  const [field, type] =
    role === 'STUDENT' ? ['registerStudent', 'RegisterStudentInput'] : ['registerTrainer', 'RegisterTrainerInput'];
  const query = `mutation ($input: ${type}!) { signedIn: ${field}(input: $input) { token user { id } } }`;
  const variables = { input: { name, email, password: PASSWORD, ...details } };
  const answer = await ask(anyReplica(), { path: '/graphql', body: JSON.stringify({ query, variables }) });
  const id = (answer?.body as SignedIn | null)?.data?.signedIn?.user.id;
  if (id === undefined) throw new Error(`not registered: ${JSON.stringify(answer)}`);
  return new Person(role, email, id, anyReplica);
}

interface SignedIn {
  data?: { signedIn?: { token: string; user: { id: string } } | null } | null;
}

const PASSWORD = 'correct horse battery';

const LOGIN = 'mutation ($input: LoginInput!) { signedIn: login(input: $input) { token user { id } } }';
