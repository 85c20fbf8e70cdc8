import time

import grpc
from customergrains.v1 import subscribers_pb2 as answers
from customergrains.v1 import usage_feed_pb2 as usage
from customergrains.v1.directory_pb2 import RegisterSubscriberRequest
from google.protobuf.timestamp_pb2 import Timestamp

from run import Requests, fails

SOURCE = "interop"
DAY_S = 86_400
NOW = int(time.time())


def register(run, index):
    subscriber, msisdn = f"caller-{index}", f"4477000000{index}"
    run.connect().directory.RegisterSubscriber(RegisterSubscriberRequest(
        subscriber_id=subscriber,
        activation_time=Timestamp(seconds=NOW - DAY_S),
        plan="standard",
        msisdns=["+" + msisdn],
    ))
    return subscriber, msisdn


def call(msisdn, record_id, seconds):
    return usage.UsageRecord(
        id=record_id,
        record_type=0,
        msisdn=msisdn,
        other_party="447700999999",
        start_time=Timestamp(seconds=NOW - 600),
        duration_seconds=seconds,
    )


class Session:
    """A session of one stream: opened, with batches numbered as the caller says."""

    def __init__(self, feed, stream):
        self._requests = Requests(usage.PublishRequest(open=usage.OpenStream(source=SOURCE, stream=stream)))
        self.responses = feed.Publish(iter(self._requests))
        self.opened = next(self.responses).opened

    def send(self, sequence, records):
        self._requests.send(usage.PublishRequest(batch=usage.UsageBatch(sequence=sequence, records=records)))

    def ack(self):
        return next(self.responses).ack

    def end(self):
        self._requests.close()

    def close(self):
        self._requests.send(usage.PublishRequest(close=usage.CloseStream()))
        return next(self.responses).closed


def voice(run, subscriber):
    days = run.connect().subscribers.GetSubscriber(answers.GetSubscriberRequest(subscriber_id=subscriber)).days
    (total,) = [
        service
        for day in days
        for service in day.services
        if service.service == usage.SERVICE_VOICE and service.direction == answers.DIRECTION_OUTGOING
    ]
    return total.count, total.duration_seconds


def register_find_get(run):
    subscriber, msisdn = register(run, 1)
    stub = run.connect().subscribers
    assert stub.FindSubscriber(answers.FindSubscriberRequest(msisdn=msisdn)).subscriber_id == subscriber
    found = stub.GetSubscriber(answers.GetSubscriberRequest(subscriber_id=subscriber))
    assert (found.plan, found.numbers[0].msisdn) == ("standard", msisdn)
    nobody = answers.FindSubscriberRequest(msisdn="447700000000")
    fails(grpc.StatusCode.NOT_FOUND, lambda: stub.FindSubscriber(nobody))


def publish(run):
    subscriber, msisdn = register(run, 2)
    session = Session(run.connect().feed, "usage")
    assert session.opened.last_complete == 0
    for n in range(1, 21):
        session.send(n, [call(msisdn, f"usage-{n}-{i}", 60) for i in range(50)])
    acks = [session.ack() for _ in range(20)]
    assert sorted(ack.sequence for ack in acks) == list(range(1, 21))
    assert all(ack.received == ack.applied == 50 and not ack.replayed for ack in acks)
    assert voice(run, subscriber) == (1000, 60_000)
    assert session.close().batches == 20


def replayed(run):
    subscriber, msisdn = register(run, 3)
    feed = run.connect().feed
    records = [call(msisdn, "again-1", 61)]
    first = Session(feed, "again")
    first.send(1, records)
    assert first.ack().applied == 1
    first.end()
    second = Session(feed, "again")
    assert second.opened.last_complete == 1
    second.send(1, records)
    ack = second.ack()
    assert (ack.sequence, ack.replayed, ack.received, ack.applied) == (1, True, 1, 1)
    second.end()
    assert voice(run, subscriber) == (1, 61)


def bad_record(run):
    _, msisdn = register(run, 4)
    session = Session(run.connect().feed, "bad")
    session.send(1, [call(msisdn, "bad-0", 10), call("447700000000", "bad-1", 10), call("12", "bad-2", 10), call(msisdn, "bad-3", 10)])
    ack = session.ack()
    assert (ack.received, ack.applied, ack.rejected) == (4, 2, 2)
    assert [(e.index, e.outcome, e.reason) for e in ack.exceptions] == [
        (1, usage.OUTCOME_REJECTED, usage.REJECT_REASON_NUMBER_NOT_HELD),
        (2, usage.OUTCOME_REJECTED, usage.REJECT_REASON_INVALID_NUMBER),
    ]
    session.end()


def superseded(run):
    _, msisdn = register(run, 5)
    feed = run.connect().feed
    older = Session(feed, "taken-over")
    newer = Session(feed, "taken-over")
    older.send(1, [call(msisdn, "taken-1", 10)])
    fails(grpc.StatusCode.ABORTED, older.ack)
    newer.send(1, [call(msisdn, "taken-1", 10)])
    assert newer.ack().applied == 1
    newer.end()


def reconciles(run):
    total = run.connect().feed.GetSource(usage.GetSourceRequest(source=SOURCE)).total
    assert (total.batches, total.received, total.applied, total.rejected) == (23, 1006, 1004, 2)


FEATURES = {
    "register, find and get a subscriber": register_find_get,
    "usage published, acknowledged, and in the answer": publish,
    "batch sent again is replayed": replayed,
    "bad record is answered alone": bad_record,
    "newer session supersedes": superseded,
    "source reconciles": reconciles,
}
