import type { Page } from './page';
import { signInForm } from './sign-in';

/** What the OpenAPI document says of the REST routes, each to be tried. @param isDemo whether the demo accounts are there */
export const referencePage = (isDemo: boolean): Page => ({
  url: '/api/docs',
  title: 'REST reference',
  styles: ['pages.css', 'sign-in.css', 'reference.css'],
  scripts: ['session.js', 'reference-words.js', 'reference-trial.js', 'reference.js'],
  body: `${signInForm(isDemo)}
    <main id="reference">This page needs JavaScript; <a href="/api/openapi.json">the OpenAPI document</a> does not.</main>`,
});
