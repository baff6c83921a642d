import type { Server } from '@grpc/grpc-js';
import type { PackageDefinition, ServiceDefinition } from '@grpc/proto-loader';
import { PRODUCER_LOADER, PRODUCER_PACKAGE, PRODUCER_SERVICE, producerProtoPath } from './producer-proto.js';
import { readinessHealth } from './readiness-health.js';
import { WrittenMessage } from './written-message.js';

/** What a transport that loads protos by itself, as Nest's does, needs to serve the Producer. */
export interface ProducerGrpcOptions {
  readonly package: string;
  readonly protoPath: string[];
  readonly loader: typeof PRODUCER_LOADER;
  readonly onLoadPackageDefinition: (definition: PackageDefinition, server: Server) => void;
}

/**
 * The Producer with reflection and grpc.health.v1 beside it. Their package is not named in `package`: the transport would
 * look for their calls among its own.
 *
 * @param isReady whether the process can work now; asked at each check.
 */
export async function producerGrpcOptions(isReady: () => boolean): Promise<ProducerGrpcOptions> {
  const [{ ReflectionService }, health] = await Promise.all([
    import('@grpc/reflection'),
    import('grpc-health-check'),
  ]);
  return {
    package: PRODUCER_PACKAGE,
    protoPath: [producerProtoPath(), health.protoPath],
    loader: PRODUCER_LOADER,
    onLoadPackageDefinition(definition, server) {
      takeWrittenMessages(definition[PRODUCER_SERVICE] as ServiceDefinition);
      new ReflectionService(definition).addToServer(server);
      server.addService(health.service, readinessHealth(isReady));
    },
  };
}

/** The calls may answer by a WrittenMessage. */
function takeWrittenMessages(service: ServiceDefinition): void {
  for (const method of Object.values(service)) {
    const serialize = method.responseSerialize;
    method.responseSerialize = (answer) =>
      answer instanceof WrittenMessage ? answer.bytes : serialize(answer);
  }
}
