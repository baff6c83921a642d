import { findPackageJSON } from 'node:module';
import { dirname, join } from 'node:path';

/** The proto package and the service that proto/producer.proto describes. */
export const PRODUCER_PACKAGE = 'shardwell.producer.v1';
export const PRODUCER_SERVICE = `${PRODUCER_PACKAGE}.Producer`;

/** How messages are read: absent members have their defaults, except for `optional` ones. */
export const PRODUCER_LOADER = { defaults: true } as const;

/** Where proto/producer.proto lies, for the sources and for what is built from them. */
export function producerProtoPath(): string {
  const packageFile = findPackageJSON(import.meta.url);
  if (packageFile === undefined) throw new Error(`${import.meta.url} belongs to no package`);
  return join(dirname(packageFile), 'proto', 'producer.proto');
}
