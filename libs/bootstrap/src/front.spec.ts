import { describe, expect, it } from '@jest/globals';
import { protocolOf } from './front.js';

const preface = 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n';

describe('protocolOf', () => {
  it.each([
    ['', undefined],
    ['P', undefined],
    ['PRI * HTTP/2.0\r\n\r\nSM\r\n\r', undefined],
    [preface, 'http2'],
    [`${preface}more`, 'http2'],
    ['PO', 'http1'],
    ['PROPFIND / HTTP/1.1\r\n', 'http1'],
    ['PRI * HTTP/1.1\r\n\r\nSM\r\n\r\n', 'http1'],
    ['\x16\x03\x01', 'http1'],
  ])('reads %j as %s', (head, protocol) => {
    expect(protocolOf(Buffer.from(head, 'latin1'))).toBe(protocol);
  });
});
