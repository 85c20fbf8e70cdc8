import assert from 'node:assert/strict';
import crypto from 'node:crypto';
import grpc from '@grpc/grpc-js';
import { drained, fails, nameOf, reader, unary } from '../run.js';

const PIECE = 64 * 1024;
const PIECES = 1024;

// Neighbours' calls go through until the count stands still.
async function plateau(echo, count) {
  for (let last = 0; ;) {
    for (let i = 0; i < 50; i++) await unary(echo, 'Unary', { payload: Buffer.alloc(1000) });
    const now = await count();
    if (now === last && now > 0) return now;
    last = now;
  }
}

export const calls = {
  'unary': async (run) => {
    const payload = crypto.randomBytes(100);
    const { response } = await unary(run.connect().echo, 'Unary', { payload });
    assert.deepEqual(response.payload, payload);
  },

  'empty unary': async (run) => {
    const { response } = await unary(run.connect().echo, 'Nothing');
    assert.deepEqual(response, {});
  },

  'large unary, 4 MB each way': async (run) => {
    const payload = crypto.randomBytes(4 << 20);
    const { response } = await unary(run.connect({ 'grpc.max_receive_message_length': 5 << 20 }).echo, 'Unary', { payload });
    assert.ok(response.payload.equals(payload));
  },

  'client streaming': async (run) => {
    const { echo } = run.connect();
    const response = await new Promise((resolve, reject) => {
      const call = echo.Collect((error, answer) => (error ? reject(error) : resolve(answer)));
      for (let i = 0; i < 100; i++) call.write({ payload: Buffer.alloc(i) });
      call.end();
    });
    assert.deepEqual([response.number, response.bytes], [100, 4950]);
  },

  'server streaming': async (run) => {
    const { messages, status } = await drained(run.connect().echo.Expand({ responses: 100, response_bytes: 1000 }));
    assert.equal(status.code, grpc.status.OK);
    assert.deepEqual(messages.map((m) => m.number), [...Array(100).keys()]);
    assert.ok(messages.every((m) => m.payload.length === 1000));
  },

  'bidirectional ping-pong': async (run) => {
    const call = run.connect().echo.Chat();
    const next = reader(call);
    for (let i = 0; i < 20; i++) {
      call.write({ payload: Buffer.from([i]) });
      const answer = await next();
      assert.deepEqual([answer.number, answer.payload[0]], [i, i]);
    }
    const status = new Promise((resolve) => call.on('status', resolve));
    call.end();
    assert.equal((await status).code, grpc.status.OK);
  },

  'bidirectional, read after the half-close': async (run) => {
    const call = run.connect().echo.Chat();
    for (let i = 0; i < 10; i++) call.write({ payload: Buffer.from([i]) });
    call.end();
    const { messages, status } = await drained(call);
    assert.equal(status.code, grpc.status.OK);
    assert.deepEqual(messages.map((m) => m.payload[0]), [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  },

  'slow reader stops its own stream alone': async (run) => {
    const { echo } = run.connect();
    const call = nameOf();
    const stream = echo.Expand({ call, responses: PIECES, response_bytes: PIECE });
    const status = new Promise((resolve) => stream.on('status', resolve));
    const next = reader(stream);
    await next();
    const written = await plateau(echo, async () => (await run.harness.GetProgress({ call })).written);
    assert.ok(written < PIECES, `the server wrote all ${written} messages although one was read`);
    for (let i = 1; i < PIECES; i++) assert.equal((await next()).number, i);
    assert.equal((await status).code, grpc.status.OK);
  },

  'slow server stops its own writer alone': async (run) => {
    const { echo } = run.connect();
    const call = nameOf();
    let stream;
    const answer = new Promise((resolve, reject) => {
      stream = echo.Collect((error, response) => (error ? reject(error) : resolve(response)));
    });
    let sent = 0;
    const write = (request) => new Promise((resolve) => stream.write(request, resolve));
    const sending = (async () => {
      await write({ call, wait: 'WAIT_FOR_RELEASE' });
      for (; sent < PIECES; sent++) await write({ payload: Buffer.alloc(PIECE) });
      stream.end();
    })();
    const stopped = await plateau(echo, async () => sent);
    assert.ok(stopped < PIECES, `all ${stopped} messages were taken although none was read`);
    await run.harness.Release({ call });
    await sending;
    const { number, bytes } = await answer;
    assert.deepEqual([number, bytes], [PIECES + 1, PIECES * PIECE]);
  },

  'deadline at the client': async (run) => {
    const call = nameOf();
    await fails(unary(run.connect().echo, 'Unary', { call, wait: 'WAIT_FOR_END' }, { deadline: Date.now() + 500 }), grpc.status.DEADLINE_EXCEEDED);
    assert.equal((await run.harness.AwaitEnd({ call })).cancelled, true);
  },

  'deadline told to the server': async (run) => {
    const { echo } = run.connect();
    const { seen } = (await unary(echo, 'Unary', {}, { deadline: Date.now() + 3_600_000 })).response;
    assert.ok(seen.deadline > 3_500_000 && seen.deadline <= 3_600_000, `${seen.deadline} ms`);
    assert.equal((await unary(echo, 'Unary')).response.seen.deadline, 0);
  },

  'deadline at the server': async (run) => {
    const metadata = new grpc.Metadata();
    metadata.set('x-server-timeout', '50m');
    const call = nameOf();
    const error = await fails(unary(run.connect().echo, 'Unary', { call, wait: 'WAIT_FOR_END' }, { metadata }), grpc.status.DEADLINE_EXCEEDED);
    assert.equal(error.details, 'Deadline Exceeded');
    assert.equal((await run.harness.AwaitEnd({ call })).cancelled, true);
  },

  'cancelled unary call': async (run) => {
    const call = nameOf();
    let handle;
    const answer = unary(run.connect().echo, 'Unary', { call, wait: 'WAIT_FOR_END' }, { onCall: (c) => { handle = c; } });
    await run.harness.AwaitBegin({ call });
    handle.cancel();
    await fails(answer, grpc.status.CANCELLED);
    assert.equal((await run.harness.AwaitEnd({ call })).cancelled, true);
  },

  // Not a stream of requests: Node ends that before it resets it, and the server may take it for complete.
  'cancelled stream': async (run) => {
    const call = nameOf();
    const stream = run.connect().echo.Expand({ call, responses: 1_000_000, response_bytes: 1000 });
    const status = new Promise((resolve) => stream.on('status', resolve));
    await reader(stream)();
    stream.cancel();
    assert.equal((await status).code, grpc.status.CANCELLED);
    assert.equal((await run.harness.AwaitEnd({ call })).cancelled, true);
  },
};
