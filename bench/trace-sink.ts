import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A collector of OpenTelemetry's that takes all spans and keeps none. */
export interface TraceSink extends AsyncDisposable {
  readonly url: string;
  /** How often it was sent spans. */
  readonly exports: () => number;
}

export async function startTraceSink(): Promise<TraceSink> {
  let exports = 0;
  const server = createServer((request, response) => {
    request.resume().once('end', () => {
      exports += 1;
      response.writeHead(200, { 'content-type': 'application/x-protobuf' }).end();
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    exports: () => exports,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
