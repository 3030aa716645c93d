// Draws icon.svg at the sizes that the installers want, with a Chromium: `node resources/icons/draw.mjs`.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { chromium } from 'playwright'
import { obtainChromium } from '../../scripts/chromium.mjs'

const folder = import.meta.dirname
const picture = readFileSync(join(folder, 'icon.svg'), 'utf8')
const { path, reason } = await obtainChromium()
if (!path) throw new Error(`The icons cannot be drawn: ${reason}.`)
const browser = await chromium.launch({ executablePath: path, args: ['--no-sandbox', '--disable-gpu'] })
const page = await browser.newPage()

async function draw(size) {
  await page.setViewportSize({ width: size, height: size })
  await page.setContent(`<style>body { margin: 0 } svg { display: block; width: ${size}px }</style>${picture}`)
  return page.screenshot({ omitBackground: true })
}

for (const size of [1024, 512, 256, 128, 64, 48, 32, 16]) {
  writeFileSync(join(folder, `${size}x${size}.png`), await draw(size))
}

// An .ico is a directory of pictures: 6 bytes that count them, 16 bytes for each, then the PNG files themselves.
const sizes = [256, 128, 64, 48, 32, 16]
const pictures = await Promise.all(sizes.map((size) => readFileSync(join(folder, `${size}x${size}.png`))))
const head = Buffer.alloc(6 + 16 * sizes.length)
head.writeUInt16LE(1, 2)
head.writeUInt16LE(sizes.length, 4)
let offset = head.length
for (const [index, size] of sizes.entries()) {
  const at = 6 + 16 * index
  head.writeUInt8(size % 256, at)
  head.writeUInt8(size % 256, at + 1)
  head.writeUInt16LE(1, at + 4)
  head.writeUInt16LE(32, at + 6)
  head.writeUInt32LE(pictures[index].length, at + 8)
  head.writeUInt32LE(offset, at + 12)
  offset += pictures[index].length
}
writeFileSync(join(folder, 'icon.ico'), Buffer.concat([head, ...pictures]))
await browser.close()
