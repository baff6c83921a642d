import { finished, type Writable } from 'node:stream';

/** How long a client may take to read the last bytes of a stream. */
const LAST_BYTES_MS = 5_000;

/** Cuts the connection of a client that does not read a stream to its end within a while. */
export function endInTime(response: Writable, ending: Promise<void>): void {
  void ending.then(() => {
    const timer = setTimeout(() => response.destroy(), LAST_BYTES_MS);
    finished(response, () => clearTimeout(timer));
  });
}
