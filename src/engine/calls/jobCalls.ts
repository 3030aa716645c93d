import { calls } from './base'

export const jobCalls = {
  start: calls.jobs.start.handler(({ input, context }) => ({
    jobId: context.session.required().jobs.start(input.request),
  })),
  list: calls.jobs.list.handler(({ context }) => context.session.required().jobs.list()),
  get: calls.jobs.get.handler(({ input, context }) => context.session.required().jobs.get(input.id)),
  cancel: calls.jobs.cancel.handler(({ input, context }) => {
    context.session.required().jobs.cancel(input.id)
    return {}
  }),
  fitHistory: calls.jobs.fitHistory.handler(({ input, context }) =>
    context.session.required().jobs.fitHistory(input.id),
  ),
  clear: calls.jobs.clear.handler(({ context }) => {
    context.session.required().jobs.clearEnded()
    return {}
  }),
}
