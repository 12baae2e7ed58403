import { readFileSync, readdirSync } from 'node:fs';
import globals from 'globals';
import tseslint from 'typescript-eslint';

/**
 * The storey rule: a package imports packages of a lower storey only, never sideways. Each
 * package declares its storey in its own package.json ("axiswise": { "storey": 1 }; "dev" for
 * packages that only tests import), so a new package joins without an edit here.
 */
const packages = readdirSync('packages', { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => {
    const { axiswise } = JSON.parse(readFileSync(`packages/${name}/package.json`, 'utf8'));
    return { name, storey: axiswise.storey };
  });

const storeyRules = packages
  .filter(({ storey }) => storey !== 'dev')
  .map(({ name, storey }) => ({
    files: [`packages/${name}/src/**/*.ts`],
    ignores: ['**/*.test.ts', '**/*.fixture.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: packages
            .filter((other) => other.name !== name && !(other.storey < storey))
            .map((other) => ({
              group: [`@axiswise/${other.name}`, `@axiswise/${other.name}/*`],
              message: `${name} (storey ${storey}) may import lower storeys only, and ${other.name} is on storey ${other.storey}.`,
            })),
        },
      ],
    },
  }));

export default tseslint.config(
  {
    ignores: [
      '**/node_modules',
      'build',
      'site',
      'runs',
      '.nx',
      'coverage',
      'benchmarks/peers/.venv',
    ],
  },
  ...tseslint.configs.recommended,
  {
    files: ['**/*.ts'],
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
    rules: {
      // A forgotten await is a run that ends before its file is written.
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      // `{ kind: _, ...rest }` leaves an entry out.
      '@typescript-eslint/no-unused-vars': ['error', { ignoreRestSiblings: true }],
      eqeqeq: ['error', 'always', { null: 'ignore' }],
    },
  },
  { files: ['**/*.{js,mjs,cjs}'], languageOptions: { globals: globals.node } },
  ...storeyRules,
  {
    files: ['experiments/**/*.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            {
              group: ['@axiswise/experiment-*', '../../*'],
              message: 'Experiments import packages and never each other.',
            },
          ],
        },
      ],
    },
  },
);
