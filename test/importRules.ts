import type { IFlattenedRuleSet } from 'dependency-cruiser'

type Forbidden = NonNullable<IFlattenedRuleSet['forbidden']>[number]

/** What a room of src/ may know beside itself and the one error class, and why it may not know the rest. */
const rooms: Record<string, { knows: readonly string[]; reason: string }> = {
  audio: { knows: [], reason: 'a file becomes samples in the same way whatever is done with them later' },
  features: {
    knows: ['audio'],
    reason: 'frames depend on the samples and the recipe alone, so that they can be cached',
  },
  mixture: { knows: ['features', 'audio'], reason: 'a mixture is fitted to any frames, whoever they belong to' },
  recognition: {
    knows: ['mixture', 'features', 'audio'],
    reason: 'labelling is a pure function of a bank and frames, without a disk or a project',
  },
  exchange: {
    knows: ['recognition', 'mixture', 'features', 'audio'],
    reason: 'a format turns a model into bytes and back and does not know where either is kept',
  },
  project: {
    knows: ['exchange', 'recognition', 'mixture', 'features', 'audio'],
    reason: 'a project is a folder that is read and written, by whichever job or shell',
  },
  engine: {
    knows: ['project', 'exchange', 'recognition', 'mixture', 'features', 'audio'],
    reason: 'the engine composes the rooms and runs the same below every shell',
  },
  serve: { knows: ['engine'], reason: 'a shell is thin: what it can do, the contract says' },
  cli: { knows: ['engine', 'serve'], reason: 'a shell is thin: what it can do, the contract says' },
}

/** What the page and the command line may know of the recipe: which options there are, what they mean, what goes together. */
const recipeFiles =
  'features/(recipe|recipeOptions|presets|recipeConflicts|melFilterBank|columnNames|extraNames|extraColumnFacts)'

/** What a decision is, which crosses the wire as it is kept. */
const decisionFiles = 'recognition/(decision/(decision|costs)|scoring/scorer)'

export const roomNames = Object.keys(rooms)

const roomRules = Object.entries(rooms).map(([room, { knows, reason }]): Forbidden => {
  const others = roomNames.filter((other) => other !== room && !knows.includes(other))
  return {
    name: `${room} knows ${knows.length > 0 ? knows.join(', ') : 'no other room'}`,
    comment: `${reason}.`,
    severity: 'error',
    from: { path: `^src/${room}/` },
    // The recipe is part of the contract, and what is said of it is the same in every shell.
    to: {
      path: `^src/(${others.join('|')})/`,
      ...(knows.includes('engine') ? { pathNot: `^src/${recipeFiles}\\.ts$` } : {}),
    },
  }
})

// An import that cannot be resolved keeps its bare name; a resolved one has the path of its package.
const packageNamed = (name: string) => `(^|/)node_modules/${name}/|^${name}(/(main|renderer|common))?$`

/** The arrows of ARCHITECTURE.md, for dependency-cruiser: what is forbidden, and in `comment` why. */
export const importRules: readonly Forbidden[] = [
  ...roomRules,
  {
    name: 'src knows no shell',
    comment: 'The engine runs without a window, under plain Node as under Electron.',
    severity: 'error',
    from: { path: '^src/' },
    to: { path: '^(electron|renderer)/' },
  },
  {
    name: 'electron starts the engine and knows nothing else of it',
    comment: 'Whatever the desktop shell did itself, the browser and the command line could not do.',
    severity: 'error',
    from: { path: '^electron/' },
    to: { path: '^(renderer/|src/(?!engine/|cepstraError\\.ts$))' },
  },
  {
    name: 'renderer knows the contract and its client',
    comment: 'The page is the same in a window and in a browser, and neither has Node or the numerics.',
    severity: 'error',
    from: { path: '^renderer/' },
    to: { path: `^(electron/|src/(?!engine/(contract|client)\\.ts$|${recipeFiles}\\.ts$|cepstraError\\.ts$))` },
  },
  {
    name: 'the contract brings nothing but the recipe and the decision',
    comment: 'Whatever the contract, its parts and its client import ends up in the page.',
    severity: 'error',
    from: { path: `^src/(engine/(contract|contract/\\w+|client)|${recipeFiles}|${decisionFiles}|cepstraError)\\.ts$` },
    to: {
      path: `^src/(?!engine/(contract|contract/\\w+)\\.ts$|${recipeFiles}\\.ts$|${decisionFiles}\\.ts$|cepstraError\\.ts$)`,
    },
  },
  {
    name: 'the page reaches no module of Node',
    comment: 'The page runs in a sandbox and in ordinary browsers.',
    severity: 'error',
    from: { path: `^(renderer/|src/(engine/(contract|contract/\\w+|client)|${recipeFiles}|cepstraError)\\.ts$)` },
    to: { dependencyTypes: ['core'] },
  },
  {
    name: 'only electron imports Electron',
    comment: 'Everything else runs where Electron is not.',
    severity: 'error',
    from: { path: '^(src|renderer)/' },
    to: { path: packageNamed('electron') },
  },
  {
    name: 'only project/database.ts imports libsql',
    comment: 'libsql ends the whole process on arguments of a wrong type; one file checks them all.',
    severity: 'error',
    from: { path: '^(src|renderer|electron)/', pathNot: '^src/project/database\\.ts$' },
    to: { path: packageNamed('libsql') },
  },
  {
    name: 'no cycles',
    comment: 'Modules that need each other cannot be read, tested or changed one at a time.',
    severity: 'error',
    from: { path: '^(src|renderer|electron)/' },
    to: { circular: true },
  },
  {
    name: 'every relative import is there',
    comment: 'A rule says nothing about an import that was not found.',
    severity: 'error',
    from: { path: '^(src|renderer|electron)/' },
    to: { path: '^\\.', couldNotResolve: true },
  },
]
