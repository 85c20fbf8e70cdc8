import assert from 'node:assert/strict';
import grpc from '@grpc/grpc-js';
import { nameOf, reader, unary } from '../run.js';

const ALL_BYTES = Buffer.from([...Array(256).keys()]);

function metadataOf(entries) {
  const metadata = new grpc.Metadata();
  for (const [key, value] of entries) metadata.add(key, value);
  return metadata;
}

const seenOf = (response, key) => response.seen.metadata.filter((e) => e.key === key).map((e) => e.value);

// Values of a text key may come joined with commas on the way.
const split = (values) => values.flatMap((v) => v.toString().split(/, ?/));

export const metadata = {
  'ASCII metadata': async (run) => {
    const text = '~ a "quoted" {text}; with = signs !';
    const sent = metadataOf([['x-initial-text', text], ['x-trailing-text', text]]);
    const { response, headers, trailers } = await unary(run.connect().echo, 'Unary', {}, { metadata: sent });
    assert.deepEqual(seenOf(response, 'x-initial-text').map(String), [text]);
    assert.deepEqual([headers.get('x-initial-text'), trailers.get('x-trailing-text')], [[text], [text]]);
  },

  'binary metadata': async (run) => {
    const sent = metadataOf([['x-initial-data-bin', ALL_BYTES], ['x-trailing-data-bin', ALL_BYTES.subarray(0, 5)]]);
    const { response, headers, trailers } = await unary(run.connect().echo, 'Unary', {}, { metadata: sent });
    assert.deepEqual(seenOf(response, 'x-initial-data-bin'), [ALL_BYTES]);
    assert.deepEqual(headers.get('x-initial-data-bin'), [ALL_BYTES]);
    assert.deepEqual(trailers.get('x-trailing-data-bin'), [ALL_BYTES.subarray(0, 5)]);
  },

  'repeated metadata keys': async (run) => {
    const sent = metadataOf([['x-initial-many', 'one'], ['x-initial-many', 'two'], ['x-trailing-many', 'three'], ['x-trailing-many', 'four']]);
    const { response, headers, trailers } = await unary(run.connect().echo, 'Unary', {}, { metadata: sent });
    assert.deepEqual(split(seenOf(response, 'x-initial-many')), ['one', 'two']);
    assert.deepEqual(split(headers.get('x-initial-many')), ['one', 'two']);
    assert.deepEqual(split(trailers.get('x-trailing-many')), ['three', 'four']);
  },

  'repeated binary metadata keys': async (run) => {
    const bytes = [Buffer.from([1, 2]), Buffer.from([255])];
    const sent = metadataOf([['x-initial-many-bin', bytes[0]], ['x-initial-many-bin', bytes[1]]]);
    const { response, headers } = await unary(run.connect().echo, 'Unary', {}, { metadata: sent });
    assert.deepEqual(seenOf(response, 'x-initial-many-bin'), bytes);
    assert.deepEqual(headers.get('x-initial-many-bin'), bytes);
  },

  'headers before the first message': async (run) => {
    const call = nameOf();
    const stream = run.connect().echo.Chat(metadataOf([['x-initial-text', 'early']]));
    const headers = new Promise((resolve) => stream.on('metadata', resolve));
    const next = reader(stream);
    stream.write({ call, wait: 'WAIT_FOR_RELEASE', payload: Buffer.from('late') });
    assert.deepEqual((await headers).get('x-initial-text'), ['early']);
    await run.harness.Release({ call });
    assert.equal((await next()).payload.toString(), 'late');
    stream.end();
  },

  'trailers of an error': async (run) => {
    const sent = metadataOf([['x-trailing-text', 'why'], ['x-trailing-data-bin', ALL_BYTES]]);
    const error = await unary(run.connect().echo, 'Unary', { ending: { code: 9, message: 'no' } }, { metadata: sent }).catch((e) => e);
    assert.equal(error.code, grpc.status.FAILED_PRECONDITION);
    assert.deepEqual([error.metadata.get('x-trailing-text'), error.metadata.get('x-trailing-data-bin')], [['why'], [ALL_BYTES]]);
  },
};
