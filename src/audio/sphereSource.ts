import { CepstraError } from '../cepstraError'
import type { AudioFile } from './audioFile'
import { plausibleShape, type AudioSource } from './audioSource'
import { bytesPerSample, type PcmEncoding } from './pcmEncoding'
import { pcmSource } from './pcmSource'

const longestHeader = 1 << 20

/**
 * NIST SPHERE (.sph, .nist), the format of TIMIT, WSJ and Switchboard: a header of text, then PCM of either byte
 * order, mu-law or A-law. What `shorten` compressed is refused with AUDIO_UNKNOWN_FORMAT, since nothing but NIST's own
 * tools reads its variants.
 */
export async function sphereSource(file: AudioFile): Promise<AudioSource> {
  // "NIST_1A", a line with the size of the header, then a line a field: name, type, value.
  const sizeLine = (await file.read(8, 8)).toString('latin1').trim()
  const dataStart = /^\d+$/.test(sizeLine) ? Number(sizeLine) : 0
  if (dataStart < 16 || dataStart > longestHeader) {
    throw damaged(file, `it gives its size as "${sizeLine}"`)
  }
  const fields = readFields((await file.read(16, dataStart - 16)).toString('latin1'))
  const channelCount = Number(fields.get('channel_count') ?? 1)
  const sampleRateHz = Number(fields.get('sample_rate'))
  const width = Number(fields.get('sample_n_bytes'))
  const byteFormat = fields.get('sample_byte_format') ?? ''
  const coding = fields.get('sample_coding') ?? 'pcm'
  if (/shorten|wavpack|shortpack/.test(coding + byteFormat)) {
    throw new CepstraError(
      'AUDIO_UNKNOWN_FORMAT',
      `${file.name} is a SPHERE file compressed as "${coding}". Uncompress it with NIST's ` +
        '"w_decode -o pcm IN OUT" or with "sph2pipe -f wav IN OUT", then import the result.',
    )
  }
  if (!plausibleShape(sampleRateHz, channelCount)) {
    throw damaged(file, `it says ${channelCount} channels at ${sampleRateHz} Hz`)
  }
  const encoding = encodingOf(coding, width)
  if (!encoding) throw damaged(file, `it says "${coding}" in ${width} bytes, which is no known way to write samples`)
  if (bytesPerSample(encoding) > 1 && byteFormat !== '01' && byteFormat !== '10') {
    throw damaged(file, `it does not tell the order of bytes (sample_byte_format is "${byteFormat}")`)
  }
  const frameCount = Number(fields.get('sample_count') ?? Infinity)
  const dataBytes = frameCount > 0 ? frameCount * bytesPerSample(encoding) * channelCount : Infinity
  if (file.size <= dataStart) {
    throw new CepstraError('AUDIO_EMPTY', `${file.name} is a SPHERE header without sound. Record or copy it again.`)
  }
  return pcmSource(file, {
    format: 'sphere',
    encoding,
    bigEndian: byteFormat === '10',
    sampleRateHz,
    channelCount,
    dataStart,
    dataBytes,
  })
}

function readFields(text: string): ReadonlyMap<string, string> {
  const fields = new Map<string, string>()
  for (const line of text.split('\n')) {
    if (line.trim() === 'end_head') break
    const [, key, value] = /^(\S+)\s+-\S+\s+(.*?)\s*$/.exec(line) ?? []
    if (key) fields.set(key, value)
  }
  return fields
}

function encodingOf(coding: string, width: number): PcmEncoding | null {
  if (/^(ulaw|mu-law|mulaw)$/.test(coding)) return width === 1 ? 'ulaw' : null
  if (coding === 'alaw') return width === 1 ? 'alaw' : null
  if (coding !== 'pcm') return null
  return ([null, 's8', 's16', 's24', 's32'] as const)[width] ?? null
}

function damaged(file: AudioFile, why: string): CepstraError {
  return new CepstraError(
    'AUDIO_DAMAGED',
    `${file.name} has a damaged SPHERE header: ${why}. Copy or export it again, or convert it with sph2pipe.`,
  )
}
