import assert from 'node:assert/strict';
import grpc from '@grpc/grpc-js';
import { fails, reader, unary } from '../run.js';

const SERVICES = [
  'customergrains.v1.Directory',
  'customergrains.v1.Models',
  'customergrains.v1.Operations',
  'customergrains.v1.Policies',
  'customergrains.v1.Subscribers',
  'customergrains.v1.UsageFeed',
  'grpc.health.v1.Health',
];

// Asks what a tool asks: which services there are, and the file of one of them.
async function reflect(client) {
  const stream = client.ServerReflectionInfo();
  const next = reader(stream);
  stream.write({ list_services: '' });
  const names = (await next()).list_services_response.service.map((s) => s.name);
  for (const service of SERVICES) assert.ok(names.includes(service), `${service} is not among ${names}`);
  stream.write({ file_containing_symbol: 'customergrains.v1.UsageFeed.Publish' });
  const files = (await next()).file_descriptor_response.file_descriptor_proto;
  assert.ok(files.some((f) => f.includes('customergrains/v1/usage_feed.proto') && f.includes('BatchAck')));
  stream.write({ file_by_filename: 'no/such.proto' });
  assert.equal((await next()).error_response.error_code, grpc.status.NOT_FOUND);
  stream.end();
}

export const standard = {
  'health check': async (run) => {
    const { health } = run.connect();
    for (const service of ['', 'customergrains.v1.UsageFeed']) {
      assert.equal((await unary(health, 'Check', { service })).response.status, 'SERVING');
    }
    await fails(unary(health, 'Check', { service: 'nobody' }), grpc.status.NOT_FOUND);
  },

  'health watch through a stop': async (run) => {
    const stream = run.connect({}, run.settings.drain).health.Watch({});
    stream.on('error', () => {});
    const next = reader(stream);
    assert.equal((await next()).status, 'SERVING');
    await run.harness.Drain();
    assert.equal((await next()).status, 'NOT_SERVING');
    await run.harness.Restart();
  },

  'reflection v1': (run) => reflect(run.connect().reflection),

  'reflection v1alpha': (run) => reflect(run.connect().reflectionAlpha),
};
