import type { DemoLogin } from '../../shared/demo';
import type { HtmlPage } from './page';
import { signInForm } from './sign-in';

/** The reference of the REST routes, with a form to try each. @param logins demo accounts to sign in with */
export const referencePage = (logins: readonly DemoLogin[]): HtmlPage => ({
  url: '/api/docs',
  title: 'REST reference',
  styles: ['pages.css', 'sign-in.css', 'reference.css'],
  scripts: ['session.js', 'reference-words.js', 'reference-trial.js', 'reference.js'],
  body: `${signInForm(logins)}
    <main id="reference">This page needs JavaScript; <a href="/api/openapi.json">the OpenAPI document</a> does not.</main>`,
});
