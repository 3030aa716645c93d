import { decoder as adpcmDecoder } from '@audio/decode-wav'
import { CepstraError } from '../cepstraError'
import type { AudioFile } from './audioFile'
import type { AudioSource, ChannelBlock } from './audioSource'
import type { WaveFormat } from './waveFormat'

export const msAdpcm = 0x02
export const imaAdpcm = 0x11

/** Microsoft's and IMA's ADPCM through @audio/decode-wav. Each block begins anew, so any of them can be the first. */
export function adpcmSource(file: AudioFile, format: WaveFormat, dataStart: number, dataBytes: number): AudioSource {
  const { channelCount, sampleRateHz, blockAlign, bytes } = format
  const isMicrosoft = format.tag === msAdpcm
  const declared = bytes.length >= 20 ? bytes.readUInt16LE(18) : 0
  const nibbles = (blockAlign * 2) / channelCount
  if (declared > nibbles || blockAlign < 8 * channelCount || (isMicrosoft && channelCount > 2)) {
    throw new CepstraError(
      'AUDIO_DAMAGED',
      `${file.name} has a damaged ADPCM header: ${declared} samples in blocks of ${blockAlign} bytes. ` +
        'Copy or export it again.',
    )
  }
  // What the decoder assumes where the header does not say: the block is full. IMA's has 4 bytes of header a channel
  // and one sample in it, Microsoft's 7 and two.
  const samplesPerBlock = declared || (isMicrosoft ? Math.floor(nibbles) - 12 : Math.floor(nibbles) - 7)
  const blockCount = Math.floor(dataBytes / blockAlign)
  const decoder = adpcmDecoder()
  let firstBlock = 0

  async function* blocks(): AsyncGenerator<ChannelBlock> {
    // The decoder sees only the chunks it needs, since it keeps all bytes before the sound in memory.
    const header = Buffer.alloc(20 + bytes.length + 8)
    header.write('RIFF....WAVEfmt ', 'latin1')
    header.writeUInt32LE(bytes.length, 16)
    bytes.copy(header, 20)
    header.write('data', 20 + bytes.length, 'latin1')
    header.writeUInt32LE(0xffff_ffff, 24 + bytes.length)
    decoder.decode(header)
    const step = Math.max(1, Math.floor(65_536 / blockAlign)) * blockAlign
    const end = dataStart + blockCount * blockAlign
    for (let at = dataStart + firstBlock * blockAlign; at < end; at += step) {
      const { channelData } = decoder.decode(await file.read(at, Math.min(step, end - at)))
      if (channelData.length > 0) yield channelData
    }
  }

  return {
    format: 'wav',
    codec: isMicrosoft ? 'Microsoft ADPCM' : 'IMA ADPCM',
    bits: 4,
    sampleRateHz,
    channelCount,
    durationSeconds: (blockCount * samplesPerBlock) / sampleRateHz,
    warnings: [],
    async seek(sample) {
      firstBlock = Math.min(blockCount, Math.floor(sample / samplesPerBlock))
      return firstBlock * samplesPerBlock
    },
    blocks,
    async close() {
      decoder.free()
    },
  }
}
