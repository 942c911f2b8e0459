import tseslint from 'typescript-eslint';

/**
 * The rooms of src/, and the rooms each must not import from. Imports run one way:
 * main → app → { http → replay → graphql, jobs } → features → platform.
 * Of config everyone may import types; only main, app and commands its functions.
 */
const FORBIDDEN_ROOMS = {
  platform: ['features', 'graphql', 'replay', 'http', 'jobs', 'commands', 'app', 'main'],
  features: ['graphql', 'replay', 'http', 'jobs', 'commands', 'app', 'main'],
  graphql: ['replay', 'http', 'jobs', 'commands', 'app', 'main'],
  replay: ['http', 'jobs', 'commands', 'app', 'main'],
  http: ['jobs', 'commands', 'app', 'main'],
  jobs: ['graphql', 'replay', 'http', 'commands', 'app', 'main'],
  config: ['features', 'graphql', 'replay', 'http', 'jobs', 'commands', 'app', 'main'],
  commands: ['graphql', 'replay', 'http', 'jobs', 'app', 'main'],
};

/** Features that others build on do not know those others. */
const FORBIDDEN_FEATURES = { student: ['lecture', 'auth'], trainer: ['lecture', 'auth'] };

const rooms = (names, message) => ({ regex: `^(\\.{1,2}/)+(${names.join('|')})(/|$)`, message });

const ENVIRONMENT = {
  name: 'node:process',
  importNames: ['env', 'default'],
  message: 'Only src/config/env.ts reads the environment.',
};

/** Platform code serves any protocol. */
const GRAPHQL_PACKAGES = {
  regex: '^(graphql|type-graphql|graphql-scalars|@apollo/.*|@graphql-tools/.*)$',
  message: 'Platform code knows no GraphQL.',
};

const CONFIG_VALUES = {
  regex: '^(\\.{1,2}/)+config(/|$)',
  allowTypeImports: true,
  message: 'Take the configuration as an argument; import its types only.',
};

/** One block for each folder: in a flat configuration a later block replaces a rule, it does not add to it. */
function direction(folder, patterns, ignores = []) {
  return {
    files: [`src/${folder}/**/*.ts`],
    ignores,
    rules: { '@typescript-eslint/no-restricted-imports': ['error', { paths: [ENVIRONMENT], patterns }] },
  };
}

function patternsOf(room) {
  const patterns = [rooms(FORBIDDEN_ROOMS[room], `${room}/ must not know what is built on it.`)];
  if (room === 'platform') patterns.push(GRAPHQL_PACKAGES);
  if (room !== 'config' && room !== 'commands') patterns.push(CONFIG_VALUES);
  return patterns;
}

const directions = [
  ...Object.keys(FORBIDDEN_ROOMS).map((room) => direction(room, patternsOf(room))),
  ...Object.entries(FORBIDDEN_FEATURES).map(([feature, others]) =>
    direction(`features/${feature}`, [
      ...patternsOf('features'),
      rooms(others, `${feature} is known by ${others.join(' and ')}, never the reverse.`),
    ]),
  ),
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
    },
  },
  { files: ['src/config/env.ts'], rules: { 'no-restricted-properties': 'off' } },
  ...directions,
);
