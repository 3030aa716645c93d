// npm runs this at the end of `npm ci`, and before it packs. An install without the development dependencies has
// nothing to build with, and gets a program that was built before.
import { build, canBuild, isFresh } from './build.mjs'

if (canBuild() && !isFresh()) {
  const failure = await build()
  if (failure) {
    console.error('The build failed:')
    console.error(failure)
    process.exitCode = 1
  }
}
