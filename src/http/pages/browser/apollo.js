'use strict';

// Without Apollo's servers there is no EmbeddedSandbox, and the sentence that says where it comes from stays.
if (window.EmbeddedSandbox) {
  const target = document.getElementById('sandbox');
  target.replaceChildren();
  new window.EmbeddedSandbox({ target: '#sandbox', initialEndpoint: `${location.origin}/graphql` });
}
