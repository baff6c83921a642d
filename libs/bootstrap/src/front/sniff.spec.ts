import { describe, expect, it } from '@jest/globals';
import { greetingIn } from './sniff.js';

const preface = 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n';

describe('the greeting of a connection', () => {
  it.each([
    ['', undefined],
    ['P', undefined],
    ['PRI * HTTP/2.0\r\n\r\nSM\r\n\r', undefined],
    [preface, 'http2'],
    [`${preface}more`, 'http2'],
    ['PO', 'http1'],
    ['PROPFIND / HTTP/1.1\r\n', 'http1'],
    ['PRI * HTTP/1.1\r\n\r\nSM\r\n\r\n', 'http1'],
    ['\x16', 'tls'],
    ['\x16\x03\x01', 'tls'],
    ['\x15\x03\x01', 'http1'],
  ])('reads %j as %s', (head, greeting) => {
    expect(greetingIn(Buffer.from(head, 'latin1'))).toBe(greeting);
  });
});
