import { CepstraError } from '../../cepstraError'
import { findAudioFiles } from '../../project/findAudioFiles'
import { labeler } from '../../project/labelRule'
import { counted } from '../counted'
import { inParallel } from '../inParallel'
import type { JobWork } from './jobContext'
import { settleSampleRate } from './settleSampleRate'
import { takeIn } from './takeIn'

/** Takes files and folders into the project: reads each once, measures it, labels it. */
export const importRecordings: JobWork<'import'> = async (request, context) => {
  const labelOf = labeler(request.labels)
  const { files, skipped } = await findAudioFiles(request.paths)
  if (files.length === 0) {
    const example = skipped[0] ? ` (${skipped[0].path}: ${skipped[0].reason})` : ''
    throw new CepstraError(
      'NOTHING_TO_DO',
      `No audio files were found in ${request.paths.join(', ')}${example}. Choose a folder that holds recordings.`,
    )
  }
  context.title(`Import ${counted(files.length, 'recording')}`)
  context.count(files.length, 'recordings')
  let unlabeled = 0
  let unreadable = 0
  let toldAt = 0
  await inParallel(files, { limit: context.pool.threadCount * 2, signal: context.signal }, async (file) => {
    const recording = await takeIn(file, request.role, labelOf, context)
    if (recording.label === null) unlabeled++
    if (recording.flags.includes('unreadable')) {
      unreadable++
      context.fileError()
    }
    context.advance()
    if (Date.now() - toldAt > 500) {
      toldAt = Date.now()
      context.changed('recordings')
    }
  })
  settleSampleRate(context.project)
  context.changed('recordings')
  context.changed('project')
  const parts = [`${counted(files.length, 'recording')} imported`]
  if (unreadable > 0) parts.push(`${unreadable} of them cannot be read`)
  if (unlabeled > 0 && request.role === 'training')
    parts.push(`${unlabeled} ${unlabeled === 1 ? 'has' : 'have'} no label yet`)
  if (skipped.length > 0) parts.push(`${counted(skipped.length, 'other file')} skipped`)
  return { outcome: `${parts.join('; ')}.` }
}
