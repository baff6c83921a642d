import type { sendUnaryData, ServerUnaryCall, ServerWritableStream } from '@grpc/grpc-js';
import { GrpcStatus } from './grpc-status.js';
import { PRODUCER_SERVICE } from './producer-proto.js';

interface HealthRequest {
  readonly service: string;
}

interface HealthAnswer {
  readonly status: 'SERVING' | 'NOT_SERVING' | 'SERVICE_UNKNOWN';
}

interface HealthList {
  readonly statuses: Readonly<Record<string, HealthAnswer>>;
}

/** What can be asked about: the server as a whole, and its service. */
const KNOWN_SERVICES: readonly string[] = ['', PRODUCER_SERVICE];
/** How soon one who watches learns of a change. */
const WATCH_INTERVAL_MS = 1000;

/**
 * The calls of grpc.health.v1: SERVING while the process is ready. Readiness is asked at each check, and once a second
 * for each watcher; nothing is kept.
 */
export function readinessHealth(isReady: () => boolean) {
  const present = (): HealthAnswer => ({ status: isReady() ? 'SERVING' : 'NOT_SERVING' });
  return {
    check({ request }: ServerUnaryCall<HealthRequest, HealthAnswer>, answer: sendUnaryData<HealthAnswer>) {
      if (KNOWN_SERVICES.includes(request.service)) return answer(null, present());
      answer({ code: GrpcStatus.NOT_FOUND, details: `There is no service ${request.service}.` });
    },
    list(_call: ServerUnaryCall<unknown, HealthList>, answer: sendUnaryData<HealthList>) {
      answer(null, { statuses: Object.fromEntries(KNOWN_SERVICES.map((name) => [name, present()])) });
    },
    watch(call: ServerWritableStream<HealthRequest, HealthAnswer>) {
      if (!KNOWN_SERVICES.includes(call.request.service)) {
        call.write({ status: 'SERVICE_UNKNOWN' });
        return;
      }
      let { status } = present();
      call.write({ status });
      const watching = setInterval(() => {
        if (status === present().status) return;
        status = present().status;
        call.write({ status });
      }, WATCH_INTERVAL_MS);
      call.on('cancelled', () => clearInterval(watching));
    },
  };
}
