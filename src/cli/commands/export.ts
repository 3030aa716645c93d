import { resolve } from 'node:path'
import { Option, type Command } from 'commander'
import { namedBank } from '../namedBank'
import { withProject } from '../openEngine'
import { answer, type OutputOptions } from '../output'
import type { Places } from '../places'

interface ExportOptions extends OutputOptions {
  readonly format: 'json' | 'npz'
  readonly out: string
}

export function addExport(program: Command, places: Places): void {
  program
    .command('export')
    .description('write a bank in a format that other programs read')
    .argument('<project>', 'the project folder')
    .argument('<model>', 'the bank: its number or its name')
    .addOption(
      new Option('--format <format>', 'json (whole bank, documented) or npz (for scikit-learn)')
        .choices(['json', 'npz'])
        .makeOptionMandatory(),
    )
    .requiredOption('--out <file>', 'the file to write')
    .option('--json', 'answer with one JSON document')
    .action(async (project: string, model: string, options: ExportOptions) => {
      await withProject(places, project, async ({ client }) => {
        const bank = await namedBank(client, model)
        const written = await client.banks.exportTo({ id: bank.id, format: options.format, path: resolve(options.out) })
        answer(options, { bank: bank.id, name: bank.name, format: options.format, ...written }, [
          `Wrote ${bank.name} to ${written.path} (${written.bytes} bytes).`,
        ])
      })
    })
}
