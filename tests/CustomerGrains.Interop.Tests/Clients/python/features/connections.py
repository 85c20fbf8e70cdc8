import grpc
from interop_pb2 import PINGED_BY_CLIENT, PINGED_BY_SERVER, TAP_PLAIN, AwaitPingsRequest, EchoRequest

from run import EMPTY, Requests, fails, name_of_call

PATIENCE_S = 30


def hundred_calls(run):
    before = run.traffic().connections
    echo = run.connect().echo
    request = EchoRequest(call=name_of_call(), together=100)
    calls = [echo.Unary.future(request) for _ in range(100)]
    assert len({call.result().seen.connection for call in calls}) == 1
    assert run.traffic().connections - before == 1


def keep_alive(run, by, options):
    """A stream that is silent until pings were answered, and works after them."""
    requests = Requests(EchoRequest())
    stream = run.connect(options).echo.Chat(iter(requests))
    next(stream)
    traffic = run.traffic()
    pings = (traffic.from_client if by == PINGED_BY_CLIENT else traffic.from_server).pings
    run.harness.AwaitPings(AwaitPingsRequest(tap=TAP_PLAIN, by=by, count=pings + 2))
    requests.send(EchoRequest())
    next(stream)
    requests.close()


def keep_alive_of_client(run):
    keep_alive(run, PINGED_BY_CLIENT, {
        "grpc.keepalive_time_ms": 200,
        "grpc.keepalive_timeout_ms": PATIENCE_S * 1000,
        "grpc.http2.max_pings_without_data": 0,
    })


def tls(run):
    seen = run.tls().echo.Unary(EchoRequest()).seen
    assert (seen.protocol, seen.client) == ("h2", "")


def tls_not_trusted(run):
    echo = run.tls(authority=run.settings["stranger"]).echo
    fails(grpc.StatusCode.UNAVAILABLE, lambda: echo.Unary(EchoRequest()))


def mutual_tls(run):
    echo = run.tls(run.settings["mutual"], certificate=run.settings["certificate"], key=run.settings["key"]).echo
    seen = echo.Unary(EchoRequest()).seen
    assert (seen.protocol, seen.client) == ("h2", "mediation-7")


def mutual_tls_without(run):
    echo = run.tls(run.settings["mutual"]).echo
    fails(grpc.StatusCode.UNAVAILABLE, lambda: echo.Unary(EchoRequest()))


def goaway_open_stream(run):
    requests = Requests(EchoRequest(payload=b"before"))
    stream = run.connect(address=run.settings["drain"]).echo.Chat(iter(requests))
    next(stream)
    run.harness.Drain(EMPTY)
    for i in range(1, 4):
        requests.send(EchoRequest(payload=b"after"))
        assert next(stream).number == i
    requests.close()
    assert list(stream) == [] and stream.code() == grpc.StatusCode.OK
    run.harness.Restart(EMPTY)


def goaway_new_calls(run):
    backoff = {"grpc.initial_reconnect_backoff_ms": 100, "grpc.min_reconnect_backoff_ms": 100, "grpc.max_reconnect_backoff_ms": 200}
    echo = run.connect(backoff, run.settings["drain"]).echo
    first = echo.Unary(EchoRequest()).seen.connection
    run.harness.Drain(EMPTY)
    fails(grpc.StatusCode.UNAVAILABLE, lambda: echo.Unary(EchoRequest()))
    run.harness.Restart(EMPTY)
    assert echo.Unary(EchoRequest(), wait_for_ready=True, timeout=PATIENCE_S).seen.connection != first


FEATURES = {
    "100 calls at once on one connection": hundred_calls,
    "keep-alive pings of the client": keep_alive_of_client,
    "keep-alive pings of the server": lambda run: keep_alive(run, PINGED_BY_SERVER, {}),
    "TLS with ALPN": tls,
    "TLS, server not trusted": tls_not_trusted,
    "mutual TLS": mutual_tls,
    "mutual TLS without a certificate": mutual_tls_without,
    "GOAWAY: the open stream ends well": goaway_open_stream,
    "GOAWAY: new calls find the next server": goaway_new_calls,
}
