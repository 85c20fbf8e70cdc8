import re

import grpc
from interop_pb2 import WAIT_FOR_RELEASE, CallName, EchoRequest, Ending

from run import Requests, fails, name_of_call

ALL_BYTES = bytes(range(256))


def of(metadata, key):
    return [value for name, value in metadata if name == key]


def seen_of(response, key):
    return [entry.value for entry in response.seen.metadata if entry.key == key]


def split(values):
    """Values of a text key may come joined with commas on the way."""
    return [part for v in values for part in re.split(", ?", v.decode() if isinstance(v, bytes) else v)]


def ascii_metadata(run):
    text = '~ a "quoted" {text}; with = signs !'
    response, call = run.connect().echo.Unary.with_call(EchoRequest(), metadata=[("x-initial-text", text), ("x-trailing-text", text)])
    assert seen_of(response, "x-initial-text") == [text.encode()]
    assert of(call.initial_metadata(), "x-initial-text") == [text]
    assert of(call.trailing_metadata(), "x-trailing-text") == [text]


def binary_metadata(run):
    sent = [("x-initial-data-bin", ALL_BYTES), ("x-trailing-data-bin", ALL_BYTES[:5])]
    response, call = run.connect().echo.Unary.with_call(EchoRequest(), metadata=sent)
    assert seen_of(response, "x-initial-data-bin") == [ALL_BYTES]
    assert of(call.initial_metadata(), "x-initial-data-bin") == [ALL_BYTES]
    assert of(call.trailing_metadata(), "x-trailing-data-bin") == [ALL_BYTES[:5]]


def repeated_keys(run):
    sent = [("x-initial-many", "one"), ("x-initial-many", "two"), ("x-trailing-many", "three"), ("x-trailing-many", "four")]
    response, call = run.connect().echo.Unary.with_call(EchoRequest(), metadata=sent)
    assert split(seen_of(response, "x-initial-many")) == ["one", "two"]
    assert split(of(call.initial_metadata(), "x-initial-many")) == ["one", "two"]
    assert split(of(call.trailing_metadata(), "x-trailing-many")) == ["three", "four"]


def repeated_binary_keys(run):
    values = [b"\x01\x02", b"\xff"]
    response, call = run.connect().echo.Unary.with_call(EchoRequest(), metadata=[("x-initial-many-bin", value) for value in values])
    assert seen_of(response, "x-initial-many-bin") == values
    assert of(call.initial_metadata(), "x-initial-many-bin") == values


def headers_first(run):
    name = name_of_call()
    requests = Requests(EchoRequest(call=name, wait=WAIT_FOR_RELEASE, payload=b"late"))
    call = run.connect().echo.Chat(iter(requests), metadata=[("x-initial-text", "early")])
    assert of(call.initial_metadata(), "x-initial-text") == ["early"]
    run.harness.Release(CallName(call=name))
    assert next(call).payload == b"late"
    requests.close()


def trailers_of_error(run):
    echo = run.connect().echo
    sent = [("x-trailing-text", "why"), ("x-trailing-data-bin", ALL_BYTES)]
    request = EchoRequest(ending=Ending(code=9, message="no"))
    error = fails(grpc.StatusCode.FAILED_PRECONDITION, lambda: echo.Unary(request, metadata=sent))
    assert of(error.trailing_metadata(), "x-trailing-text") == ["why"]
    assert of(error.trailing_metadata(), "x-trailing-data-bin") == [ALL_BYTES]


FEATURES = {
    "ASCII metadata": ascii_metadata,
    "binary metadata": binary_metadata,
    "repeated metadata keys": repeated_keys,
    "repeated binary metadata keys": repeated_binary_keys,
    "headers before the first message": headers_first,
    "trailers of an error": trailers_of_error,
}
