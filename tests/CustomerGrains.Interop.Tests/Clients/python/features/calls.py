import os

import grpc
from interop_pb2 import WAIT_FOR_END, WAIT_FOR_RELEASE, CallName, EchoRequest

from run import EMPTY, Requests, fails, name_of_call

PIECE = 64 * 1024
PIECES = 1024


def plateau(echo, count):
    """Neighbours' calls go through until the count stands still."""
    last = 0
    while True:
        for _ in range(50):
            echo.Unary(EchoRequest(payload=bytes(1000)))
        now = count()
        if now == last and now > 0:
            return now
        last = now


def unary(run):
    payload = os.urandom(100)
    assert run.connect().echo.Unary(EchoRequest(payload=payload)).payload == payload


def empty_unary(run):
    assert run.connect().echo.Nothing(EMPTY) == EMPTY


def large_unary(run):
    payload = os.urandom(4 << 20)
    echo = run.connect({"grpc.max_receive_message_length": 5 << 20}).echo
    assert echo.Unary(EchoRequest(payload=payload)).payload == payload


def client_streaming(run):
    response = run.connect().echo.Collect(EchoRequest(payload=bytes(i)) for i in range(100))
    assert (response.number, response.bytes) == (100, 4950)


def server_streaming(run):
    messages = list(run.connect().echo.Expand(EchoRequest(responses=100, response_bytes=1000)))
    assert [m.number for m in messages] == list(range(100))
    assert all(len(m.payload) == 1000 for m in messages)


def ping_pong(run):
    requests = Requests()
    answers = run.connect().echo.Chat(iter(requests))
    for i in range(20):
        requests.send(EchoRequest(payload=bytes([i])))
        answer = next(answers)
        assert (answer.number, answer.payload) == (i, bytes([i]))
    requests.close()
    assert list(answers) == [] and answers.code() == grpc.StatusCode.OK


def read_after_half_close(run):
    requests = [EchoRequest(payload=bytes([i])) for i in range(10)]
    answers = run.connect().echo.Chat(iter(requests))
    assert [a.payload for a in answers] == [bytes([i]) for i in range(10)]


def slow_reader(run):
    echo = run.connect().echo
    name = name_of_call()
    stream = echo.Expand(EchoRequest(call=name, responses=PIECES, response_bytes=PIECE))
    next(stream)
    written = plateau(echo, lambda: run.harness.GetProgress(CallName(call=name)).written)
    assert written < PIECES, f"the server wrote all {written} messages although one was read"
    assert [m.number for m in stream] == list(range(1, PIECES))
    assert stream.code() == grpc.StatusCode.OK


def slow_server(run):
    echo = run.connect().echo
    name = name_of_call()
    sent = 0

    def requests():
        nonlocal sent
        yield EchoRequest(call=name, wait=WAIT_FOR_RELEASE)
        for _ in range(PIECES):
            sent += 1
            yield EchoRequest(payload=bytes(PIECE))

    answer = echo.Collect.future(requests())
    stopped = plateau(echo, lambda: sent)
    assert stopped < PIECES, f"all {stopped} messages were taken although none was read"
    run.harness.Release(CallName(call=name))
    response = answer.result()
    assert (response.number, response.bytes) == (PIECES + 1, PIECES * PIECE)


def deadline_at_client(run):
    name = name_of_call()
    echo = run.connect().echo
    fails(grpc.StatusCode.DEADLINE_EXCEEDED, lambda: echo.Unary(EchoRequest(call=name, wait=WAIT_FOR_END), timeout=0.5))
    assert run.harness.AwaitEnd(CallName(call=name)).cancelled


def deadline_told(run):
    echo = run.connect().echo
    deadline = echo.Unary(EchoRequest(), timeout=3600).seen.deadline
    assert 3_500_000 < deadline <= 3_600_000, f"{deadline} ms"
    assert echo.Unary(EchoRequest()).seen.deadline == 0


def deadline_at_server(run):
    name = name_of_call()
    echo = run.connect().echo
    request = EchoRequest(call=name, wait=WAIT_FOR_END)
    error = fails(grpc.StatusCode.DEADLINE_EXCEEDED, lambda: echo.Unary(request, metadata=[("x-server-timeout", "50m")]))
    assert error.details() == "Deadline Exceeded", error.details()
    assert run.harness.AwaitEnd(CallName(call=name)).cancelled


def cancelled_unary(run):
    name = name_of_call()
    call = run.connect().echo.Unary.future(EchoRequest(call=name, wait=WAIT_FOR_END))
    run.harness.AwaitBegin(CallName(call=name))
    assert call.cancel()
    assert call.code() == grpc.StatusCode.CANCELLED
    assert run.harness.AwaitEnd(CallName(call=name)).cancelled


def cancelled_stream(run):
    name = name_of_call()
    stream = run.connect().echo.Expand(EchoRequest(call=name, responses=1_000_000, response_bytes=1000))
    next(stream)
    stream.cancel()
    fails(grpc.StatusCode.CANCELLED, lambda: list(stream))
    assert run.harness.AwaitEnd(CallName(call=name)).cancelled


FEATURES = {
    "unary": unary,
    "empty unary": empty_unary,
    "large unary, 4 MB each way": large_unary,
    "client streaming": client_streaming,
    "server streaming": server_streaming,
    "bidirectional ping-pong": ping_pong,
    "bidirectional, read after the half-close": read_after_half_close,
    "slow reader stops its own stream alone": slow_reader,
    "slow server stops its own writer alone": slow_server,
    "deadline at the client": deadline_at_client,
    "deadline told to the server": deadline_told,
    "deadline at the server": deadline_at_server,
    "cancelled unary call": cancelled_unary,
    "cancelled stream": cancelled_stream,
}
