import type { ServerResponse } from 'node:http';
import type { Http2ServerResponse } from 'node:http2';
import { finished } from 'node:stream';

/** Something that goes on until somebody ends it. */
interface Endless {
  /** Resolves when it is about to end. */
  readonly ending: Promise<void>;
  close(): void;
}

/** How long a client may take to read the last bytes of a stream. */
const LAST_BYTES_MS = 5_000;

/**
 * Ties a stream to the answer that it goes to: it is closed when the answer is over, however that came, also where that
 * was before; and the connection is cut where the client does not read the end of it within a while.
 */
export function tieToResponse(response: ServerResponse, stream: Endless): void {
  if (isGone(response)) return stream.close();
  let isOver = false;
  let timer: NodeJS.Timeout | undefined;
  finished(response, () => {
    isOver = true;
    clearTimeout(timer);
    stream.close();
  });
  void stream.ending.then(() => {
    if (!isOver) timer = setTimeout(() => response.destroy(), LAST_BYTES_MS);
  });
}

/** Over HTTP/2 an answer does not say of itself that its client has given up on it, and `finished` would never tell. */
function isGone(response: ServerResponse | Http2ServerResponse): boolean {
  return 'stream' in response ? response.stream.destroyed : response.destroyed;
}
