import { KinesisError } from '#lib/kinesis';

/**
 * Ends a request that only asked whether it would succeed; called where everything has been checked and nothing done.
 *
 * @throws KinesisError DryRunOperationException.
 */
export function endDryRun({ DryRun }: { readonly DryRun?: boolean | undefined }): void {
  if (DryRun !== true) return;
  throw new KinesisError(
    'DryRunOperationException',
    'Request would have succeeded, but the DryRun parameter was specified.',
  );
}
