import { writeFileSync } from 'node:fs'

/**
 * A vitest reporter that writes what `npm test` counts: passed and failed tests, and every skipped one with its reason.
 * A file that could not be loaded and an error outside of any test count as a failure each.
 */
export default class CountingReporter {
  onTestRunEnd(modules, unhandledErrors) {
    const counts = { passed: 0, failed: unhandledErrors.length, skipped: [] }
    for (const module of modules) {
      counts.failed += module.errors().length
      for (const suite of module.children.allSuites()) counts.failed += suite.errors().length
      for (const test of module.children.allTests()) {
        const { state, note } = test.result()
        if (state === 'passed') counts.passed += 1
        else if (state === 'failed') counts.failed += 1
        else counts.skipped.push({ file: module.relativeModuleId, name: test.fullName, reason: note ?? null })
      }
    }
    const path = process.env.CEPSTRA_TEST_COUNTS
    if (path) writeFileSync(path, JSON.stringify(counts))
  }
}
