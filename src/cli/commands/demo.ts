import { readdir } from 'node:fs/promises'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Command } from 'commander'
import { CepstraError } from '../../cepstraError'
import { withEngine } from '../openEngine'
import { answer, type OutputOptions } from '../output'
import type { Places } from '../places'
import { answerLines, answersJson } from '../answers'
import { allResults } from '../recordings'
import { runJob } from '../runJob'
import { serveProject } from './serve'

interface DemoOptions extends OutputOptions {
  readonly open?: boolean
}

/** Of each voice's sentences, how many are held out to be recognized. */
const heldOutSentences = 3

export function addDemo(program: Command, places: Places): void {
  program
    .command('demo')
    .description('train on the sample voices and recognize their held-out sentences')
    .option('--open', 'go on in the workbench')
    .option('--json', 'answer with one JSON document')
    .action(async (options: DemoOptions) => {
      const folder = await mkdtemp(join(tmpdir(), 'cepstra-demo-'))
      const project = join(folder, 'Sample voices')
      try {
        await runDemo(project, options, places)
        if (options.open) await serveProject(project, { open: true }, places)
      } finally {
        await rm(folder, { recursive: true, force: true })
      }
    })
}

async function runDemo(project: string, options: DemoOptions, places: Places): Promise<void> {
  const { training, heldOut } = await splitSamples(places.samplesFolder)
  await withEngine(places, async (engine) => {
    const { client } = engine
    await client.project.create({ path: project })
    await runJob(engine, { kind: 'import', paths: training, labels: { from: 'folder' }, role: 'training' })
    const trained = await runJob(engine, { kind: 'train', name: 'Sample voices' })
    const bank = await client.banks.get({ id: trained.resultId ?? 0 })
    const labeled = await runJob(engine, { kind: 'label', bankId: bank.id, paths: heldOut })
    const document = answersJson(await allResults(client, labeled.id), bank, true)
    answer(options, { ...document, trained: training.length }, [
      ...answerLines(document),
      `Trained on ${training.length} other sentences of the same ${bank.labels.length} voices.`,
    ])
  })
}

/** The last sentences of each voice are held out: no mixture has heard anybody say them by that voice. */
async function splitSamples(folder: string): Promise<{ training: string[]; heldOut: string[] }> {
  const voices = await readdir(folder, { withFileTypes: true }).catch(() => [])
  const training: string[] = []
  const heldOut: string[] = []
  for (const voice of voices) {
    if (!voice.isDirectory()) continue
    const files = (await readdir(join(folder, voice.name))).filter((name) => /\.(wav|flac)$/.test(name)).sort()
    files.forEach((name, i) => {
      const path = join(folder, voice.name, name)
      if (i < files.length - heldOutSentences) training.push(path)
      else heldOut.push(path)
    })
  }
  if (heldOut.length === 0) {
    throw new CepstraError(
      'FILE_NOT_FOUND',
      `The sample voices are not at ${folder}. Install Cepstra anew, or use recordings of your own.`,
    )
  }
  return { training, heldOut }
}
