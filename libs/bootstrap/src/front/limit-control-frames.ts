import http2 from 'node:http2';

/** PING and SETTINGS that a client may send at once; the KCL sends one PING a minute. */
const BURST = 100;
/** And per second in the long run. */
const PER_SECOND = 10;

/**
 * Ends a session whose client sends more PING and SETTINGS than any client needs: each is answered, and costs the client
 * nothing (CVE-2019-9512, CVE-2019-9515). Other floods have bounds in Node: resets, CONTINUATION, PRIORITY, unknown frames,
 * and answers that nobody reads.
 */
export function limitControlFrames(session: http2.Http2Session): void {
  let left = BURST;
  let countedMs = performance.now();
  const count = (): void => {
    const nowMs = performance.now();
    left = Math.min(BURST, left + ((nowMs - countedMs) * PER_SECOND) / 1000) - 1;
    countedMs = nowMs;
    if (left >= 0 || session.destroyed) return;
    session.goaway(http2.constants.NGHTTP2_ENHANCE_YOUR_CALM);
    session.destroy();
  };
  session.on('ping', count).on('remoteSettings', count);
}
