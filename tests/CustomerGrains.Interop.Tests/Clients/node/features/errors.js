import assert from 'node:assert/strict';
import grpc from '@grpc/grpc-js';
import { drained, fails, unary } from '../run.js';

export const errors = {
  'trailers-only error': async (run) => {
    const error = await fails(unary(run.connect().echo, 'Unary', { ending: { code: 5, message: 'not here' } }), grpc.status.NOT_FOUND);
    assert.equal(error.details, 'not here');
    const { messages, status } = await drained(run.connect().echo.Expand({ ending: { code: 5, message: 'nor here' } }));
    assert.deepEqual([messages.length, status.code, status.details], [0, grpc.status.NOT_FOUND, 'nor here']);
  },

  'error after messages': async (run) => {
    const { messages, status } = await drained(run.connect().echo.Expand({ responses: 3, response_bytes: 10, ending: { code: 15, message: 'late' } }));
    assert.deepEqual([messages.length, status.code, status.details], [3, grpc.status.DATA_LOSS, 'late']);
  },

  'status message in Unicode': async (run) => {
    const message = 'größer als 100 % – 数字 😀 "\\" \t \r\n.';
    const error = await fails(unary(run.connect().echo, 'Unary', { ending: { code: 3, message } }), grpc.status.INVALID_ARGUMENT);
    assert.equal(error.details, message);
  },

  'every status code': async (run) => {
    const { echo } = run.connect();
    for (let code = 1; code <= 16; code++) {
      const error = await fails(unary(echo, 'Unary', { ending: { code, message: `code ${code}` } }), code);
      assert.equal(error.details, `code ${code}`);
    }
  },

  'rich error details': async (run) => {
    const error = await fails(unary(run.connect().directory, 'RegisterSubscriber', { subscriber_id: 'a/b' }), grpc.status.INVALID_ARGUMENT);
    const { Status, ErrorInfo, BadRequest } = run.packages.google.rpc;
    const status = Status.deserialize(error.metadata.get('grpc-status-details-bin')[0]);
    assert.deepEqual([status.code, status.message], [3, error.details]);
    assert.deepEqual(status.details.map((d) => d.type_url), ['type.googleapis.com/google.rpc.ErrorInfo', 'type.googleapis.com/google.rpc.BadRequest']);
    const [info, request] = status.details;
    assert.deepEqual({ ...ErrorInfo.deserialize(info.value) }, { reason: 'INVALID_FIELD', domain: 'customergrains' });
    const [violation] = BadRequest.deserialize(request.value).field_violations;
    assert.equal(violation.field, 'subscriber_id');
    assert.ok(violation.description.includes("no '/'"), violation.description);
  },

  'unknown method': async (run) => {
    await fails(unary(run.connect().echo, 'Missing'), grpc.status.UNIMPLEMENTED);
    const { messages, status } = await drained(unknownStream(run));
    assert.deepEqual([messages.length, status.code], [0, grpc.status.UNIMPLEMENTED]);
  },

  'unknown service': async (run) => {
    const { nowhere, echo } = run.connect();
    await fails(unary(nowhere, 'Unary'), grpc.status.UNIMPLEMENTED);
    await unary(echo, 'Unary');
  },
};

// A method that no proto names, as a client of a later version would call.
function unknownStream(run) {
  const pass = (bytes) => bytes;
  const client = new grpc.Client(run.settings.plain, grpc.credentials.createInsecure());
  return client.makeServerStreamRequest('/customergrains.v1.UsageFeed/NotYetInvented', pass, pass, Buffer.alloc(0));
}
