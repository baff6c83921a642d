import { KinesisError } from '#lib/kinesis';

// The sentences of AWS's JSON services for requests that are not signed as they should be. Source: recorded against AWS.

export const missingAuthenticationToken = (): KinesisError =>
  new KinesisError('MissingAuthenticationTokenException', 'Missing Authentication Token');

export const incompleteSignature = (message: string): KinesisError =>
  new KinesisError('IncompleteSignatureException', message);

export const invalidSignature = (message: string): KinesisError =>
  new KinesisError('InvalidSignatureException', message);

export const unrecognizedClient = (): KinesisError =>
  new KinesisError('UnrecognizedClientException', 'The security token included in the request is invalid.');

export const signatureMismatch = (): KinesisError =>
  invalidSignature(
    'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key ' +
      'and signing method. Consult the service documentation for details.',
  );
