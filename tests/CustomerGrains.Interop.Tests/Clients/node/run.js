import assert from 'node:assert/strict';
import fs from 'node:fs';
import grpc from '@grpc/grpc-js';
import loader from '@grpc/proto-loader';

const FILES = [
  'interop.proto',
  'google/rpc/details.proto',
  'customergrains/v1/directory.proto',
  'customergrains/v1/subscribers.proto',
  'customergrains/v1/usage_feed.proto',
  'grpc/health/v1/health.proto',
  'grpc/reflection/v1/reflection.proto',
  'grpc/reflection/v1alpha/reflection.proto',
];

let packages;

// What one feature works with: connections of its own, closed when it is done.
export class Run {
  constructor(settings) {
    this.settings = settings;
    this.open = [];
    packages ??= grpc.loadPackageDefinition(
      loader.loadSync(FILES, { keepCase: true, longs: Number, enums: String, defaults: true, oneofs: true, includeDirs: settings.protos }));
    this.packages = packages;
    this.harness = this.#promises(this.connect({}, settings.plain).harness);
  }

  // Typed clients over one connection of their own.
  connect(options = {}, address = this.settings.tapped, credentials = grpc.credentials.createInsecure()) {
    const channel = new grpc.Channel(address, credentials, { 'grpc.use_local_subchannel_pool': 1, ...options });
    this.open.push(channel);
    const client = (Service) => new Service(address, credentials, { channelOverride: channel });
    const { interop, v1 } = this.packages.customergrains;
    const { health, reflection } = this.packages.grpc;
    return {
      channel,
      echo: client(interop.Echo),
      nowhere: client(interop.Nowhere),
      harness: client(interop.Harness),
      directory: client(v1.Directory),
      subscribers: client(v1.Subscribers),
      feed: client(v1.UsageFeed),
      health: client(health.v1.Health),
      reflection: client(reflection.v1.ServerReflection),
      reflectionAlpha: client(reflection.v1alpha.ServerReflection),
    };
  }

  tls({ address = this.settings.tls, authority = this.settings.authority, certificate, key } = {}) {
    const bytes = (file) => (file ? fs.readFileSync(file) : null);
    return this.connect({}, address, grpc.credentials.createSsl(bytes(authority), bytes(key), bytes(certificate)));
  }

  close() {
    for (const channel of this.open) channel.close();
  }

  #promises(client) {
    return new Proxy({}, { get: (_, method) => async (request = {}) => (await unary(client, method, request)).response });
  }
}

// One response, with the call's headers and trailers; rejects with the status.
export function unary(client, method, request = {}, { metadata = new grpc.Metadata(), onCall = () => {}, ...options } = {}) {
  return new Promise((resolve, reject) => {
    let headers;
    let response;
    let error;
    const call = client[method](request, metadata, options, (e, r) => {
      error = e;
      response = r;
    });
    call.on('metadata', (m) => { headers = m; });
    call.on('status', (status) => {
      if (error) reject(Object.assign(error, { headers, metadata: status.metadata }));
      else resolve({ response, headers, trailers: status.metadata });
    });
    onCall(call);
  });
}

// All that a stream of responses brings, and how it ends.
export function drained(call) {
  return new Promise((resolve) => {
    const all = { messages: [] };
    let parts = 2;
    const done = () => { if (--parts === 0) resolve(all); };
    call.on('metadata', (m) => { all.headers = m; });
    call.on('data', (m) => all.messages.push(m));
    call.on('status', (status) => { all.status = status; done(); });
    call.on('end', done);
    call.on('error', done);
  });
}

// Responses one at a time; none is taken that nobody asked for, but for a few that the library keeps ready.
export function reader(call) {
  call.on('error', () => {}); // Whoever reads is told.
  const iterator = call[Symbol.asyncIterator]();
  return async () => {
    const { value, done } = await iterator.next();
    assert.ok(!done, 'the server ended the stream');
    return value;
  };
}

export async function fails(promise, code) {
  const error = await promise.then(() => null, (e) => e);
  assert.ok(error, `expected ${grpc.status[code]}, and it succeeded`);
  assert.equal(grpc.status[error.code], grpc.status[code], String(error.stack));
  return error;
}

export const nameOf = (() => {
  let last = 0;
  return () => `node-${++last}`;
})();
