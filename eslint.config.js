import eslint from '@eslint/js';
import graphql from '@graphql-eslint/eslint-plugin';
import globals from 'globals';
import tseslint from 'typescript-eslint';

/** The domain decides on what it is given: no clock, no chance, no I/O of its own. */
const pure = {
  files: ['libs/kernel/**/*.ts', 'libs/book/**/*.ts'],
  ignores: ['**/*.spec.ts', '**/given.ts', '**/*.resolver.ts'],
  rules: {
    'no-restricted-globals': ['error', 'process', 'fetch', 'setTimeout', 'setInterval', 'performance'],
    'no-restricted-imports': ['error', { patterns: ['node:*', '@nestjs/*'] }],
    'no-restricted-syntax': [
      'error',
      {
        selector: "NewExpression[callee.name='Date'][arguments.length=0]",
        message: 'The clock comes in by the context.',
      },
      {
        selector: "MemberExpression[object.name='Date'][property.name='now']",
        message: 'The clock comes in by the context.',
      },
      {
        selector: "MemberExpression[object.name='Math'][property.name='random']",
        message: 'Chance comes in by the context.',
      },
      { selector: "MemberExpression[object.name='crypto']", message: 'Ids come in by the context.' },
    ],
  },
};

/** Types of the schema that are parts or figures of something else: they have no identity of their own. */
const withoutIdentity = [
  'AccessLogEntry',
  'Actor',
  'Adoption',
  'AdoptionByWave',
  'AdoptionCurve',
  'AdoptionCurvePoint',
  'AdoptionPolicy',
  'AdoptionProgress',
  'BookActor',
  'BookActorLines',
  'ChampionCoverage',
  'Checkpoint',
  'CheckpointKey',
  'ConsistencyProof',
  'Contagion',
  'ContagionResult',
  'Correction',
  'Cosignature',
  'DecisionCorrection',
  'DecisionDeferral',
  'DecisionOption',
  'DecisionReconfirmation',
  'DecisionStep',
  'DecisionTrace',
  'DueDecision',
  'Evidence',
  'ExternalId',
  'FieldChange',
  'InclusionProof',
  'KeyHandOver',
  'LapsedUnit',
  'NonDecision',
  'Override',
  'PageInfo',
  'PilotObservation',
  'PrecededInterest',
  'ProgrammeChange',
  'RoleHolder',
  'SlipByCause',
  'SolutionProgress',
  'SuccessCriterion',
  'UnassignedInterest',
  'UnitChampions',
  'UsageMeasurement',
  'UserError',
  'VisibleResult',
  'WaveBaseline',
  'WaveChange',
  'WaveUnit',
];

/** The published language: what the community recommends for schemas, and the Relay conventions for lists and ids. */
const schemaLanguage = {
  files: ['schema/*.graphql'],
  languageOptions: {
    parser: graphql.parser,
    parserOptions: { graphQLConfig: { schema: 'schema/*.graphql' } },
  },
  plugins: { '@graphql-eslint': graphql },
  rules: {
    ...graphql.configs['flat/schema-recommended'].rules,
    ...graphql.configs['flat/schema-relay'].rules,
    '@graphql-eslint/strict-id-in-types': [
      'error',
      { exceptions: { types: withoutIdentity, suffixes: ['Connection', 'Edge', 'Payload'] } },
    ],
    // Short lists come whole (the options of a decision, the rules that a command broke), without cursors; and some
    // pages list figures about things (decisions that are due) and not the things themselves.
    '@graphql-eslint/relay-edge-types': [
      'error',
      { withEdgeSuffix: true, shouldImplementNode: false, listTypeCanWrapOnlyEdgeType: false },
    ],
  },
};

export default tseslint.config(
  { ignores: ['dist/', 'node_modules/', '.setup/', '.stryker-tmp/', 'schema/generated/', 'data/', 'reports/'] },
  schemaLanguage,
  {
    files: ['**/*.{ts,js,mjs,cjs}'],
    extends: [eslint.configs.recommended, ...tseslint.configs.recommendedTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      complexity: ['error', { max: 10, variant: 'modified' }],
      'max-depth': ['error', 3],
      'max-params': ['error', 5],
      eqeqeq: 'error',
      'no-console': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': 'off',
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/unbound-method': 'off',
      // An async function without an await is how a synchronous part fits an asynchronous port.
      '@typescript-eslint/require-await': 'off',
    },
  },
  pure,
  {
    files: ['apps/**/*.ts'],
    ignores: ['apps/ledger/config.ts'],
    rules: {
      'no-restricted-properties': [
        'error',
        { object: 'process', property: 'env', message: 'Only config.ts reads the environment.' },
      ],
    },
  },
  { files: ['test/**/*.ts', '**/*.spec.ts', 'scripts/**/*.ts'], rules: { 'no-console': 'off', complexity: 'off' } },
  {
    files: ['**/*.js', '**/*.mjs', '**/*.cjs'],
    ...tseslint.configs.disableTypeChecked,
    languageOptions: { ...tseslint.configs.disableTypeChecked.languageOptions, globals: globals.node },
  },
);
