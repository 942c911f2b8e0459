import { signUp, startApp, type TestApp } from '../support/app';
import { codesOf, graphql } from '../support/graphql';

let app: TestApp;
beforeAll(async () => {
  app = await startApp();
});
afterAll(() => app.close());

it('lists in lists in lists are refused once they ask for too many records', async () => {
  const { token } = await signUp(app, 'trainer');
  for (let count = 0; count < 100; count += 1) {
    const input = `{ title: "L", startsAt: "2026-11-22T10:00:00Z", endsAt: "2026-11-22T11:00:00Z" }`;
    await graphql(app.url, `mutation { createLecture(input: ${input}) { id } }`, { token });
  }
  const lectures = (inner: string) => `lectures(first: 100) { nodes { trainer { ${inner} } } }`;
  const twice = await graphql(app.url, `{ trainers { nodes { ${lectures('id')} } } }`, { token });
  expect(twice.body.errors).toBeUndefined();
  const deep = await graphql(app.url, `{ trainers { nodes { ${lectures(lectures(lectures('id')))} } } }`, { token });
  expect(codesOf(deep)).toEqual(['GRAPHQL_VALIDATION_FAILED']);
  expect(deep.body).not.toHaveProperty('data');
});
