import { readdirSync, readFileSync } from 'node:fs';
import tseslint from 'typescript-eslint';

/**
 * The layers of src/, from top to bottom. Imports run one way, downwards. `app` is the composition root: it may import
 * everything. Only main, app and commands read the environment.
 */
const LAYERS = [
  ...['main', 'commands', 'app', 'jobs', 'http', 'operations', 'graphql'],
  ...['features', 'access', 'shared', 'platform', 'config'],
];

/** The layers above one. Jobs stand beside http: neither knows the other. */
const above = (layer) => [
  ...LAYERS.slice(0, LAYERS.indexOf(layer)),
  ...(layer === 'jobs' ? ['http', 'operations', 'graphql'] : []),
];

/** The features that a feature may import: those that its `*.feature.ts` names in `uses`. */
function usesOf(feature) {
  const definition = readFileSync(new URL(`src/features/${feature}/${feature}.feature.ts`, import.meta.url), 'utf8');
  const uses = /\buses: \{([^}]*)\}/.exec(definition)?.[1] ?? '';
  return uses
    .split(',')
    .map((name) => name.trim())
    .filter(Boolean);
}

const FEATURES = readdirSync(new URL('src/features/', import.meta.url));

const layers = (names, message) => ({ regex: `^(\\.{1,2}/)+(${names.join('|')})(/|$)`, message });

const ENVIRONMENT = {
  name: 'node:process',
  importNames: ['env', 'default'],
  message: 'Only src/config/env.ts reads the environment.',
};

const AUTHORIZED = {
  name: 'type-graphql',
  importNames: ['Authorized'],
  message: 'Take Authorized from shared/authorized: routes have to know the roles, too.',
};

/** Platform code serves any protocol. */
const GRAPHQL_PACKAGES = {
  regex: '^(graphql|type-graphql|graphql-scalars|@apollo/.*|@graphql-tools/.*)$',
  message: 'Platform code knows no GraphQL.',
};

const ENVIRONMENT_READER = {
  regex: '^(\\.{1,2}/)+config/env$',
  allowTypeImports: true,
  message: 'Take the configuration as an argument; only main, app and commands read the environment.',
};

/** One block for each folder: in a flat configuration a later block replaces a rule, it does not add to it. */
function direction(folder, patterns, ignores = []) {
  return {
    files: [`src/${folder}/**/*.ts`],
    ignores,
    rules: {
      '@typescript-eslint/no-restricted-imports': [
        'error',
        { paths: folder === 'shared' ? [ENVIRONMENT] : [ENVIRONMENT, AUTHORIZED], patterns },
      ],
    },
  };
}

function patternsOf(layer) {
  const patterns = [layers(above(layer), `${layer}/ must not know what is built on it.`)];
  if (layer === 'platform') patterns.push(GRAPHQL_PACKAGES);
  if (!['config', 'commands', 'app'].includes(layer)) patterns.push(ENVIRONMENT_READER);
  return patterns;
}

const directions = [
  ...LAYERS.filter((layer) => layer !== 'main' && layer !== 'commands').map((layer) =>
    direction(layer, patternsOf(layer)),
  ),
  ...FEATURES.map((feature) => {
    const uses = usesOf(feature);
    const others = FEATURES.filter((other) => other !== feature && !uses.includes(other));
    return direction(`features/${feature}`, [
      ...patternsOf('features'),
      ...(others.length > 0 ? [layers(others, `${feature} names in \`uses\` the features that it imports.`)] : []),
    ]);
  }),
];

export default tseslint.config(
  { ignores: ['**/dist/', 'dist.*/', 'coverage/', '.data/', 'src/platform/database/generated/', '**/*.generated.ts'] },
  {
    files: ['**/*.ts'],
    ignores: ['examples/**'],
    extends: [tseslint.configs.recommendedTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/prefer-promise-reject-errors': ['error', { allowThrowingUnknown: true }],
      // A callback may return a promise that its caller ignores; no-floating-promises watches statements.
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: false }],
      // Many objects here are closures in braces: their methods have no `this` to lose.
      '@typescript-eslint/unbound-method': 'off',
      // A handler may be async only to answer a promise.
      '@typescript-eslint/require-await': 'off',
      // Decorators need classes as values where they look like types.
      '@typescript-eslint/consistent-type-imports': 'off',
      eqeqeq: 'error',
      'object-shorthand': 'error',
    },
  },
  {
    // Without types: they are in packages that npm ci at the root does not install. `npm run typecheck` does.
    files: ['examples/**/*.{ts,tsx,mts}'],
    extends: [tseslint.configs.recommended],
    rules: { '@typescript-eslint/no-non-null-assertion': 'error', eqeqeq: 'error', 'object-shorthand': 'error' },
  },
  {
    files: ['test/**/*.ts'],
    rules: {
      // expect.any() and the like are typed any.
      '@typescript-eslint/no-unsafe-assignment': 'off',
      // Promise.all() over what may hold undefined, as an indexed array does.
      '@typescript-eslint/await-thenable': 'off',
    },
  },
  {
    files: ['**/*.{mjs,cjs}'],
    extends: [tseslint.configs.base],
    rules: { eqeqeq: 'error', 'no-unused-vars': 'error' },
  },
  {
    // What browsers run: classic scripts that use what those before them on the page define.
    files: ['src/http/pages/browser/*.js'],
    extends: [tseslint.configs.base],
    languageOptions: { sourceType: 'script' },
    rules: { eqeqeq: 'error', 'no-unused-vars': ['error', { vars: 'local' }], 'object-shorthand': 'error' },
  },
  {
    files: ['src/**/*.ts'],
    rules: {
      'max-lines': ['error', 250],
      'no-restricted-properties': ['error', { object: 'process', property: 'env', message: ENVIRONMENT.message }],
      'no-restricted-syntax': [
        'error',
        {
          selector: 'CallExpression[callee.property.name="normalize"]',
          message: 'Take normalized from platform/unicode: some text takes a minute to normalize.',
        },
      ],
    },
  },
  { files: ['src/config/env.ts'], rules: { 'no-restricted-properties': 'off' } },
  ...directions,
);
