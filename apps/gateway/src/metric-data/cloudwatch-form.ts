import { cborCodec } from '#lib/wire';
import type { AwsAnswer } from '../aws/aws-answer.js';
import { xmlText } from '../aws/xml-text.js';
import { queryParameters } from './query-parameters.js';
import { MetricDataError, type MetricDataErrorCode } from './put-metric-data.js';

/** One of the three ways in which clients of CloudWatch write requests and read answers. */
export interface CloudWatchForm {
  /** The members of a request. @throws MetricDataError SerializationError. */
  readonly read: (body: Buffer) => unknown;
  readonly success: (requestId: string) => AwsAnswer;
  readonly failure: (failure: CloudWatchFailure) => AwsAnswer;
}

export interface CloudWatchFailure {
  readonly code: string;
  readonly status: number;
  readonly message: string;
  readonly requestId: string;
}

const XML_NAMESPACE = 'http://monitoring.amazonaws.com/doc/2010-08-01/';
const XML_TYPE = 'text/xml';

/** The AWS Query protocol: what SDKs before 2025 speak, and with them the KPL and the KCL. Answers are XML. */
export const QUERY_FORM: CloudWatchForm = {
  read: (body) => queryParameters(body.toString('utf8')),
  success: (requestId) => ({
    status: 200,
    contentType: XML_TYPE,
    body:
      `<PutMetricDataResponse xmlns="${XML_NAMESPACE}"><ResponseMetadata><RequestId>${requestId}</RequestId>` +
      '</ResponseMetadata></PutMetricDataResponse>',
  }),
  failure: ({ code, status, message, requestId }) => ({
    status,
    contentType: XML_TYPE,
    body:
      `<ErrorResponse xmlns="${XML_NAMESPACE}"><Error><Type>${status < 500 ? 'Sender' : 'Receiver'}</Type>` +
      `<Code>${code}</Code><Message>${xmlText(message)}</Message></Error><RequestId>${requestId}</RequestId></ErrorResponse>`,
  }),
};

/** AWS JSON 1.0. */
export const JSON_FORM: CloudWatchForm = {
  read: readJson,
  success: () => ({ status: 200, contentType: JSON_TYPE, body: '' }),
  failure: ({ code, status, message }) => ({
    status,
    contentType: JSON_TYPE,
    body: JSON.stringify({ __type: errorTypeOf(code), message }),
    errorType: shapeOf(code),
  }),
};

const JSON_TYPE = 'application/x-amz-json-1.0';

/** Smithy's RPC v2 in CBOR. */
export const CBOR_FORM: CloudWatchForm = {
  read: readCbor,
  success: () => ({ status: 200, contentType: CBOR_TYPE, body: EMPTY_MAP }),
  failure: ({ code, status, message }) => ({
    status,
    contentType: CBOR_TYPE,
    body: cborCodec.writeError({ code: errorTypeOf(code), message }),
  }),
};

const CBOR_TYPE = 'application/cbor';
const EMPTY_MAP = Buffer.from([0xa0]);

function readJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch (cause) {
    throw new MetricDataError(
      'SerializationError',
      `The request body is not JSON: ${(cause as Error).message}`,
    );
  }
}

function readCbor(body: Buffer): unknown {
  try {
    return cborCodec.read(body).structure;
  } catch (cause) {
    throw new MetricDataError('SerializationError', (cause as Error).message);
  }
}

/** Clients of the Query protocol know errors by a code, the others by the name of their shape. */
const SHAPES: Readonly<Partial<Record<MetricDataErrorCode | 'InternalServiceError', string>>> = {
  InvalidParameterCombination: 'InvalidParameterCombinationException',
  InvalidParameterValue: 'InvalidParameterValueException',
  MissingParameter: 'MissingRequiredParameterException',
  SerializationError: 'SerializationException',
  InternalServiceError: 'InternalServiceFault',
};

const shapeOf = (code: string): string => (SHAPES as Readonly<Record<string, string>>)[code] ?? code;

const errorTypeOf = (code: string): string => `com.amazonaws.cloudwatch#${shapeOf(code)}`;
