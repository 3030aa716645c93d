import { config } from 'zod'

// Zod compiles its checks with `new Function` where it may. The page's content security policy refuses that, and the
// refusal would be logged as an error on every start, so Zod is told before the first schema is made.
config({ jitless: true })
