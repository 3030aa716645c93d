import { existsSync } from 'node:fs'
import { homedir } from 'node:os'
import { join, resolve } from 'node:path'
import { CepstraError } from '../../cepstraError'
import { recipeHash } from '../../features/recipeHash'
import type { Project } from '../../project/project'
import type { ProjectSummary } from '../contract'
import { labelTotals } from '../labelTotals'
import { forgetProject, recentProjects } from '../recentProjects'
import { calls } from './base'

export const projectCalls = {
  current: calls.project.current.handler(({ context }) => {
    const open = context.session.current
    return open ? summaryOf(open.project) : null
  }),

  create: calls.project.create.handler(async ({ input, context }) => {
    const { project } = await context.session.create(input.path, input.sampleRateHz)
    return summaryOf(project)
  }),

  open: calls.project.open.handler(async ({ input, context }) => {
    const { project } = await context.session.open(resolve(input.path))
    return summaryOf(project)
  }),

  close: calls.project.close.handler(async ({ context }) => {
    await context.session.close()
    return {}
  }),

  recent: calls.project.recent.handler(() => recentProjects()),

  forgetRecent: calls.project.forgetRecent.handler(({ input }) => {
    forgetProject(input.path)
    return {}
  }),

  createFromSamples: calls.project.createFromSamples.handler(async ({ input, context }) => {
    if (context.samplesFolder === null) {
      throw new CepstraError(
        'FILE_NOT_FOUND',
        'The sample voices are not installed with this copy of Cepstra. Import recordings of your own instead.',
      )
    }
    const { project, jobs } = await context.session.create(input.path ?? freePath('Sample voices'))
    const jobId = jobs.start({
      kind: 'import',
      paths: [context.samplesFolder],
      labels: { from: 'folder' },
      role: 'training',
    })
    return { project: summaryOf(project), jobId }
  }),

  suggestPath: calls.project.suggestPath.handler(({ input }) => ({ path: freePath(input.name) })),
}

/** A path for a new project in the person's home that is not taken yet. */
function freePath(name: string): string {
  const tidy = name.replace(/[\\/:*?"<>|]/g, ' ').trim() || 'Project'
  for (let n = 1; ; n++) {
    const path = join(homedir(), 'Cepstra', n === 1 ? tidy : `${tidy} ${n}`)
    if (!existsSync(path)) return path
  }
}

export function summaryOf(project: Project): ProjectSummary {
  const { recipe, sampleRateHz, recordings, features, banks, results } = project
  const recordingCount = recordings.count('training')
  const ready = sampleRateHz === null ? 0 : features.coverage(recipeHash(recipe, sampleRateHz)).ready
  const bankCount = banks.count()
  return {
    path: project.path,
    name: project.name,
    sampleRateHz,
    recordingCount,
    queryCount: recordings.count('query'),
    labelCount: labelTotals(project).filter(({ label }) => label !== null).length,
    bankCount,
    featuresReady: ready,
    recipe,
    steps: {
      imported: recordingCount > 0,
      trained: bankCount > 0,
      recognized: results.count() > 0,
      exported: project.reached('exported'),
    },
  }
}
