import assert from 'node:assert/strict';
import grpc from '@grpc/grpc-js';
import { drained, fails, unary } from '../run.js';

const MEGABYTE = 1_000_000;
const GZIP = 2;

// Bytes of DATA frames that went each way while the function ran.
async function transferred(run, action) {
  const before = await run.harness.GetTraffic({ tap: 'TAP_PLAIN' });
  await action();
  const after = await run.harness.GetTraffic({ tap: 'TAP_PLAIN' });
  return {
    sent: after.from_client.data_bytes - before.from_client.data_bytes,
    received: after.from_server.data_bytes - before.from_server.data_bytes,
  };
}

export const limits = {
  'gzip request': async (run) => {
    const { echo } = run.connect({ 'grpc.default_compression_algorithm': GZIP });
    const { sent, received } = await transferred(run, async () => {
      const { response } = await unary(echo, 'Unary', { payload: Buffer.alloc(MEGABYTE) });
      assert.deepEqual([response.payload.length, response.seen.encoding], [MEGABYTE, 'gzip']);
    });
    assert.ok(sent < MEGABYTE / 10 && received > MEGABYTE, `${sent} bytes sent, ${received} received`);
  },

  'gzip response': async (run) => {
    const { echo } = run.connect();
    const { received } = await transferred(run, async () => {
      const { response } = await unary(echo, 'Unary', { gzip: true, response_bytes: MEGABYTE });
      assert.equal(response.payload.length, MEGABYTE);
      const { messages, status } = await drained(echo.Expand({ gzip: true, responses: 5, response_bytes: MEGABYTE }));
      assert.deepEqual([messages.length, status.code], [5, grpc.status.OK]);
      assert.ok(messages.every((m) => m.payload.length === MEGABYTE));
    });
    assert.ok(received < MEGABYTE / 10, `${received} bytes received`);
  },

  "response over the client's limit": async (run) => {
    const { echo } = run.connect();
    await fails(unary(echo, 'Unary', { response_bytes: 5 * MEGABYTE }), grpc.status.RESOURCE_EXHAUSTED);
    await unary(echo, 'Unary', { response_bytes: 3 * MEGABYTE });
  },

  "request over the server's limit": async (run) => {
    const { echo } = run.connect();
    const error = await fails(unary(echo, 'Unary', { payload: Buffer.alloc(17 * MEGABYTE) }), grpc.status.RESOURCE_EXHAUSTED);
    assert.ok(error.details.includes('exceeds'), error.details);
    await unary(echo, 'Unary', { payload: Buffer.alloc(MEGABYTE) });
  },
};
