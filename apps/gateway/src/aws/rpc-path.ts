/** Where Smithy's RPC v2 protocol names the operation. Source: Smithy RPC v2 CBOR protocol, smithy.io. */
export const RPC_PATH = '/service/:service/operation/:operation';

/** What `X-Amz-Target` would say; undefined where the request is not one of that path. */
export function rpcPathTarget(params: unknown): string | undefined {
  const { service, operation } = params as { readonly service?: string; readonly operation?: string };
  return service === undefined ? undefined : `${service}.${operation}`;
}

/** A client looks for it in the answer. */
export const RPC_PROTOCOL = { 'smithy-protocol': 'rpc-v2-cbor' } as const;
