import { Module, type DynamicModule, type INestApplication } from '@nestjs/common';
import { ServerGrpc } from '@nestjs/microservices';
import { Health, StartError, whyNotListening } from '#lib/bootstrap';
import {
  bindGrpcServer,
  closeGrpcServer,
  producerGrpcOptions,
  type BoundGrpcServer,
  type GrpcAddress,
  type ProducerGrpcOptions,
} from '#lib/wire';
import { ACCESS, type Access } from '../access/access.js';
import { GrpcCallers } from './grpc-callers.js';
import { ProducerController } from './producer.controller.js';

/** How long calls may take to end once nobody serves them any more. */
const DRAIN_MS = 500;

/** The gRPC door. It is a second transport of the application, so it opens when that is made: `listen`. */
@Module({})
export class ProducerModule {
  /** @param gateway the module that exports OPERATION_CONTEXT and ACCESS. */
  static with({ gateway }: { readonly gateway: DynamicModule }): DynamicModule {
    const callers = {
      provide: GrpcCallers,
      inject: [ACCESS],
      useFactory: (access: Access) => new GrpcCallers(access),
    };
    return {
      module: ProducerModule,
      imports: [gateway],
      controllers: [ProducerController],
      providers: [callers],
    };
  }

  /**
   * Opens the door of an application that has this module. It closes when the application does.
   *
   * @returns the port that was really taken.
   * @throws StartError where the address cannot be listened on.
   */
  static async listen(nest: INestApplication, address: GrpcAddress): Promise<number> {
    nest.get(GrpcCallers).isSecure = address.tls !== undefined;
    const health = nest.get(Health);
    const options = await producerGrpcOptions(() => health.readiness().ready);
    const transport = new ProducerTransport(options, address);
    nest.connectMicroservice({ strategy: transport });
    await nest.startAllMicroservices();
    return transport.port;
  }
}

/** Nest's transport, but that it says which port it took, and is closed within a limit. */
class ProducerTransport extends ServerGrpc {
  private bound: BoundGrpcServer | undefined;

  constructor(
    options: ProducerGrpcOptions,
    private readonly address: GrpcAddress,
  ) {
    super(options);
  }

  get port(): number {
    return this.bound?.port ?? this.address.port;
  }

  override async createClient(): Promise<unknown> {
    try {
      this.bound = await bindGrpcServer(this.address);
    } catch (error) {
      const reason = whyNotListening(error, this.address);
      throw new StartError(`${reason} Set SHARDWELL_GRPC_PORT or SHARDWELL_HOST.`, { cause: error });
    }
    return this.bound.server;
  }

  override async close(): Promise<void> {
    if (this.bound) await closeGrpcServer(this.bound.server, DRAIN_MS);
  }
}
