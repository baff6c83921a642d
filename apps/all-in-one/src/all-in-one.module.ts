import { Module, type DynamicModule } from '@nestjs/common';

export interface AllInOneOptions {
  /** The Redis of the record path: a URL, or the path of a Unix socket. */
  readonly redisAddress: string;
}

/** The modules of every app, composed into one process. */
@Module({})
export class AllInOneModule {
  static with(_options: AllInOneOptions): DynamicModule {
    return { module: AllInOneModule, imports: [] };
  }
}
