import assert from 'node:assert/strict';
import grpc from '@grpc/grpc-js';
import { fails, nameOf, reader, unary } from '../run.js';

const PATIENCE_MS = 30_000;

// A stream that is silent until pings were answered, and works after them.
async function keepAlive(run, by, options) {
  const stream = run.connect(options).echo.Chat();
  const next = reader(stream);
  stream.write({});
  await next();
  const { from_client, from_server } = await run.harness.GetTraffic({ tap: 'TAP_PLAIN' });
  const { pings } = by === 'PINGED_BY_CLIENT' ? from_client : from_server;
  const answer = next();
  await Promise.race([answer, run.harness.AwaitPings({ tap: 'TAP_PLAIN', by, count: pings + 2 })]);
  stream.write({});
  await answer;
  stream.end();
}

export const connections = {
  '100 calls at once on one connection': async (run) => {
    const { connections: before } = await run.harness.GetTraffic({ tap: 'TAP_PLAIN' });
    const { echo } = run.connect();
    const call = nameOf();
    const answers = await Promise.all(Array.from({ length: 100 }, () => unary(echo, 'Unary', { call, together: 100 })));
    assert.equal(new Set(answers.map((a) => a.response.seen.connection)).size, 1);
    const { connections: after } = await run.harness.GetTraffic({ tap: 'TAP_PLAIN' });
    assert.equal(after - before, 1);
  },

  'keep-alive pings of the client': (run) => keepAlive(run, 'PINGED_BY_CLIENT', { 'grpc.keepalive_time_ms': 200, 'grpc.keepalive_timeout_ms': PATIENCE_MS }),

  'keep-alive pings of the server': (run) => keepAlive(run, 'PINGED_BY_SERVER', {}),

  'TLS with ALPN': async (run) => {
    const { seen } = (await unary(run.tls().echo, 'Unary')).response;
    assert.deepEqual([seen.protocol, seen.client], ['h2', '']);
  },

  'TLS, server not trusted': async (run) => {
    await fails(unary(run.tls({ authority: run.settings.stranger }).echo, 'Unary'), grpc.status.UNAVAILABLE);
  },

  'mutual TLS': async (run) => {
    const { mutual, certificate, key } = run.settings;
    const { seen } = (await unary(run.tls({ address: mutual, certificate, key }).echo, 'Unary')).response;
    assert.deepEqual([seen.protocol, seen.client], ['h2', 'mediation-7']);
  },

  'mutual TLS without a certificate': async (run) => {
    await fails(unary(run.tls({ address: run.settings.mutual }).echo, 'Unary'), grpc.status.UNAVAILABLE);
  },

  'GOAWAY: the open stream ends well': async (run) => {
    const stream = run.connect({}, run.settings.drain).echo.Chat();
    const status = new Promise((resolve) => stream.on('status', resolve));
    const next = reader(stream);
    stream.write({ payload: Buffer.from('before') });
    await next();
    await run.harness.Drain();
    for (let i = 1; i <= 3; i++) {
      stream.write({ payload: Buffer.from('after') });
      assert.deepEqual([(await next()).number], [i]);
    }
    stream.end();
    assert.equal((await status).code, grpc.status.OK);
    await run.harness.Restart();
  },

  'GOAWAY: new calls find the next server': async (run) => {
    const { echo } = run.connect({ 'grpc.initial_reconnect_backoff_ms': 100, 'grpc.max_reconnect_backoff_ms': 200 }, run.settings.drain);
    const first = (await unary(echo, 'Unary')).response.seen.connection;
    await run.harness.Drain();
    await fails(unary(echo, 'Unary'), grpc.status.UNAVAILABLE);
    await run.harness.Restart();
    const metadata = new grpc.Metadata({ waitForReady: true });
    const { seen } = (await unary(echo, 'Unary', {}, { metadata, deadline: Date.now() + PATIENCE_MS })).response;
    assert.notEqual(seen.connection, first);
  },
};
