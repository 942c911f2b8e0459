'use strict';

// Without Apollo's servers there is no EmbeddedSandbox, and the page keeps the sentence that names them.
if (window.EmbeddedSandbox) {
  const target = document.getElementById('sandbox');
  target.replaceChildren();
  new window.EmbeddedSandbox({ target: '#sandbox', initialEndpoint: `${location.origin}/graphql` });
}
