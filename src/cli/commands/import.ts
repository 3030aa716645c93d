import { resolve } from 'node:path'
import type { Command } from 'commander'
import type { LabelRule } from '../../engine/contract'
import { positive } from '../fitOptions'
import { labelOption } from '../labelOption'
import { withProject } from '../openEngine'
import { answer, table, type OutputOptions } from '../output'
import type { Places } from '../places'
import { problemJson, problemLines, unlessAllFailed } from '../problems'
import { allRecordings } from '../recordings'
import { runJob } from '../runJob'

interface ImportOptions extends OutputOptions {
  readonly labels: LabelRule
  readonly hop?: number
}

export function addImport(program: Command, places: Places): void {
  program
    .command('import')
    .description('take recordings into a project; the audio stays where it is')
    .argument('<project>', 'the project folder')
    .argument('<paths...>', 'folders and files')
    .option(
      '--labels <rule>',
      "where labels come from: folder, none, csv:FILE or pattern:'{digit}_{label}_{take}'",
      labelOption,
      { from: 'folder' } satisfies LabelRule,
    )
    .option(
      '--hop <seconds>',
      'time between frames of features that another program made, where their files do not tell it (default: 0.01)',
      positive,
    )
    .option('--json', 'answer with one JSON document')
    .action(async (project: string, paths: string[], options: ImportOptions) => {
      await withProject(places, project, async (engine) => {
        const job = await runJob(engine, {
          kind: 'import',
          paths: paths.map((path) => resolve(path)),
          labels: options.labels,
          role: 'training',
          ...(options.hop === undefined ? {} : { hopSeconds: options.hop }),
        })
        const labels = await engine.client.recordings.labels()
        const current = await engine.client.project.current()
        const problems = (await allRecordings(engine.client, { problemsOnly: true })).map(problemJson)
        answer(
          options,
          {
            outcome: job.outcome,
            recordings: current?.recordingCount,
            sampleRateHz: current?.sampleRateHz,
            labels: labels.map(({ label, recordingCount, seconds }) => ({
              label,
              recordings: recordingCount,
              seconds,
            })),
            problems,
          },
          [
            job.outcome ?? '',
            ...table(
              ['label', 'recordings', 'seconds'],
              labels.map(({ label, recordingCount, seconds }) => [
                label ?? '(none)',
                recordingCount,
                seconds.toFixed(1),
              ]),
            ),
            ...problemLines(problems),
          ],
        )
        unlessAllFailed(job.fileErrors, job.total, 'be read')
      })
    })
}
