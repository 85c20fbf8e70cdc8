// The service of WireService.cs on grpc-js, messages as bytes. Argument: a folder whose node_modules has @grpc/grpc-js.
'use strict';
const path = require('node:path');
const load = require('node:module').createRequire(path.join(process.argv[2], 'package.json'));
const grpc = load('@grpc/grpc-js');

const bytes = value => value;
const method = (name, streams) => ({
  path: `/customergrains.bench.Wire/${name}`,
  requestStream: streams,
  responseStream: streams,
  requestSerialize: bytes,
  requestDeserialize: bytes,
  responseSerialize: bytes,
  responseDeserialize: bytes,
});

// Reads on only when what was answered has gone out.
const answer = make => call => {
  call.on('data', message => {
    if (call.write(make(message))) return;
    call.pause();
    call.once('drain', () => call.resume());
  });
  call.on('end', () => call.end());
};

const server = new grpc.Server({
  'grpc.max_receive_message_length': -1,
  'grpc-node.flow_control_window': 1 << 20, // as the other server's
});
server.addService(
  { unary: method('Unary', false), echo: method('Echo', true), take: method('Take', true) },
  { unary: (call, done) => done(null, call.request), echo: answer(message => message), take: answer(() => Buffer.alloc(0)) });
server.bindAsync('127.0.0.1:0', grpc.ServerCredentials.createInsecure(), (error, port) => {
  if (error) throw error;
  console.log(`${port} ${load('@grpc/grpc-js/package.json').version}`);
});
process.stdin.resume();
process.stdin.on('end', () => process.exit(0));
