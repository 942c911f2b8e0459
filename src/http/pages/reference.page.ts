import type { DemoLogin } from '../../shared/demo';
import type { Page } from './page';
import { signInForm } from './sign-in';

/** What the OpenAPI document says of the REST routes, each to be tried. @param logins demo accounts that are there to be tried */
export const referencePage = (logins: readonly DemoLogin[]): Page => ({
  url: '/api/docs',
  title: 'REST reference',
  styles: ['pages.css', 'sign-in.css', 'reference.css'],
  scripts: ['session.js', 'reference-words.js', 'reference-trial.js', 'reference.js'],
  body: `${signInForm(logins)}
    <main id="reference">This page needs JavaScript; <a href="/api/openapi.json">the OpenAPI document</a> does not.</main>`,
});
