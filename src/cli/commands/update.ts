import type { Command } from 'commander'
import { namedBank, newestBank } from '../namedBank'
import { withProject } from '../openEngine'
import { answer, table, type OutputOptions } from '../output'
import type { Places } from '../places'
import { runJob } from '../runJob'

interface UpdateOptions extends OutputOptions {
  readonly name?: string
  readonly dryRun?: boolean
}

export function addUpdate(program: Command, places: Places): void {
  program
    .command('update')
    .description('make the next version of a bank: only labels whose recordings changed are fitted again')
    .argument('<project>', 'the project folder')
    .argument('[bank]', 'the bank: its number or its name (default: the newest)')
    .option('--name <name>', 'what to call the new version (default: as the bank is called)')
    .option('--dry-run', 'only tell which labels would be fitted again, as far as features are extracted')
    .option('--json', 'answer with one JSON document')
    .action(async (project: string, model: string | undefined, options: UpdateOptions) => {
      await withProject(places, project, async (engine) => {
        const { client } = engine
        const { id: before } = model === undefined ? await newestBank(client) : await namedBank(client, model)
        if (options.dryRun) {
          const { labels, upToDate } = await client.banks.changes({ id: before })
          const changed = labels.filter(({ change }) => change !== 'same')
          const lines = table(
            ['label', 'change', 'why'],
            changed.map(({ label, change, reason }) => [label, change, reason]),
          )
          answer(options, { bank: before, upToDate, labels }, upToDate ? ['Nothing changed.'] : lines)
          return
        }
        const { name } = options
        const job = await runJob(engine, { kind: 'update', bankId: before, ...(name === undefined ? {} : { name }) })
        const bank = await client.banks.get({ id: job.resultId ?? before })
        const { labels } = await client.banks.compare({ first: before, second: bank.id })
        const of = (...kinds: string[]): string[] =>
          labels.filter(({ change }) => kinds.includes(change)).map(({ label }) => label)
        answer(
          options,
          {
            bank: bank.id,
            name: bank.name,
            version: bank.version,
            parent: bank.parentId,
            changed: bank.id !== before,
            fitted: of('refitted', 'added'),
            removed: of('removed'),
            takenOver: of('same'),
            outcome: job.outcome,
            unknownRule: bank.unknownRule,
          },
          [job.outcome ?? '', ...(bank.id === before ? [] : [`Unknown: ${bank.unknownRule}`])],
        )
      })
    })
}
