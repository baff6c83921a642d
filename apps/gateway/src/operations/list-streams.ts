import { invalidArgument, LIMITS, openPageToken, sealPageToken, streamsByName } from '#lib/kinesis';
import type { KinesisApi } from '#lib/wire';
import { describedStream } from '../streams/described-stream.js';
import type { OperationContext } from '../operation-context.js';

const OPERATION = 'ListStreams';

/**
 * Lists the account's streams by name, a page at a time: 100 by default and at most, whatever Limit says.
 *
 * @throws KinesisError InvalidArgumentException, ExpiredNextTokenException.
 */
export function listStreams(
  input: KinesisApi.ListStreamsInput,
  context: OperationContext,
): KinesisApi.ListStreamsOutput {
  const { catalogue, scope, seal, clock } = context;
  const pageSize = Math.min(input.Limit ?? LIMITS.streamsPerList, LIMITS.streamsPerList);
  const behind = nameBefore(input, context);
  const streams = streamsByName(catalogue.account()).filter(
    ({ name }) => behind === undefined || name > behind,
  );
  const page = streams.slice(0, pageSize);
  const hasMore = streams.length > pageSize;
  const next = { behind: page.at(-1)?.name };
  return {
    StreamNames: page.map(({ name }) => name),
    HasMoreStreams: hasMore,
    StreamSummaries: page.map((stream) => describedStream(stream, scope)),
    NextToken: hasMore ? sealPageToken(seal, OPERATION, { next, issuedAtMs: clock.nowMs() }) : undefined,
  };
}

/** The name behind which the page begins; undefined for the first page. */
function nameBefore(
  { ExclusiveStartStreamName, NextToken }: KinesisApi.ListStreamsInput,
  { seal, clock }: OperationContext,
): string | undefined {
  if (NextToken === undefined) return ExclusiveStartStreamName;
  if (ExclusiveStartStreamName !== undefined)
    throw invalidArgument('NextToken and ExclusiveStartStreamName cannot be provided together.');
  const { next } = openPageToken(seal, OPERATION, { token: NextToken, nowMs: clock.nowMs() });
  return next.behind as string;
}
