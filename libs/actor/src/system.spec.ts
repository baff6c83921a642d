import { describe, expect, it } from '@jest/globals';
import { Stage, fails, note } from './testing/stage.js';
import { VirtualTimers } from './testing/virtual-timers.js';

describe('activation and passivation', () => {
  it('makes one actor per key, and one that is slow does not hold up the others', async () => {
    const stage = new Stage();
    stage.script.receive = ([name]) => (name === 'slow' ? stage.takes(50) : undefined);
    stage.tellAll('a', ['slow']);
    stage.tellAll('b', ['1']);
    await stage.timers.settle();
    stage.tellAll('a', ['2']);
    stage.tellAll('b', ['3']);
    await stage.timers.settle();
    expect(stage.read()).toEqual([
      'a#1 start',
      'b#2 start',
      'a#1 receive: slow',
      'b#2 receive: 1',
      'b#2 receive: 3',
    ]);
    expect(stage.system.stats()).toMatchObject({ actors: 2, waitingMessages: 1, waitingBytes: 1 });
  });

  it('passivates an actor that was told nothing for one to two periods, and activates it again', async () => {
    const stage = new Stage();
    stage.tellAll('a', ['1']);
    await stage.timers.advance(60_000);
    stage.tellAll('a', ['2']);
    await stage.timers.advance(60_000);
    expect(stage.read()).toEqual(['a#1 start', 'a#1 receive: 1', 'a#1 receive: 2']);
    await stage.timers.advance(60_000);
    expect(stage.read()).toEqual(['a#1 stop: passivated']);
    expect(stage.system.stats().actors).toBe(0);
    stage.tellAll('a', ['3']);
    await stage.timers.settle();
    expect(stage.read()).toEqual(['a#2 start', 'a#2 receive: 3']);
  });

  it('sweeps a thousand actors by one timer, and needs none when all are gone', async () => {
    const stage = new Stage();
    for (let actor = 0; actor < 1_000; actor += 1) stage.tellAll(`k${actor}`, ['1']);
    await stage.timers.settle();
    expect(stage.timers.pendingTimers).toBe(1);
    await stage.timers.advance(180_000);
    expect(stage.system.stats().actors).toBe(0);
    expect(stage.timers.pendingTimers).toBe(0);
  });

  it('does not passivate while a batch is in flight', async () => {
    const stage = new Stage();
    stage.script.receive = () => stage.takes(500_000);
    stage.tellAll('a', ['1']);
    await stage.timers.advance(499_999);
    expect(stage.read()).toEqual(['a#1 start', 'a#1 receive: 1']);
  });

  it('keeps what is told during a passivation for the next instance, never two at a time', async () => {
    const stage = new Stage();
    stage.script.stop = () => stage.takes(10);
    stage.tellAll('a', ['1']);
    await stage.timers.advance(120_005);
    expect(stage.system.tell('a', note('2'))).toBe('accepted');
    await stage.timers.advance(4);
    expect(stage.read()).toEqual(['a#1 start', 'a#1 receive: 1', 'a#1 stop: passivated']);
    await stage.timers.advance(1);
    expect(stage.read()).toEqual(['a#2 start', 'a#2 receive: 2']);
  });
});

describe('stopping one actor', () => {
  it('refuses messages, finishes what waits, and resolves when the actor is gone', async () => {
    const stage = new Stage();
    stage.script.receive = () => stage.takes(10);
    stage.tellAll('a', ['1']);
    await stage.timers.settle();
    stage.tellAll('a', ['2']);
    let isGone = false;
    const gone = stage.system.stop('a').then(() => (isGone = true));
    expect(stage.system.tell('a', note('3'))).toBe('stopped');
    expect(stage.system.tell('b', note('4'))).toBe('accepted');
    await stage.timers.advance(19);
    expect(isGone).toBe(false);
    await stage.timers.advance(1);
    await gone;
    expect(stage.read().filter((line) => line.startsWith('a'))).toEqual([
      'a#1 start',
      'a#1 receive: 1',
      'a#1 receive: 2',
      'a#1 stop: asked',
    ]);
    expect(stage.system.tell('a', note('5'))).toBe('accepted');
  });

  it('resolves at once for a key without an actor', async () => {
    await expect(new Stage().system.stop('nobody')).resolves.toBeUndefined();
  });
});

describe('draining', () => {
  it('closes the intake, finishes what waits, stops every actor and leaves no timer', async () => {
    const stage = new Stage();
    stage.script.receive = () => stage.takes(10);
    stage.tellAll('idle', ['0']);
    await stage.timers.advance(10);
    stage.tellAll('a', ['1']);
    await stage.timers.settle();
    stage.tellAll('a', ['2']);
    stage.read();
    const drained = stage.system.drain(1_000);
    expect(stage.system.tell('a', note('3'))).toBe('stopped');
    expect(stage.system.tell('new', note('4'))).toBe('stopped');
    await stage.timers.advance(20);
    expect(await drained).toBe('drained');
    expect(stage.read()).toEqual(['idle#1 stop: drained', 'a#2 receive: 2', 'a#2 stop: drained']);
    expect(stage.timers.pendingTimers).toBe(0);
    expect(await stage.system.drain(1)).toBe('drained');
  });

  it('abandons at the deadline what is not finished, and ignores what finishes later', async () => {
    const stage = new Stage();
    stage.script.receive = () => stage.takes(500);
    stage.tellAll('a', ['1']);
    await stage.timers.settle();
    stage.tellAll('a', ['2']);
    stage.read();
    const drained = stage.system.drain(100);
    await stage.timers.advance(100);
    expect(await drained).toBe('deadline-passed');
    expect(stage.read()).toEqual(['a#1 abandon unknown: 1', 'a#1 abandon not-executed: 2']);
    await stage.timers.advance(1_000);
    expect(stage.read()).toEqual([]);
    expect(await stage.system.drain(1_000)).toBe('deadline-passed');
    expect(stage.system.stats()).toMatchObject({ actors: 0, finishedMessages: 0, abandonedMessages: 2 });
  });

  it('reports a crash that comes after the deadline, without abandoning twice', async () => {
    const stage = new Stage();
    stage.script.receive = async () => {
      await stage.takes(500);
      throw new Error('late');
    };
    stage.tellAll('a', ['1']);
    const drained = stage.system.drain(100);
    await stage.timers.advance(1_000);
    expect(await drained).toBe('deadline-passed');
    expect(stage.read()).toEqual(['a#1 start', 'a#1 receive: 1', 'a#1 abandon unknown: 1']);
    expect(stage.events.at(-1)).toMatchObject({ type: 'actor-crashed', error: new Error('late') });
  });

  it.each([
    { doing: 'its start', script: { start: 'slow' }, abandoned: ['a#1 abandon not-executed: 1'] },
    { doing: 'the stop of its restart', script: { receive: 'fails', stop: 'slow' }, abandoned: [] },
    { doing: 'its last stop', script: { stop: 'slow' }, abandoned: [] },
  ])('cuts off an actor during $doing, which then does nothing more', async ({ script, abandoned }) => {
    const stage = new Stage();
    if (script.start === 'slow') stage.script.start = () => stage.takes(500);
    if (script.stop === 'slow') stage.script.stop = () => stage.takes(500);
    if (script.receive === 'fails') stage.script.receive = () => fails('broken');
    stage.tellAll('a', ['1']);
    await stage.timers.settle();
    const drained = stage.system.drain(100);
    await stage.timers.settle();
    stage.read();
    await stage.timers.advance(100);
    expect(await drained).toBe('deadline-passed');
    await stage.timers.advance(400);
    expect(stage.read()).toEqual(abandoned);
    expect(stage.events.at(-1)).toMatchObject({ type: 'system-drained', cutOff: 1 });
    expect(stage.timers.pendingTimers).toBe(0);
  });

  it('cuts off an actor that backs off, together with its timer', async () => {
    const stage = new Stage({ start: () => fails('broken') });
    stage.tellAll('a', ['1']);
    await stage.timers.settle();
    const drained = stage.system.drain(50);
    await stage.timers.advance(50);
    expect(await drained).toBe('deadline-passed');
    expect(stage.read().at(-1)).toBe('a#1 abandon not-executed: 1');
    expect(stage.timers.pendingTimers).toBe(0);
  });

  it('cuts off an actor whose turn has not come', async () => {
    const timers = new SlowTurns();
    const stage = new Stage({}, { timers });
    stage.tellAll('a', ['1']);
    const drained = stage.system.drain(50);
    await timers.advance(SlowTurns.turnMs);
    expect(await drained).toBe('deadline-passed');
    expect(stage.read()).toEqual(['a#1 abandon not-executed: 1']);
  });

  it('does not let an actor back off that crashes with its last batch', async () => {
    const stage = new Stage();
    stage.script.receive = async () => {
      await stage.takes(10);
      fails('broken');
    };
    stage.tellAll('a', ['1']);
    await stage.timers.settle();
    const drained = stage.system.drain(1_000);
    await stage.timers.advance(10);
    expect(stage.timers.pendingTimers).toBe(0);
    expect(await drained).toBe('drained');
  });

  it('does not wait for the back-off of an actor that has nothing left to do', async () => {
    const stage = new Stage({ receive: () => fails('broken') });
    stage.tellAll('a', ['1']);
    await stage.timers.settle();
    const drained = stage.system.drain(1_000);
    await stage.timers.settle();
    expect(await drained).toBe('drained');
    expect(stage.timers.pendingTimers).toBe(0);
  });

  it('lets an actor that backs off restart and finish what waits', async () => {
    const stage = new Stage({ start: () => fails('broken') });
    stage.tellAll('a', ['1']);
    await stage.timers.settle();
    stage.script.start = () => {};
    const drained = stage.system.drain(1_000);
    await stage.timers.advance(99);
    expect(stage.read()).toEqual(['a#1 start', 'a#1 stop: restarting']);
    await stage.timers.advance(1);
    expect(await drained).toBe('drained');
    expect(stage.read()).toEqual(['a#2 start', 'a#2 receive: 1', 'a#2 stop: drained']);
  });

  it('of a system without actors is done at once', async () => {
    const stage = new Stage();
    expect(await stage.system.drain(1_000)).toBe('drained');
    expect(stage.events.map((event) => event.logLine.message)).toEqual(['actors drained']);
  });
});

/** An event loop whose turn lasts, so that timers fire before its end, as Node's do. */
class SlowTurns extends VirtualTimers {
  static readonly turnMs = 100;

  override endOfTurn(task: () => void): void {
    this.after(SlowTurns.turnMs, task);
  }
}
