// The analysis of frames in AssemblyScript: scripts/build-kernel.mjs compiles it, kernelAnalyzer.ts calls it, frameLayout.ts
// says where in memory everything lies. Two frames are worked on at a time, each in a lane of its own from the samples to
// the coefficients, so nothing in a frame's numbers depends on which frames are beside it.
import { cepstrum, logBands } from './cepstrum'
import { Plan } from './plan'
import { gather, taper } from './prepare'
import { spectrum } from './spectrum'
import { transform } from './transform'

/** Analyzes the first `count` frames of those in memory. */
export function analyze(address: usize, count: i32): void {
  const plan = changetype<Plan>(address)
  const cepstrumBytes = plan.coefficients << 2
  const bandBytes = plan.bands << 2
  for (let number = 0; number < count; number += 2) {
    // The last of an odd number stands beside itself.
    const neighbor = min(number + 1, count - 1)
    const first = <usize>(plan.samples + load<i32>(plan.starts + (number << 2)))
    const second = <usize>(plan.samples + load<i32>(plan.starts + (neighbor << 2)))
    taper(plan, gather(plan, first, second, number))
    transform(plan)
    spectrum(plan)
    logBands(plan, plan.logBands + number * bandBytes, plan.logBands + neighbor * bandBytes)
    cepstrum(plan, plan.cepstra + number * cepstrumBytes, plan.cepstra + neighbor * cepstrumBytes)
  }
}
