import { describe, expect, it } from '@jest/globals';
import { failureAnswer } from './aws-answer.js';
import { answerCodecOf, namedRequest, type AwsRequest } from './aws-request.js';

const GOOD = {
  method: 'POST',
  contentType: 'application/x-amz-json-1.1',
  target: 'Kinesis_20131202.ListStreams',
  isRpc: false,
  body: Buffer.from('{}'),
};

function refusalOf(request: Partial<AwsRequest>) {
  const aws = { ...GOOD, ...request };
  try {
    namedRequest(aws);
  } catch (error) {
    return failureAnswer(error, answerCodecOf(aws));
  }
  throw new Error('the request was read');
}

describe('a request', () => {
  it.each([
    ['as SDKs send it', {}],
    [
      'with a parameter behind the content type',
      { contentType: 'application/x-amz-json-1.1; charset=utf-8' },
    ],
    ['with capitals in the content type', { contentType: 'Application/X-AMZ-JSON-1.1' }],
    ['in CBOR', { contentType: 'application/x-amz-cbor-1.1', body: Buffer.from('bfff', 'hex') }],
  ])('names its operation: %s', (_, request) => {
    expect(namedRequest({ ...GOOD, ...request }).operation).toBe('ListStreams');
  });

  it('may be named by the path, in CBOR of Smithy', () => {
    const rpc = { isRpc: true, contentType: 'application/cbor', body: Buffer.from('a0', 'hex') };
    expect(namedRequest({ ...GOOD, ...rpc }).operation).toBe('ListStreams');
  });

  const bad = { contentType: 'text/plain', target: undefined, body: Buffer.from('hello') };
  it.each<readonly [string, Partial<AwsRequest>, number, string]>([
    ['its method before all', { ...bad, method: 'GET' }, 403, 'AccessDeniedException'],
    [
      'an empty body, where the target names nothing',
      { ...bad, body: Buffer.alloc(0) },
      400,
      'UnknownOperationException',
    ],
    [
      'an empty body, where the target names an operation',
      { contentType: 'text/plain', body: undefined },
      400,
      'SerializationException',
    ],
    ['its content type, without a target', bad, 403, 'AccessDeniedException'],
    ['its content type, with a target', { ...bad, target: GOOD.target }, 404, 'UnknownOperationException'],
    [
      'its body before its target',
      { target: undefined, body: Buffer.from('hello') },
      400,
      'SerializationException',
    ],
    [
      'its body before its target, in CBOR too',
      { contentType: 'application/x-amz-cbor-1.1', target: undefined, body: Buffer.from('{}') },
      400,
      'SerializationException',
    ],
    [
      "AWS's CBOR where the path names the operation",
      { isRpc: true, contentType: 'application/x-amz-cbor-1.1', body: Buffer.from('a0', 'hex') },
      404,
      'UnknownOperationException',
    ],
    [
      "Smithy's CBOR where the target does",
      { contentType: 'application/cbor' },
      404,
      'UnknownOperationException',
    ],
    ['a body that is a list', { body: Buffer.from('[]') }, 400, 'SerializationException'],
    ['a body that is null', { body: Buffer.from('null') }, 400, 'SerializationException'],
    ['no target', { target: undefined }, 400, 'UnknownOperationException'],
    [
      'the target of another service',
      { target: 'DynamoDB_20120810.ListStreams' },
      400,
      'UnknownOperationException',
    ],
    [
      'a target that every object has',
      { target: 'Kinesis_20131202.toString' },
      400,
      'UnknownOperationException',
    ],
    ['a target without a dot', { target: 'ListStreams' }, 400, 'UnknownOperationException'],
    ['a target with too much behind it', { target: `${GOOD.target}.More` }, 400, 'UnknownOperationException'],
  ])('is refused for %s', (_, request, status, code) => {
    expect(refusalOf(request)).toMatchObject({ status, errorType: code });
  });
});

describe('a refusal', () => {
  it('is XML where no codec was agreed on', () => {
    expect(refusalOf({ contentType: '<&>' })).toMatchObject({
      contentType: 'application/xml',
      body:
        '<UnknownOperationException>\n' +
        "  <Message>Content-Type '&lt;&amp;&gt;' is not one of " +
        'application/x-amz-json-1.1, application/x-amz-cbor-1.1</Message>\n' +
        '</UnknownOperationException>\n',
    });
  });

  it('is JSON where it was, with a capital letter in one of the errors', () => {
    const { contentType, body } = refusalOf({ body: Buffer.from('[]') });
    expect([contentType, body]).toEqual([
      'application/x-amz-json-1.1',
      '{"__type":"SerializationException","Message":"Start of list found where not expected"}',
    ]);
  });

  it('is CBOR where the request was', () => {
    const { contentType, body } = refusalOf({
      contentType: 'application/x-amz-cbor-1.1',
      body: Buffer.from('80', 'hex'),
    });
    expect(contentType).toBe('application/x-amz-cbor-1.1');
    expect((body as Buffer).toString('latin1')).toBe(
      '\xa2\x66__type\x76SerializationException\x67Message\x78\x26Start of list found where not expected',
    );
  });

  it.each([
    ['nothing', undefined, 'application/x-amz-cbor-1.1'],
    ['another content type', 'text/plain', 'application/x-amz-cbor-1.1'],
    ['CBOR', 'application/x-amz-cbor-1.1', 'application/x-amz-cbor-1.1'],
    ['JSON', 'application/x-amz-json-1.1', 'application/x-amz-json-1.1'],
  ])('of no body is CBOR unless the request says JSON: %s', (_, contentType, expected) => {
    expect(refusalOf({ contentType, body: undefined })).toMatchObject({
      contentType: expected,
      errorType: 'SerializationException',
    });
  });

  it('says nothing about an error that nobody foresaw', () => {
    expect(failureAnswer(new TypeError('a secret'))).toEqual({
      status: 500,
      contentType: 'application/x-amz-json-1.1',
      body: '{"__type":"InternalFailure","message":"Internal Service Failure"}',
      errorType: 'InternalFailure',
    });
  });
});
