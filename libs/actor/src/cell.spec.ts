import { describe, expect, it } from '@jest/globals';
import type { ActorContext } from './behaviour.js';
import { DEFAULT_MAILBOX } from './system.js';
import { Stage, fails, note } from './testing/stage.js';

const SMALL = { ...DEFAULT_MAILBOX, maxMessages: 3, batch: { ...DEFAULT_MAILBOX.batch, maxMessages: 2 } };

describe('the loop of one actor', () => {
  it('hands over what was told in one turn as one batch, in order', async () => {
    const stage = new Stage();
    stage.tellAll('a', ['1', '2', '3']);
    expect(stage.read()).toEqual([]);
    await stage.timers.settle();
    expect(stage.read()).toEqual(['a#1 start', 'a#1 receive: 1 2 3']);
  });

  it('collects messages while a batch is in flight, and takes them when it is finished', async () => {
    const stage = new Stage();
    stage.script.receive = () => stage.takes(10);
    stage.tellAll('a', ['1']);
    await stage.timers.advance(5);
    stage.tellAll('a', ['2', '3']);
    await stage.timers.advance(4);
    expect(stage.read()).toEqual(['a#1 start', 'a#1 receive: 1']);
    await stage.timers.advance(1);
    expect(stage.read()).toEqual(['a#1 receive: 2 3']);
  });

  it('lets messages wait for a start that takes its time', async () => {
    const stage = new Stage();
    stage.script.start = () => stage.takes(10);
    stage.tellAll('a', ['1']);
    await stage.timers.advance(5);
    stage.tellAll('a', ['2']);
    expect(stage.read()).toEqual(['a#1 start']);
    await stage.timers.advance(5);
    expect(stage.read()).toEqual(['a#1 receive: 1 2']);
  });

  it('keeps batches within the caps, and answers at once when the mailbox is full', async () => {
    const stage = new Stage({}, { mailbox: SMALL });
    stage.tellAll('a', ['1', '2', '3']);
    expect(stage.system.tell('a', note('4'))).toBe('mailbox-full');
    await stage.timers.settle();
    expect(stage.read()).toEqual(['a#1 start', 'a#1 receive: 1 2', 'a#1 receive: 3']);
    expect(stage.system.tell('a', note('5'))).toBe('accepted');
  });

  it('holds no timer but the sweep, and no turn, when it is idle', async () => {
    const stage = new Stage();
    stage.tellAll('a', ['1']);
    await stage.timers.settle();
    expect(stage.timers.pendingTimers).toBe(1);
  });
});

describe('a crash', () => {
  it.each([
    { how: 'throw', fail: () => fails('broken') },
    { how: 'rejection', fail: () => Promise.reject(new Error('broken')) },
  ])('by $how answers the batch in flight as unknown; what waits survives the restart', async ({ fail }) => {
    const stage = new Stage(
      { receive: (names) => (names.includes('1') ? fail() : undefined) },
      { mailbox: SMALL },
    );
    stage.tellAll('a', ['1', '2', '3']);
    await stage.timers.settle();
    expect(stage.read()).toEqual([
      'a#1 start',
      'a#1 receive: 1 2',
      'a#1 abandon unknown: 1 2',
      'a#1 stop: restarting',
    ]);
    stage.tellAll('a', ['4']);
    await stage.timers.advance(99);
    expect(stage.read()).toEqual([]);
    await stage.timers.advance(1);
    expect(stage.read()).toEqual(['a#2 start', 'a#2 receive: 3 4']);
  });

  it('keeps the instance when the error calls for going on', async () => {
    const stage = new Stage({ receive: (names) => (names.includes('1') ? fails('resume') : undefined) });
    stage.tellAll('a', ['1']);
    await stage.timers.settle();
    stage.tellAll('a', ['2']);
    await stage.timers.settle();
    expect(stage.read()).toEqual(['a#1 start', 'a#1 receive: 1', 'a#1 abandon unknown: 1', 'a#1 receive: 2']);
  });

  it('in start abandons nothing, and backs off longer each time', async () => {
    const stage = new Stage({ start: () => fails('broken') });
    stage.tellAll('a', ['1']);
    await stage.timers.advance(299);
    stage.script.start = () => {};
    await stage.timers.advance(1);
    expect(stage.read()).toEqual([
      'a#1 start',
      'a#1 stop: restarting',
      'a#2 start',
      'a#2 stop: restarting',
      'a#3 start',
      'a#3 receive: 1',
    ]);
  });

  it('in start is followed by a restart even where the error calls for going on', async () => {
    const stage = new Stage({ start: () => fails('resume') });
    stage.tellAll('a', ['1']);
    await stage.timers.settle();
    stage.script.start = () => {};
    await stage.timers.advance(100);
    expect(stage.read()).toEqual(['a#1 start', 'a#1 stop: restarting', 'a#2 start', 'a#2 receive: 1']);
  });

  it('leaves the new instance unstarted until a message needs it', async () => {
    const stage = new Stage({ receive: () => fails('broken') });
    stage.tellAll('a', ['1']);
    await stage.timers.advance(1_000);
    stage.read();
    stage.script.receive = () => {};
    stage.tellAll('a', ['2']);
    await stage.timers.settle();
    expect(stage.read()).toEqual(['a#2 start', 'a#2 receive: 2']);
  });

  it('stops the actor when the budget is spent, and abandons what waits as not executed', async () => {
    const stage = new Stage({ start: () => fails('broken') });
    stage.tellAll('a', ['1', '2']);
    await stage.timers.advance(1_000);
    expect(stage.read().slice(-3)).toEqual([
      'a#3 start',
      'a#3 abandon not-executed: 1 2',
      'a#3 stop: failed',
    ]);
    expect(stage.system.stats()).toMatchObject({ actors: 0, crashes: 3, abandonedMessages: 2 });
  });

  it.each(['stop', 'escalate'])(
    'that calls for %s ends the actor; the next message activates it anew',
    async (word) => {
      const stage = new Stage({ receive: () => fails(word) }, { mailbox: SMALL });
      stage.tellAll('a', ['1', '2', '3']);
      await stage.timers.settle();
      expect(stage.read()).toEqual([
        'a#1 start',
        'a#1 receive: 1 2',
        'a#1 abandon unknown: 1 2',
        'a#1 abandon not-executed: 3',
        'a#1 stop: failed',
      ]);
      expect(stage.events).toContainEqual(
        expect.objectContaining({ verdict: { directive: word, isBudgetSpent: false } }),
      );
      stage.tellAll('a', ['4']);
      await stage.timers.settle();
      expect(stage.read().slice(0, 2)).toEqual(['a#2 start', 'a#2 receive: 4']);
    },
  );

  it('of create on a restart counts as a crash, and the last instance answers for the messages', async () => {
    const stage = new Stage({ start: () => fails('broken') });
    stage.tellAll('a', ['1']);
    await stage.timers.settle();
    stage.script.create = () => fails('no memory');
    await stage.timers.advance(1_000);
    expect(stage.read()).toEqual(['a#1 start', 'a#1 stop: restarting', 'a#1 abandon not-executed: 1']);
  });

  it('of create on the first message reaches the teller, who has nothing accepted', () => {
    const stage = new Stage({ create: () => fails('no memory') });
    expect(() => stage.system.tell('a', note('1'))).toThrow('no memory');
    expect(stage.system.stats().actors).toBe(0);
    expect(stage.timers.pendingTimers).toBe(0);
  });

  it('of stop and abandon is reported and changes nothing', async () => {
    const stage = new Stage({
      receive: () => fails('broken'),
      stop: () => fails('s'),
      abandon: () => fails('a'),
    });
    stage.tellAll('a', ['1']);
    await stage.timers.settle();
    const lines = stage.events.map((event) => event.logLine.message);
    expect(lines).toEqual(
      expect.arrayContaining([
        'actor crashed and restarts',
        'actor failed to abandon',
        'actor failed to stop',
      ]),
    );
    stage.script.receive = () => {};
    stage.tellAll('a', ['2']);
    await stage.timers.advance(100);
    expect(stage.read().slice(-2)).toEqual(['a#2 start', 'a#2 receive: 2']);
  });
});

describe('the end of an actor', () => {
  it('that stops itself comes after what waits, and nothing more is taken', async () => {
    const stage = new Stage({ receive: (_names, context) => context.stop() }, { mailbox: SMALL });
    stage.tellAll('a', ['1', '2', '3']);
    const told: string[] = [];
    stage.script.stop = () => {
      told.push(stage.system.tell('a', note('4')));
    };
    await stage.timers.settle();
    expect(stage.read()).toEqual(['a#1 start', 'a#1 receive: 1 2', 'a#1 receive: 3', 'a#1 stop: asked']);
    expect(told).toEqual(['stopped']);
    expect(stage.system.tell('a', note('5'))).toBe('accepted');
  });

  it('may be asked for by the behaviour between two batches', async () => {
    const contexts: ActorContext[] = [];
    const stage = new Stage({ start: (context) => void contexts.push(context) });
    stage.tellAll('a', ['1']);
    await stage.timers.settle();
    contexts[0]?.stop();
    await stage.timers.settle();
    expect(stage.read().slice(-1)).toEqual(['a#1 stop: asked']);
    expect(stage.system.stats().actors).toBe(0);
  });

  it('lets what is told while a failed instance stops activate the key anew', async () => {
    const stage = new Stage({ receive: () => fails('stop') });
    stage.script.stop = () => stage.takes(10);
    stage.tellAll('a', ['1']);
    await stage.timers.advance(5);
    stage.script.receive = () => {};
    expect(stage.system.tell('a', note('2'))).toBe('accepted');
    await stage.timers.advance(5);
    expect(stage.read()).toEqual([
      'a#1 start',
      'a#1 receive: 1',
      'a#1 abandon unknown: 1',
      'a#1 stop: failed',
      'a#2 start',
      'a#2 receive: 2',
    ]);
  });
});
