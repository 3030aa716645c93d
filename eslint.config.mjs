import js from '@eslint/js'
import reactHooks from 'eslint-plugin-react-hooks'
import typescript from 'typescript-eslint'

const asUnderscore = { argsIgnorePattern: '^_', varsIgnorePattern: '^_', caughtErrorsIgnorePattern: '^_' }
const nodeGlobals = { process: 'readonly', console: 'readonly', performance: 'readonly', Buffer: 'readonly' }
const timers = { setTimeout: 'readonly', clearTimeout: 'readonly', setInterval: 'readonly', clearInterval: 'readonly' }
const web = { URL: 'readonly', fetch: 'readonly', AbortController: 'readonly', WebSocket: 'readonly' }

export default typescript.config(
  { ignores: ['out/', 'dist/', 'coverage/', 'test-results/'] },
  { linterOptions: { reportUnusedDisableDirectives: 'error', noInlineConfig: true } },
  js.configs.recommended,
  {
    files: ['**/*.{ts,tsx}'],
    extends: [typescript.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/consistent-type-imports': [
        'error',
        { fixStyle: 'separate-type-imports', prefer: 'type-imports' },
      ],
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/no-unused-vars': ['error', asUnderscore],
      '@typescript-eslint/strict-boolean-expressions': 'off',
      // Numbers read well in sentences, and their form is chosen where they are made.
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      // `() => setOpen(true)` says what it does, and nobody reads what it answers.
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      // Event handlers of the page are async functions whose failures their own code shows.
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: { attributes: false } }],
      // Typed arrays are read by index inside loops that bound it; without noUncheckedIndexedAccess the rule sees
      // every guard for a missing element as needless.
      '@typescript-eslint/no-unnecessary-condition': 'off',
      '@typescript-eslint/no-non-null-assertion': 'off',
      // Cells of a database are of an unknown type, and turning them into text is how they are read.
      '@typescript-eslint/no-base-to-string': 'off',
      // Many interfaces are records of closures, which have no `this` to lose when they are taken out.
      '@typescript-eslint/unbound-method': 'off',
      // `(() => void) | void` is what an effect answers with.
      '@typescript-eslint/no-invalid-void-type': 'off',
      // Names and paths are looked at one code point at a time.
      '@typescript-eslint/no-misused-spread': ['error', { allow: ['string'] }],
      // A setter may take what its getter would not give.
      '@typescript-eslint/related-getter-setter-pairs': 'off',
      // Steps of an interface may be async before there is something to wait for.
      '@typescript-eslint/require-await': 'off',
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'no-console': ['error', { allow: ['error', 'warn'] }],
      'object-shorthand': 'error',
      'prefer-const': 'error',
    },
  },
  {
    files: ['renderer/**/*.{ts,tsx}'],
    plugins: { 'react-hooks': reactHooks },
    // The rules of the plugin's recommended set that hold without React's compiler, which is not used here.
    rules: {
      'react-hooks/rules-of-hooks': 'error',
      'react-hooks/exhaustive-deps': 'error',
      'react-hooks/set-state-in-render': 'error',
      'react-hooks/static-components': 'error',
      'react-hooks/use-memo': 'error',
    },
  },
  {
    files: ['src/cli/**', 'src/serve/**', 'bench/**', 'scripts/**', 'bin/**'],
    rules: { 'no-console': 'off' },
  },
  {
    files: ['test/**/*.{ts,tsx}'],
    rules: {
      // What a test skipped or which host it ran in is said on its output.
      'no-console': 'off',
      // A test says by the assertion itself what it takes for granted.
      '@typescript-eslint/no-empty-function': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
    },
  },
  {
    files: ['**/*.{js,mjs,cjs}'],
    languageOptions: { globals: { ...nodeGlobals, ...timers, ...web } },
    rules: { 'no-unused-vars': ['error', asUnderscore] },
  },
)
