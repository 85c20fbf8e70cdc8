import grpc
from interop_pb2 import EchoRequest

from run import fails

MEGABYTE = 1_000_000


def transferred(run, action):
    """Bytes of DATA frames sent and received while the action ran."""
    before = run.traffic()
    action()
    after = run.traffic()
    return (
        after.from_client.data_bytes - before.from_client.data_bytes,
        after.from_server.data_bytes - before.from_server.data_bytes,
    )


def gzip_request(run):
    echo = run.connect(compression=grpc.Compression.Gzip).echo

    def call():
        response = echo.Unary(EchoRequest(payload=bytes(MEGABYTE)))
        assert (len(response.payload), response.seen.encoding) == (MEGABYTE, "gzip")

    sent, received = transferred(run, call)
    assert sent < MEGABYTE / 10 and received > MEGABYTE, f"{sent} bytes sent, {received} received"


def gzip_response(run):
    echo = run.connect().echo

    def calls():
        assert len(echo.Unary(EchoRequest(gzip=True, response_bytes=MEGABYTE)).payload) == MEGABYTE
        stream = echo.Expand(EchoRequest(gzip=True, responses=5, response_bytes=MEGABYTE))
        assert [len(m.payload) for m in stream] == [MEGABYTE] * 5

    _, received = transferred(run, calls)
    assert received < MEGABYTE / 10, f"{received} bytes received"


def large_response(run):
    echo = run.connect().echo
    fails(grpc.StatusCode.RESOURCE_EXHAUSTED, lambda: echo.Unary(EchoRequest(response_bytes=5 * MEGABYTE)))
    echo.Unary(EchoRequest(response_bytes=3 * MEGABYTE))


def large_request(run):
    echo = run.connect().echo
    error = fails(grpc.StatusCode.RESOURCE_EXHAUSTED, lambda: echo.Unary(EchoRequest(payload=bytes(17 * MEGABYTE))))
    assert "exceeds" in error.details(), error.details()
    echo.Unary(EchoRequest(payload=bytes(MEGABYTE)))


FEATURES = {
    "gzip request": gzip_request,
    "gzip response": gzip_response,
    "response over the client's limit": large_response,
    "request over the server's limit": large_request,
}
