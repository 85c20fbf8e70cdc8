"""Finds the caller by number, prints the live consumption, publishes one call of theirs, and prints it again.

usage: caller.py ADDRESS NUMBER
"""

import queue
import sys
import uuid

import grpc
from customergrains.v1 import subscribers_pb2 as answers
from customergrains.v1 import usage_feed_pb2 as usage
from customergrains.v1.subscribers_pb2_grpc import SubscribersStub
from customergrains.v1.usage_feed_pb2_grpc import UsageFeedStub


def show(subscribers, subscriber_id):
    subscriber = subscribers.GetSubscriber(answers.GetSubscriberRequest(subscriber_id=subscriber_id))
    print(f"{subscriber_id}, {subscriber.plan} of {subscriber.brand}")
    for month in subscriber.months:
        for s in month.services:
            service, direction = usage.Service.Name(s.service), answers.Direction.Name(s.direction)
            print(f"  {month.month} {service} {direction}: {s.count}, {s.duration_seconds} s, {s.octets} bytes")


def publish(feed, records):
    """A stream of ours, opened or gone on with; the answer means that the records are on disk."""
    requests = queue.SimpleQueue()
    responses = feed.Publish(iter(requests.get, None))
    requests.put(usage.PublishRequest(open=usage.OpenStream(source="sample-python", stream="calls")))
    sequence = next(responses).opened.last_complete + 1
    requests.put(usage.PublishRequest(batch=usage.UsageBatch(sequence=sequence, records=records)))
    ack = next(responses).ack
    requests.put(None)
    return ack


address, msisdn = sys.argv[1:]
with grpc.insecure_channel(address) as channel:
    subscribers, feed = SubscribersStub(channel), UsageFeedStub(channel)
    found = subscribers.FindSubscriber(answers.FindSubscriberRequest(msisdn=msisdn)).subscriber_id
    show(subscribers, found)
    call = usage.UsageRecord(id=str(uuid.uuid4()), record_type=0, msisdn=msisdn, other_party="8613900000002", duration_seconds=61)
    call.start_time.GetCurrentTime()
    ack = publish(feed, [call])
    print(f"batch {ack.sequence}: {ack.applied} of {ack.received} applied")
    show(subscribers, found)
