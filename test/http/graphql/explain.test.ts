import { signUp, startApp, type TestApp } from '../../support/app';
import { graphql } from '../../support/graphql';

interface Explained {
  extensions?: {
    cache?: { key: string; result: string; reason: string | null; tags: string[]; leftMs: number | null }[];
  };
}

const QUERY = '{ trainers { nodes { id } } }';
const HEADERS = { 'x-cache-explain': '1' };

describe('in development', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startApp();
  });
  afterAll(() => app.close());

  it('lists key, result, reason and tags of each cached read', async () => {
    const { token } = await signUp(app, 'student');
    const ask = async () => (await graphql(app.url, QUERY, { token, headers: HEADERS })).body as Explained;
    const read = { key: 'all_trainers:first=20', tags: ['trainers'] };
    expect((await ask()).extensions?.cache).toEqual([
      expect.objectContaining({ ...read, result: 'MISS', reason: 'absent' }),
    ]);
    expect((await ask()).extensions?.cache).toEqual([
      expect.objectContaining({ ...read, result: 'HIT', reason: null }),
    ]);
    await signUp(app, 'trainer');
    expect((await ask()).extensions?.cache).toEqual([
      expect.objectContaining({ ...read, result: 'MISS', reason: 'changed' }),
    ]);
  });

  it('adds nothing unless asked to', async () => {
    const { token } = await signUp(app, 'student');
    expect((await graphql(app.url, QUERY, { token })).body).not.toHaveProperty('extensions');
  });
});

it('in production only an administrator gets it', async () => {
  const app = await startApp({ env: { NODE_ENV: 'production', TRAINER_REGISTRATION: 'open', HOST: '127.0.0.1' } });
  try {
    const [student, admin] = [await signUp(app, 'student'), await signUp(app, 'admin')];
    const asked = async (token: string) => (await graphql(app.url, QUERY, { token, headers: HEADERS })).body;
    expect(await asked(student.token)).not.toHaveProperty('extensions');
    expect(await asked(admin.token)).toHaveProperty('extensions.cache');
  } finally {
    await app.close();
  }
});
