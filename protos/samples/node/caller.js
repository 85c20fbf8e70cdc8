// Finds the caller by number, prints the live consumption, publishes one call of theirs, and prints it again.
// usage: node caller.js ADDRESS NUMBER
import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import grpc from '@grpc/grpc-js';
import loader from '@grpc/proto-loader';

const [address, msisdn] = process.argv.slice(2);
const files = ['customergrains/v1/subscribers.proto', 'customergrains/v1/usage_feed.proto'];
const includeDirs = [fileURLToPath(new URL('../..', import.meta.url))];
const types = loader.loadSync(files, { longs: Number, enums: String, defaults: true, oneofs: true, includeDirs });
const { Subscribers, UsageFeed } = grpc.loadPackageDefinition(types).customergrains.v1;

const subscribers = new Subscribers(address, grpc.credentials.createInsecure());
const feed = new UsageFeed(address, grpc.credentials.createInsecure());
const find = promisify(subscribers.findSubscriber).bind(subscribers);
const get = promisify(subscribers.getSubscriber).bind(subscribers);

async function show(subscriberId) {
  const { plan, brand, months } = await get({ subscriberId });
  console.log(`${subscriberId}, ${plan} of ${brand}`);
  for (const { month, services } of months) {
    for (const { service, direction, count, durationSeconds, octets } of services) {
      console.log(`  ${month} ${service} ${direction}: ${count}, ${durationSeconds} s, ${octets} bytes`);
    }
  }
}

// A stream of ours, opened or gone on with; the answer means that the records are on disk.
function publish(records) {
  return new Promise((resolve, reject) => {
    const session = feed.publish();
    session.on('error', reject);
    session.on('data', ({ opened, ack }) => {
      if (opened) session.write({ batch: { sequence: opened.lastComplete + 1, records } });
      if (ack) {
        session.end();
        resolve(ack);
      }
    });
    session.write({ open: { source: 'sample-node', stream: 'calls' } });
  });
}

const { subscriberId } = await find({ msisdn });
await show(subscriberId);
const startTime = { seconds: Math.floor(Date.now() / 1000) };
const call = { id: randomUUID(), recordType: 0, msisdn, otherParty: '8613900000002', startTime, durationSeconds: 61 };
const ack = await publish([call]);
console.log(`batch ${ack.sequence}: ${ack.applied} of ${ack.received} applied`);
await show(subscriberId);
