/** What happens to a consumer that its operator should know. */
export type ConsumerEvent =
  | { readonly type: 'new-incarnation'; readonly stream: string; readonly streamId: string }
  /** Something failed: the door is closed, the stream does not exist, or the fold threw. It tries again by itself. */
  | { readonly type: 'went-back'; readonly stream: string; readonly cause: Error; readonly pauseMs: number };

/** The event's log line. */
export function logLineOf(event: ConsumerEvent): string {
  switch (event.type) {
    case 'new-incarnation':
      return `stream ${event.stream} was made anew (${event.streamId}): its consumer begins anew`;
    case 'went-back':
      return `consumer of ${event.stream} tries again from its last commit in ${event.pauseMs} ms: ${event.cause.message}`;
  }
}
