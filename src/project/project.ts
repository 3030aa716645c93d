import { existsSync, mkdirSync, readdirSync, statSync } from 'node:fs'
import { basename, join, resolve } from 'node:path'
import { CepstraError } from '../cepstraError'
import { defaultRecipe, type Recipe } from '../features/recipe'
import { storedRecipeSchema } from '../features/storedRecipe'
import { BankStore } from './bankStore'
import { ClusteringStore } from './clusteringStore'
import { Database } from './database'
import { EvaluationStore } from './evaluationStore'
import { FeatureStore } from './featureStore'
import { JobStore } from './jobStore'
import { migrate } from './migrations'
import { RecordingPlaces } from './recordingPlaces'
import { RecordingStore } from './recordingStore'
import { notWritable } from './notWritable'
import { removeUnfinishedFiles } from './removeUnfinishedFiles'
import { ResultStore } from './resultStore'
import { SelectionStore } from './selectionStore'
import { Settings } from './settings'
import { SpanStore } from './spanStore'

const databaseName = 'project.db'

/** Steps of the first minute that leave no other trace in the project. */
export type Milestone = 'exported'

/**
 * A project: one folder with `project.db` and `features/`. Audio stays where it is and is referred to by path and
 * content. One Project object a folder at a time, on the whole machine.
 */
export class Project {
  readonly path: string
  readonly database: Database
  readonly recordings: RecordingStore
  readonly features: FeatureStore
  readonly jobs: JobStore
  readonly banks: BankStore
  readonly results: ResultStore
  readonly evaluations: EvaluationStore
  readonly places: RecordingPlaces
  readonly selections: SelectionStore
  readonly clusterings: ClusteringStore
  readonly spans: SpanStore
  readonly #settings: Settings

  private constructor(path: string) {
    this.path = path
    this.database = new Database(join(path, databaseName))
    try {
      migrate(this.database)
    } catch (error) {
      this.database.close()
      throw error
    }
    this.recordings = new RecordingStore(this.database)
    this.features = new FeatureStore(this.database, join(path, 'features'))
    this.jobs = new JobStore(this.database)
    this.banks = new BankStore(this.database)
    this.results = new ResultStore(this.database)
    this.evaluations = new EvaluationStore(this.database)
    this.places = new RecordingPlaces(this.database)
    this.selections = new SelectionStore(this.database)
    this.clusterings = new ClusteringStore(this.database)
    this.spans = new SpanStore(this.database)
    this.#settings = new Settings(this.database)
  }

  /** The folder that is meant by its own path or by that of the database in it. */
  static folderOf(path: string): string {
    return resolve(basename(path) === databaseName ? join(path, '..') : path)
  }

  /** Whether a folder holds a project. */
  static isProject(path: string): boolean {
    return existsSync(join(path, databaseName))
  }

  /**
   * Makes a project in a new or empty folder.
   *
   * @param sampleRateHz the rate that every recording is brought to, 4,000 to 96,000; absent, the first import chooses.
   * @throws CepstraError PROJECT_EXISTS when the folder holds anything, NOT_WRITABLE when it cannot be made.
   */
  static create(path: string, sampleRateHz?: number): Project {
    const folder = resolve(path)
    if (Project.isProject(folder)) {
      throw new CepstraError(
        'PROJECT_EXISTS',
        `${folder} is a Cepstra project already. Open it, or choose another folder.`,
      )
    }
    if (existsSync(folder) && (!statSync(folder).isDirectory() || readdirSync(folder).length > 0)) {
      throw new CepstraError(
        'PROJECT_EXISTS',
        `${folder} is there already and not empty. A project needs a folder of its own: choose a new name.`,
      )
    }
    makeFeaturesFolder(folder)
    const project = new Project(folder)
    if (sampleRateHz !== undefined) project.sampleRateHz = sampleRateHz
    return project
  }

  /**
   * @throws CepstraError PROJECT_NOT_FOUND, PROJECT_LOCKED, PROJECT_DAMAGED, PROJECT_TOO_NEW or NOT_WRITABLE.
   */
  static open(path: string): Project {
    const folder = Project.folderOf(path)
    if (!Project.isProject(folder)) {
      throw new CepstraError(
        'PROJECT_NOT_FOUND',
        `There is no Cepstra project at ${folder} (no ${databaseName} in it). Make one with "cepstra new ${path}", or choose the folder that holds ${databaseName}.`,
      )
    }
    makeFeaturesFolder(folder)
    const project = new Project(folder)
    for (const written of ['features', 'uploads']) removeUnfinishedFiles(join(folder, written))
    project.features.removeStrays()
    return project
  }

  get name(): string {
    return basename(this.path)
  }

  /**
   * The rate that every recording is brought to; null until the first import has chosen one. Of features that were made
   * elsewhere it is the rate of frames.
   */
  get sampleRateHz(): number | null {
    const { given, hopSeconds } = this.recipe
    if (given) return 1 / hopSeconds
    const value = this.#settings.get('sampleRateHz')
    return typeof value === 'number' ? value : null
  }

  set sampleRateHz(rateHz: number) {
    if (!(rateHz >= 4000 && rateHz <= 96_000)) {
      throw new CepstraError(
        'OPTIONS_INVALID',
        `A project's rate is between 4000 and 96000 Hz, not ${rateHz}. Speech wants 8000 or 16000.`,
      )
    }
    this.#settings.set('sampleRateHz', Math.round(rateHz))
  }

  get recipe(): Recipe {
    const stored = this.#settings.get('recipe')
    return stored === undefined ? defaultRecipe : storedRecipeSchema.parse(stored)
  }

  set recipe(recipe: Recipe) {
    this.#settings.set('recipe', recipe)
  }

  /** Where the project stood when it was last looked after; files that moved along with it are found from there. */
  get lastPath(): string | null {
    const value = this.#settings.get('lastPath')
    return typeof value === 'string' ? value : null
  }

  set lastPath(path: string) {
    this.#settings.set('lastPath', path)
  }

  reached(milestone: Milestone): boolean {
    return this.#settings.get(milestone) === true
  }

  reach(milestone: Milestone): void {
    this.#settings.set(milestone, true)
  }

  close(): void {
    this.database.close()
  }
}

function makeFeaturesFolder(folder: string): void {
  try {
    mkdirSync(join(folder, 'features'), { recursive: true })
  } catch (error) {
    throw notWritable('The project', folder, error)
  }
}
