import { signUp, type Account, type TestApp } from '../../support/app';
import { dataOf, graphql } from '../../support/graphql';

/** Who may meet a course: its trainer and another, a student of it and another, an administrator. */
export interface People {
  trainer: Account;
  other: Account;
  enrolled: Account;
  stranger: Account;
  admin: Account;
}

export async function signUpPeople(app: TestApp): Promise<People> {
  return {
    trainer: await signUp(app, 'trainer', { name: 'Ada' }),
    other: await signUp(app, 'trainer', { name: 'Emmy' }),
    enrolled: await signUp(app, 'student', { name: 'Anna' }),
    stranger: await signUp(app, 'student', { name: 'Bernd' }),
    admin: await signUp(app, 'admin', { name: 'Zoe' }),
  };
}

export interface CreatedCourse {
  id: string;
  title: string;
  enrollmentCode: string;
}

export async function createCourse(app: TestApp, by: Account, input: object = {}): Promise<CreatedCourse> {
  const query = `mutation ($input: CreateCourseInput!) {
    createCourse(input: $input) { id title enrollmentCode } }`;
  const variables = { input: { title: 'Logic', description: 'Of propositions', ...input } };
  const answer = await graphql(app.url, query, { token: by.token, variables });
  return dataOf<{ createCourse: CreatedCourse }>(answer).createCourse;
}

export async function enroll(app: TestApp, by: Account, code: string): Promise<void> {
  const query = 'mutation ($code: String!) { enroll(code: $code) { id } }';
  dataOf(await graphql(app.url, query, { token: by.token, variables: { code } }));
}
