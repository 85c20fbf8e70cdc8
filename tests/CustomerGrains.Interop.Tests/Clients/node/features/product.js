import assert from 'node:assert/strict';
import grpc from '@grpc/grpc-js';
import { drained, fails, reader, unary } from '../run.js';

const SOURCE = 'interop';
const DAY_S = 86_400;

const now = Math.floor(Date.now() / 1000);
const time = (seconds) => ({ seconds, nanos: 0 });

async function register(run, index) {
  const { directory } = run.connect();
  const subscriber = { id: `caller-${index}`, msisdn: `4477000000${index}` };
  await unary(directory, 'RegisterSubscriber', {
    subscriber_id: subscriber.id, activation_time: time(now - DAY_S), plan: 'standard', msisdns: [`+${subscriber.msisdn}`],
  });
  return subscriber;
}

const call = (msisdn, id, seconds) => ({
  id, record_type: 0, msisdn, other_party: '447700999999', start_time: time(now - 600), duration_seconds: seconds,
});

// A session of one stream: opened, with batches numbered as the caller says.
async function publish(feed, stream) {
  const session = feed.Publish();
  const next = reader(session);
  session.write({ open: { source: SOURCE, stream } });
  const { opened } = await next();
  return {
    opened,
    send: (sequence, records) => session.write({ batch: { sequence, records } }),
    ack: async () => (await next()).ack,
    end: () => session.end(),
    close: async () => {
      session.write({ close: {} });
      return (await next()).closed;
    },
  };
}

const voice = (subscriber) => subscriber.days.flatMap((d) => d.services).filter((s) => s.service === 'SERVICE_VOICE' && s.direction === 'DIRECTION_OUTGOING');

export const product = {
  'register, find and get a subscriber': async (run) => {
    const { id, msisdn } = await register(run, 1);
    const { subscribers } = run.connect();
    assert.equal((await unary(subscribers, 'FindSubscriber', { msisdn })).response.subscriber_id, id);
    const { response } = await unary(subscribers, 'GetSubscriber', { subscriber_id: id });
    assert.deepEqual([response.plan, response.numbers[0].msisdn], ['standard', msisdn]);
    await fails(unary(subscribers, 'FindSubscriber', { msisdn: '447700000000' }), grpc.status.NOT_FOUND);
  },

  'usage published, acknowledged, and in the answer': async (run) => {
    const { id, msisdn } = await register(run, 2);
    const { feed, subscribers } = run.connect();
    const session = await publish(feed, 'usage');
    assert.equal(session.opened.last_complete, 0);
    for (let n = 1; n <= 20; n++) session.send(n, Array.from({ length: 50 }, (_, i) => call(msisdn, `usage-${n}-${i}`, 60)));
    const acks = [];
    while (acks.length < 20) acks.push(await session.ack());
    assert.deepEqual(acks.map((a) => a.sequence).sort((a, b) => a - b), Array.from({ length: 20 }, (_, i) => i + 1));
    assert.ok(acks.every((a) => a.received === 50 && a.applied === 50 && !a.replayed));
    const [total] = voice((await unary(subscribers, 'GetSubscriber', { subscriber_id: id })).response);
    assert.deepEqual([total.count, total.duration_seconds], [1000, 60_000]);
    assert.equal((await session.close()).batches, 20);
  },

  'batch sent again is replayed': async (run) => {
    const { id, msisdn } = await register(run, 3);
    const { feed, subscribers } = run.connect();
    const records = [call(msisdn, 'again-1', 61)];
    const first = await publish(feed, 'again');
    first.send(1, records);
    assert.equal((await first.ack()).applied, 1);
    first.end();
    const second = await publish(feed, 'again');
    assert.equal(second.opened.last_complete, 1);
    second.send(1, records);
    const ack = await second.ack();
    assert.deepEqual([ack.sequence, ack.replayed, ack.received, ack.applied], [1, true, 1, 1]);
    second.end();
    const [total] = voice((await unary(subscribers, 'GetSubscriber', { subscriber_id: id })).response);
    assert.deepEqual([total.count, total.duration_seconds], [1, 61]);
  },

  'bad record is answered alone': async (run) => {
    const { msisdn } = await register(run, 4);
    const { feed } = run.connect();
    const session = await publish(feed, 'bad');
    session.send(1, [call(msisdn, 'bad-0', 10), call('447700000000', 'bad-1', 10), call('12', 'bad-2', 10), call(msisdn, 'bad-3', 10)]);
    const { received, applied, rejected, exceptions } = await session.ack();
    assert.deepEqual([received, applied, rejected], [4, 2, 2]);
    assert.deepEqual(exceptions.map((e) => [e.index, e.outcome, e.reason]), [
      [1, 'OUTCOME_REJECTED', 'REJECT_REASON_NUMBER_NOT_HELD'],
      [2, 'OUTCOME_REJECTED', 'REJECT_REASON_INVALID_NUMBER'],
    ]);
    session.end();
  },

  'newer session supersedes': async (run) => {
    const { msisdn } = await register(run, 5);
    const { feed } = run.connect();
    const older = feed.Publish();
    const ended = drained(older);
    const opened = new Promise((resolve) => older.once('data', resolve));
    older.write({ open: { source: SOURCE, stream: 'taken-over' } });
    await opened;
    const newer = await publish(feed, 'taken-over');
    older.write({ batch: { sequence: 1, records: [call(msisdn, 'taken-1', 10)] } });
    assert.equal((await ended).status.code, grpc.status.ABORTED);
    newer.send(1, [call(msisdn, 'taken-1', 10)]);
    assert.equal((await newer.ack()).applied, 1);
    newer.end();
  },

  'source reconciles': async (run) => {
    const { total } = (await unary(run.connect().feed, 'GetSource', { source: SOURCE })).response;
    assert.deepEqual([total.batches, total.received, total.applied, total.rejected], [23, 1006, 1004, 2]);
  },
};
