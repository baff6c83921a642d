import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { readLogHeader } from './log-header.js';
import { LOG_LEVELS } from './log-level.js';

/** The mark stands between header and content. */
const layouts: readonly (readonly [layout: string, level: string, line: string])[] = [
  ['log4j', 'WARN', '2031-05-06 07:08:09,123 WARN [worker-3] org.example.Disk: |disk is almost full'],
  [
    'log4j with dashes',
    'INFO',
    '2031-05-06 07:08:09,123 - INFO  [/10.0.0.1:3888:Listener@493] - |peer has come',
  ],
  ['log4j with a short date', 'INFO', '31/05/06 07:08:09 INFO storage.Blocks: |Blocks: 12 found'],
  ['log4j with a packed date', 'INFO', '310506 070809 34 INFO store.Disk$Writer: |block blk_-77 written'],
  ['logback', 'ERROR', '07:08:09.123 [main] ERROR com.example.Shop - |order 12 failed'],
  [
    'Spring Boot',
    'INFO',
    '2031-05-06T07:08:09.123Z  INFO 4711 --- [main] c.e.Shop  : |Started Shop in 3.2 seconds',
  ],
  ['Python', 'WARN', '2031-05-06 07:08:09,123 - shop.orders - WARNING - |order 12 is late'],
  [
    'OpenStack',
    'INFO',
    'api.log.1 2031-05-06 07:08:09.008 25746 INFO shop.api.server [req-38101a0b - - -] |GET /v2',
  ],
  ['syslog', 'UNSPECIFIED', 'May  6 07:08:09 host-1 sshd(pam_unix)[4711]: |session closed for user alice'],
  ['syslog, level in the content', 'ERROR', '<34>May  6 07:08:09 host-1 sshd[4711]: |error: no route'],
  ['RFC 5424', 'UNSPECIFIED', '<34>1 2031-05-06T07:08:09.003Z host-1 su 4711 ID47 [a b="c"] |su root failed'],
  ['logcat', 'TRACE', '05-06 07:08:09.123  1702  2395 V AudioService: |volume is 3'],
  ['klog', 'INFO', 'I0506 07:08:09.123456    4711 server.go:12] |Listening on 10.0.0.1:80'],
  ['httpd', 'INFO', '[Tue May 06 07:08:09 2031] [notice] |child 12 started'],
  ['nginx', 'ERROR', '2031/05/06 07:08:09 [error] 123#0: |*1 open() failed'],
  [
    'supercomputer',
    'FATAL',
    'ALERT_X 1935904089 2031.05.06 R02-M1 2031-05-06-07.08.09.675872 R02-M1 RAS KERNEL FATAL |ciod: lost',
  ],
  ['Windows', 'INFO', '2031-05-06 07:08:09, Info                  CBS    |Loaded the servicing stack'],
  ['pipes', 'UNSPECIFIED', '20310506-07:08:09:606|Step_LSC|30002312||onStandStepChanged 3579'],
  ['program', 'UNSPECIFIED', '[05.06 07:08:09] browser.exe *64 - |proxy.example.com:80 close'],
  ['level alone', 'WARN', '[warn] |the cache is cold'],
  ['level alone in capitals', 'ERROR', 'ERROR |no such table'],
  ['logfmt', 'ERROR', '2031-05-06T07:08:09Z |app=shop level=error msg="no stock"'],
  ['time alone', 'UNSPECIFIED', '2031-05-06 07:08:09 |5 users came'],
  ['a level further on is content', 'UNSPECIFIED', '2031-05-06 07:08:09 |the user saw ERROR on the page'],
  ['no header', 'UNSPECIFIED', '|started at 07:08:09 on 2031-05-06'],
  ['no header, a number first', 'UNSPECIFIED', '|1935904089 items sold'],
  ['a word that only begins like a level', 'UNSPECIFIED', '|Errors were found'],
  ['nothing', 'UNSPECIFIED', '|'],
];

describe('readLogHeader', () => {
  it.each(layouts)('finds level and content: %s', (_layout, level, marked) => {
    const contentStart = marked.lastIndexOf('|');
    const line = marked.slice(0, contentStart) + marked.slice(contentStart + 1);
    expect(readLogHeader(line)).toEqual({ level, contentStart });
  });

  it('takes any line, and finds its content inside it', () => {
    const shreds = [
      '2031-05-06',
      ' ',
      '07:08:09',
      'INFO',
      '[',
      ']',
      '-',
      '|',
      'host',
      ':',
      '<1>',
      'A',
      '7',
      '\t',
      '🦀',
      '=',
      '"',
    ];
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...shreds), { maxLength: 40 }), (parts) => {
        const line = parts.join('');
        const { level, contentStart } = readLogHeader(line);
        expect(LOG_LEVELS).toContain(level);
        expect(contentStart).toBeGreaterThanOrEqual(0);
        expect(contentStart).toBeLessThanOrEqual(line.length);
      }),
    );
  });
});
