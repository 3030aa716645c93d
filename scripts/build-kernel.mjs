// Compiles the kernels from AssemblyScript into the TypeScript modules that hold them, once with plain and once with
// relaxed SIMD (fused multiply-add). The samples themselves are to be the same on every machine, so what makes them is
// compiled with plain SIMD only. `--check` writes nothing and fails where a module is not what would come out. Names of
// kernels leave the others alone.
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { main } from 'assemblyscript/asc'
import { root } from './run.mjs'

const kernels = [
  { room: 'audio', kernel: 'resamplerKernel', plainOnly: true },
  { room: 'features', kernel: 'frameKernel' },
  { room: 'mixture', kernel: 'boundsKernel' },
  { room: 'mixture', kernel: 'mixtureKernel' },
  { room: 'mixture', kernel: 'nearestKernel' },
  { room: 'mixture', kernel: 'topKernel' },
]

async function compile(folder, kernel, features) {
  let binary = null
  const { error, stderr } = await main(
    [
      `${kernel}.ts`,
      `--outFile=${kernel}.wasm`,
      '-O3',
      '--converge',
      '--noAssert',
      '--runtime=stub',
      ...features.map((feature) => `--enable=${feature}`),
    ],
    {
      // The compiler takes its own extension only for .ts, which every other tool here would take for TypeScript.
      readFile: (name) => {
        const source = join(folder, name.replace(/\.ts$/, '.as'))
        return name.endsWith('.ts') && existsSync(source) ? readFileSync(source, 'utf8') : null
      },
      writeFile: (name, contents) => {
        if (name.endsWith('.wasm')) binary = contents
      },
      listFiles: () => [],
    },
  )
  if (error || binary === null) throw new Error(`The kernel does not compile:\n${stderr.toString()}`)
  return Buffer.from(binary).toString('base64')
}

const asked = process.argv.slice(2).filter((argument) => !argument.startsWith('--'))
for (const { room, kernel, plainOnly } of kernels.filter(
  ({ kernel }) => asked.length === 0 || asked.includes(kernel),
)) {
  const folder = join(root, 'src', room, 'kernel')
  const target = join(folder, `${kernel}.wasm.ts`)
  let text = `// Made by scripts/build-kernel.mjs from ${kernel}.as.

/** WebAssembly in base64, for every runtime with SIMD. */
export const plainKernel =
  '${await compile(folder, kernel, ['simd'])}'
`
  if (!plainOnly) {
    text += `
/** The same with fused multiply-adds, for runtimes with relaxed SIMD. */
export const relaxedKernel =
  '${await compile(folder, kernel, ['simd', 'relaxed-simd'])}'
`
  }
  if (!process.argv.includes('--check')) {
    writeFileSync(target, text)
  } else if (!existsSync(target) || readFileSync(target, 'utf8') !== text) {
    console.error(`${target} is not what its source compiles to. Run \`node scripts/build-kernel.mjs\`.`)
    process.exitCode = 1
  }
}
