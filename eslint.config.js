import regexp from 'eslint-plugin-regexp'
import tseslint from 'typescript-eslint'

const dialling = 'Only the guarded connection may open a connection (src/verification/connection/).'

export default tseslint.config(
  { ignores: ['node_modules/', 'screenshots/', 'data/', 'coverage/'] },
  ...tseslint.configs.strictTypeChecked.map((part) => ({ ...part, files: ['**/*.ts'] })),
  {
    files: ['**/*.ts'],
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
    rules: {
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/consistent-type-definitions': ['error', 'type'],
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: false },
      ],
      complexity: ['error', 8],
      'max-params': ['error', 3],
      'no-console': 'error',
    },
  },
  {
    // Nobody's text may make a pattern slow: what a stranger types or a cluster answers is matched in linear time.
    files: ['src/**/*.ts'],
    plugins: { regexp },
    rules: {
      'regexp/no-super-linear-backtracking': ['error', { report: 'potential' }],
      'regexp/no-super-linear-move': ['error', { report: 'potential' }],
    },
  },
  {
    files: ['src/**/*.ts'],
    rules: {
      'max-lines': ['error', { max: 200 }],
      'max-lines-per-function': ['error', { max: 30, skipComments: true, skipBlankLines: true }],
      'no-restricted-properties': [
        'error',
        { object: 'Math', property: 'random', message: 'Randomness is passed in.' },
        { object: 'process', property: 'env', message: 'Only main.ts reads the environment.' },
      ],
      'no-restricted-globals': ['error', { name: 'fetch', message: dialling }],
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            {
              group: [
                'node:net',
                'node:tls',
                'node:https',
                'node:http2',
                'node:dgram',
                'node:dns*',
                'net',
                'tls',
                'https',
                'http2',
                'dgram',
                'dns',
                'dns/promises',
                'undici',
                '@elastic/*',
              ],
              message: dialling,
            },
          ],
        },
      ],
    },
  },
  {
    files: ['src/verification/connection/**/*.ts'],
    rules: { 'no-restricted-imports': 'off' },
  },
  {
    files: ['src/**/*.browser.ts'],
    rules: { 'no-restricted-globals': 'off' },
  },
  {
    files: [
      'src/main.ts',
      'src/commands/**/*.ts',
      'bench/**/*.ts',
      'test/views/*.ts',
      'test/verification/support/*.ts',
    ],
    rules: { 'no-restricted-properties': 'off', 'no-console': 'off' },
  },
  {
    files: ['test/**/*.ts', 'bench/**/*.ts'],
    rules: {
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-non-null-assertion': 'off',
    },
  },
)
